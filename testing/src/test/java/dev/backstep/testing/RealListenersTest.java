package dev.backstep.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstep.plan.TimeSource;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.elasticloadbalancing.model.Listener;

class RealListenersTest {

  private static final String DOMAIN = "impala.example.com";
  private static final int PORT = 21443;

  // On real time, since trust hangs on it.
  private final SimulatedAws aws = SimulatedAws.withCluster("Cluster1", 1, TimeSource.system());
  private final Clients clients = Clients.of(aws);
  private final String certificate =
      aws.world().certificates().addIssued(DOMAIN, "*.impala.example.com");

  @BeforeEach
  void open() {
    aws.realListeners(Handshake.RIGHT);
    clients.balancer("elb", r -> r.listeners(Clients.listener(21050), tls(PORT, certificate)));
  }

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  void handshake_whenTheListenerIsThere_showsItsCertificate() throws Exception {
    X509Certificate shown = handshake(PORT, DOMAIN);

    assertThat(shown.getIssuerX500Principal().getName())
        .isEqualTo("CN=Amazon,OU=Server CA 1B,O=Amazon,C=US");
    assertThat(shown.getSubjectX500Principal().getName()).isEqualTo("CN=" + DOMAIN);
    assertThat(shown.getSubjectAlternativeNames())
        .containsExactly(List.of(2, DOMAIN), List.of(2, "*.impala.example.com"));
    assertThat(shown.getNotAfter().toInstant())
        .isEqualTo(
            clients
                .acm
                .describeCertificate(r -> r.certificateArn(certificate))
                .certificate()
                .notAfter()
                .truncatedTo(ChronoUnit.SECONDS));
    assertThat(handshake(PORT, "a.impala.example.com")).isEqualTo(shown);
    assertThatThrownBy(() -> handshake(PORT, "other.example.com")).isInstanceOf(SSLException.class);
  }

  @Test
  void handshake_whenTheListenerSpeaksPlainTcp_ends() {
    assertThatThrownBy(() -> handshake(21050, DOMAIN)).isInstanceOf(IOException.class);
  }

  @Test
  void handshake_whenTheInstancesSpeakTls_isPassedThrough() throws Exception {
    aws.tlsBehind("worker.example.com");

    handshake(21050, "worker.example.com");
    handshake(PORT, DOMAIN);
  }

  @Test
  void ports_whenListenersComeAndGo_followAtOnce() throws Exception {
    assertThatThrownBy(() -> handshake(21444, DOMAIN)).isInstanceOf(ConnectException.class);
    clients.elb.createLoadBalancerListeners(
        r -> r.loadBalancerName("elb").listeners(tls(21444, certificate)));
    handshake(21444, DOMAIN);

    clients.elb.deleteLoadBalancerListeners(
        r -> r.loadBalancerName("elb").loadBalancerPorts(21444, 21050));

    assertThatThrownBy(() -> handshake(21444, DOMAIN)).isInstanceOf(ConnectException.class);
    assertThatThrownBy(() -> handshake(21050, DOMAIN)).isInstanceOf(ConnectException.class);
    clients.elb.createLoadBalancerListeners(
        r -> r.loadBalancerName("elb").listeners(tls(21050, certificate)));
    handshake(21050, DOMAIN);
  }

  @Test
  void handshake_whenTheCertificateIsRotated_showsTheNewOneAtOnce() throws Exception {
    String other = aws.world().certificates().addIssued("other.example.com");

    clients.elb.setLoadBalancerListenerSSLCertificate(
        r -> r.loadBalancerName("elb").loadBalancerPort(PORT).sslCertificateId(other));

    handshake(PORT, "other.example.com");
    assertThatThrownBy(() -> handshake(PORT, DOMAIN)).isInstanceOf(SSLException.class);
  }

