package dev.backstep.internal.tls;

import dev.backstep.aws.Dialer;
import dev.backstep.impala.TlsReport;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/** Shakes hands with a port, says nothing and hangs up. */
public final class Handshakes {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Dialer dialer;

  /** Over connections that the dialer opens. */
  public Handshakes(Dialer dialer) {
    this.dialer = dialer;
  }

  /** What each port presents, one after the other. */
  public TlsReport report(String host, List<Integer> ports) {
    return new TlsReport(host, ports.stream().map(port -> look(host, port)).toList());
  }

  /** What a port presents. */
  public TlsReport.Port look(String host, int port) {
    try (Socket socket = dialer.dial(host, port, TIMEOUT)) {
      return shakeHands(socket, host, port);
    } catch (IOException e) {
      return none(port, TlsReport.Outcome.UNREACHABLE, e);
    }
  }

  private static TlsReport.Port shakeHands(Socket socket, String host, int port) {
    try {
      socket.setSoTimeout((int) TIMEOUT.toMillis());
      try (SSLSocket secure =
          (SSLSocket) context().getSocketFactory().createSocket(socket, host, port, false)) {
        secure.startHandshake();
        return seen(port, secure.getSession());
      }
    } catch (IOException e) {
      return none(port, TlsReport.Outcome.FAILED, e);
    }
  }

  private static TlsReport.Port seen(int port, SSLSession session) throws IOException {
    List<TlsReport.Presented> chain =
        Arrays.stream(session.getPeerCertificates())
            .map(X509Certificate.class::cast)
            .map(X509Text::of)
            .toList();
    return new TlsReport.Port(port, TlsReport.Outcome.SEEN, "", session.getProtocol(), chain);
  }

  private static TlsReport.Port none(int port, TlsReport.Outcome outcome, IOException why) {
    String detail = "%s: %s".formatted(why.getClass().getSimpleName(), why.getMessage());
    return new TlsReport.Port(port, outcome, detail, "", List.of());
  }

  /** Takes any certificate: it is only looked at, and nothing is sent to who presents it. */
  private static SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Onlooker()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }
}
