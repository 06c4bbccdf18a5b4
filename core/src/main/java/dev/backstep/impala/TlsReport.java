package dev.backstep.impala;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a balancer presents to clients that connect with TLS, seen from where this program runs.
 * Certificates are looked at and not judged: whether a client trusts them is the client's matter.
 *
 * @param host the name that was connected to
 * @param ports each port that was looked at
 */
public record TlsReport(String host, List<Port> ports) {

  /** Copies the list. */
  public TlsReport {
    ports = List.copyOf(ports);
  }

  /** Whether each port answered a handshake. */
  public boolean allSeen() {
    return ports.stream().allMatch(port -> port.outcome() == Outcome.SEEN);
  }

  /**
   * One of the ports.
   *
   * @throws IllegalArgumentException if it was not looked at
   */
  public Port port(int number) {
    return ports.stream()
        .filter(port -> port.number() == number)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "port %d of %s was not looked at (expected: one of %s)"
                        .formatted(number, host, ports.stream().map(Port::number).toList())));
  }

  /** All of it, several lines a port. */
  public String describe() {
    return ports.stream()
        .map(port -> host + ":" + port.describe())
        .collect(Collectors.joining("\n"));
  }

  /** What came of a handshake. */
  public enum Outcome {
    /** The port presented a certificate. */
    SEEN,
    /** The port was connected to, and did not shake hands. */
    FAILED,
    /** There is no way to the port from here: callers are often outside of the VPC. */
    UNREACHABLE
  }

  /**
   * One port.
   *
   * @param number the port
   * @param outcome what came of the handshake
   * @param detail why there was none; empty if there was
   * @param protocol such as {@code TLSv1.2}; empty without a handshake
   * @param chain the certificates presented, the port's own first
   */
  public record Port(
      int number, Outcome outcome, String detail, String protocol, List<Presented> chain) {

    /** Copies the list. */
    public Port {
      chain = List.copyOf(chain);
    }

    /**
     * Who issued the port's certificate, as {@code openssl x509 -noout -issuer} of old wrote it:
     * {@code issuer= /C=US/O=Amazon/OU=Server CA 1B/CN=Amazon}.
     *
     * @throws IllegalStateException if there was no handshake
     */
    public String issuerLine() {
      return "issuer= " + own().issuer();
    }

    /**
     * The port's own certificate.
     *
     * @throws IllegalStateException if there was no handshake
     */
    public Presented own() {
      if (chain.isEmpty()) {
        throw new IllegalStateException(
            "port %d presented no certificate: %s".formatted(number, detail));
      }
      return chain.get(0);
    }

    String describe() {
      return outcome == Outcome.SEEN
          ? "%d %s, %s".formatted(number, protocol, own().describe())
              + chain.stream()
                  .skip(1)
                  .map(one -> "\n  chain:   " + one.subject())
                  .collect(Collectors.joining())
          : "%d %s: %s"
              .formatted(
                  number,
                  outcome == Outcome.FAILED ? "no handshake" : "unreachable from here",
                  detail);
    }
  }

  /**
   * A certificate that was presented. Names of persons are written {@code /C=US/O=Amazon/CN=...}.
   *
   * @param subject whose it is
   * @param issuer who issued it
   * @param names the DNS names that it holds
   * @param notBefore from when it is valid
   * @param notAfter until when
   */
  public record Presented(
      String subject, String issuer, List<String> names, Instant notBefore, Instant notAfter) {

    /** Copies the list. */
    public Presented {
      names = List.copyOf(names);
    }

    String describe() {
      return "valid %s to %s%n  subject: %s%n  issuer:  %s%n  names:   %s"
          .formatted(notBefore, notAfter, subject, issuer, String.join(", ", names));
    }
  }
}
