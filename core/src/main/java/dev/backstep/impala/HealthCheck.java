package dev.backstep.impala;

import java.time.Duration;
import java.util.Objects;

/**
 * How a balancer finds out which instances are well; it has one check for all its ports. Whole
 * seconds only. TCP on 21050 tells coordinators from executors, which an HTTP check of {@code
 * /healthz} does not.
 *
 * @param protocol how it asks
 * @param port of the instances, 1 to 65535
 * @param path what it asks for, for HTTP and HTTPS: begins with a slash, at most 1024 printable
 *     ASCII characters; empty for TCP and SSL
 * @param interval between two checks, 5 to 300 s, default 30 s
 * @param timeout of one check, 2 to 60 s and less than the interval, default 5 s
 * @param unhealthyThreshold failed checks in a row that put an instance out of service, 2 to 10,
 *     default 2
 * @param healthyThreshold passed checks in a row that put it back, 2 to 10, default 5; a new
 *     instance needs one
 * @see <a
 *     href="https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_HealthCheck.html">ConfigureHealthCheck</a>
 */
public record HealthCheck(
    Protocol protocol,
    int port,
    String path,
    Duration interval,
    Duration timeout,
    int unhealthyThreshold,
    int healthyThreshold) {

  /** Nothing is checked here but that all of it is given: a plan lists what is wrong. */
  public HealthCheck {
    Objects.requireNonNull(protocol, "healthCheck: protocol");
    Objects.requireNonNull(path, "healthCheck: path");
    Objects.requireNonNull(interval, "healthCheck.every");
    Objects.requireNonNull(timeout, "healthCheck.timeout");
  }

  /** How a check asks. */
  public enum Protocol {
    /** Opens a connection. */
    TCP,
    /** Opens a connection and shakes hands. */
    SSL,
    /** Asks for a path and wants status 200. */
    HTTP,
    /** The same, encrypted. */
    HTTPS
  }

  /** Healthy when a connection can be opened. */
  public static HealthCheck tcp(int port) {
    return of(Protocol.TCP, port, "");
  }

  /** Healthy when a TLS handshake succeeds. */
  public static HealthCheck ssl(int port) {
    return of(Protocol.SSL, port, "");
  }

  /** Healthy when the path, such as {@code /healthz}, answers with status 200. */
  public static HealthCheck http(int port, String path) {
    return of(Protocol.HTTP, port, path);
  }

  /** The same over TLS. */
  public static HealthCheck https(int port, String path) {
    return of(Protocol.HTTPS, port, path);
  }

  /** The time between two checks: 5 to 300 s. */
  public HealthCheck every(Duration interval) {
    return new HealthCheck(
        protocol, port, path, interval, timeout, unhealthyThreshold, healthyThreshold);
  }

  /** How long one check may take: 2 to 60 s, less than the interval. */
  public HealthCheck timeout(Duration timeout) {
    return new HealthCheck(
        protocol, port, path, interval, timeout, unhealthyThreshold, healthyThreshold);
  }

  /** How many failed checks in a row put an instance out of service: 2 to 10. */
  public HealthCheck unhealthyAfter(int checks) {
    return new HealthCheck(protocol, port, path, interval, timeout, checks, healthyThreshold);
  }

  /** How many passed checks in a row put it back into service: 2 to 10. */
  public HealthCheck healthyAfter(int checks) {
    return new HealthCheck(protocol, port, path, interval, timeout, unhealthyThreshold, checks);
  }

  /** What AWS is told to ask: {@code TCP:21050} or {@code HTTP:25000/healthz}. */
  public String target() {
    return protocol + ":" + port + path;
  }

  /** The target and the timing. */
  @Override
  public String toString() {
    return "%s every %d s, time-out %d s, unhealthy after %d, healthy after %d"
        .formatted(
            target(),
            interval.toSeconds(),
            timeout.toSeconds(),
            unhealthyThreshold,
            healthyThreshold);
  }

  private static HealthCheck of(Protocol protocol, int port, String path) {
    return new HealthCheck(
        protocol, port, path, Duration.ofSeconds(30), Duration.ofSeconds(5), 2, 5);
  }
}