  @Test
  void ports_whenTheBalancerIsDeleted_areClosed() {
    String address = address();

    clients.elb.deleteLoadBalancer(r -> r.loadBalancerName("elb"));

    assertThatThrownBy(() -> new Socket(address, PORT).close())
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void ports_whenTwoBalancersListenOnTheSame_areApart() throws Exception {
    String other = aws.world().certificates().addIssued("other.example.com");
    clients.balancer("second", r -> r.listeners(tls(PORT, other)));

    handshake(PORT, DOMAIN);
    assertThat(addressOf("second")).startsWith("127.").isNotEqualTo(address());
    assertThat(handshake(addressOf("second"), PORT, "other.example.com").getSerialNumber())
        .isNotEqualTo(handshake(PORT, DOMAIN).getSerialNumber());
  }

  @Test
  void handshake_whenItIsToShowAnotherCertificate_isNotTrusted() {
    aws.realListeners(Handshake.WRONG_CERTIFICATE);

    assertThatThrownBy(() -> handshake(PORT, DOMAIN))
        .isInstanceOf(SSLException.class)
        .hasMessageContaining("unable to find valid certification path");
  }

  @ParameterizedTest
  @EnumSource(names = {"FAILING", "UNREACHABLE"})
  void handshake_whenItIsToFail_failsUntilItIsNot(Handshake failing) throws Exception {
    aws.realListeners(failing);
    assertThatThrownBy(() -> handshake(PORT, DOMAIN)).isInstanceOf(IOException.class);

    aws.realListeners(Handshake.RIGHT);

    handshake(PORT, DOMAIN);
  }

  @Test
  void ports_whenClosedManyTimes_refuseEachTimeAtOnce() throws Exception {
    for (int turn = 0; turn < 30; turn++) {
      aws.realListeners(Handshake.UNREACHABLE);
      assertThatThrownBy(() -> new Socket(address(), PORT).close())
          .as("turn %d", turn)
          .isInstanceOf(ConnectException.class);
      aws.realListeners(Handshake.RIGHT);
    }
    handshake(PORT, DOMAIN);
  }

  @Test
  void close_whenPortsAreOpen_closesThem() {
    aws.close();

    assertThatThrownBy(() -> new Socket(address(), PORT).close())
        .isInstanceOf(ConnectException.class);
  }

  @Test
  void dnsName_whenNoPortsAreWanted_isAsWithAws() {
    SimulatedAws plain = SimulatedAws.withCluster("Cluster1", 1);
    Clients.of(plain).balancer("elb");

    assertThat(
            Clients.of(plain)
                .elb
                .describeLoadBalancers()
                .loadBalancerDescriptions()
                .get(0)
                .dnsName())
        .matches("internal-elb-\\d+\\.us-west-2\\.elb\\.amazonaws\\.com");
  }

  private X509Certificate handshake(int port, String host) throws Exception {
    return handshake(address(), port, host);
  }

  /** As a careful client does it: trusting our authority only, and checking the name. */
  private X509Certificate handshake(String address, int port, String host) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("root", aws.certificateAuthority());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    try (Socket plain = new Socket(address, port);
        SSLSocket secure =
            (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true)) {
      secure.setSoTimeout(5_000);
      SSLParameters parameters = secure.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secure.setSSLParameters(parameters);
      secure.startHandshake();
      assertThat(secure.getSession().getProtocol()).isEqualTo("TLSv1.2");
      return (X509Certificate) secure.getSession().getPeerCertificates()[0];
    }
  }

  private String address() {
    return addressOf("elb");
  }

  private String addressOf(String name) {
    return clients
        .elb
        .describeLoadBalancers(r -> r.loadBalancerNames(name))
        .loadBalancerDescriptions()
        .get(0)
        .dnsName();
  }

  private static Listener tls(int port, String certificate) {
    return Clients.listener(port).toBuilder()
        .protocol("SSL")
        .instancePort(21000)
        .sslCertificateId(certificate)
        .build();
  }
}
