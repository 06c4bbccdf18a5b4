package dev.backstep.impala;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How connections to a balancer are encrypted. The mode is always said, since it has to fit what
 * the Impala daemons do.
 *
 * <pre>{@code
 * Tls.offload(Certificate.arn("arn:aws:acm:us-west-2:123456789012:certificate/..."))
 * Tls.reencrypt(Certificate.request("impala.example.com").validatedByDns("Z0123456789ABCDEFGHIJ"))
 * Tls.passthrough()
 * }</pre>
 *
 * @param mode where the encryption ends
 * @param certificate what the balancer presents; empty for {@link Mode#PASSTHROUGH}
 * @param parallelPorts the TCP ports that get a TLS port beside them, and that port
 * @param securityPolicy which protocols and ciphers the balancer takes
 */
public record Tls(
    Mode mode,
    Optional<Certificate> certificate,
    Map<Integer, Integer> parallelPorts,
    String securityPolicy) {

  /** The policy unless another is chosen: TLS 1.2 only, the newest that the balancer speaks. */
  public static final String DEFAULT_SECURITY_POLICY = "ELBSecurityPolicy-TLS-1-2-2017-01";

  /** Where the encryption ends. */
  public enum Mode {
    /** At the balancer: SSL listeners that lead to TCP. */
    OFFLOAD,
    /** At the balancer, which encrypts again: SSL listeners that lead to SSL. */
    REENCRYPT,
    /** At the Impala daemons: TCP listeners; the handshake is only checked. */
    PASSTHROUGH
  }

  /** Nothing is checked here but that all of it is given: a plan lists what is wrong. */
  public Tls {
    Objects.requireNonNull(mode, "tls: mode");
    Objects.requireNonNull(certificate, "tls: certificate");
    parallelPorts = Collections.unmodifiableMap(new LinkedHashMap<>(parallelPorts));
    Objects.requireNonNull(securityPolicy, "tls.securityPolicy");
  }

  /** Clients connect with TLS; the daemons speak plain Thrift. */
  public static Tls offload(Certificate certificate) {
    return new Tls(Mode.OFFLOAD, Optional.of(certificate), Map.of(), DEFAULT_SECURITY_POLICY);
  }

  /**
   * Clients connect with TLS, and so does the balancer to the daemons, which have certificates of
   * their own; a classic load balancer does not look at them.
   */
  public static Tls reencrypt(Certificate certificate) {
    return new Tls(Mode.REENCRYPT, Optional.of(certificate), Map.of(), DEFAULT_SECURITY_POLICY);
  }

  /**
   * Clients connect with TLS to the daemons, through TCP listeners: the daemons' certificates have
   * to hold the name that clients connect to. Nothing is set; the handshake is checked.
   */
  public static Tls passthrough() {
    return new Tls(Mode.PASSTHROUGH, Optional.empty(), Map.of(), DEFAULT_SECURITY_POLICY);
  }

  /**
   * Makes a TLS port beside a TCP one, which stays: clients change over one by one, with no gap.
   * Without this, each listener turns to TLS on its own port; with it, only what is said here does.
   *
   * @param tcpPort a listener's port, 1 to 65535
   * @param tlsPort another one that leads to the same port of the instances, 1 to 65535
   */
  public Tls onPort(int tcpPort, int tlsPort) {
    Map<Integer, Integer> more = new LinkedHashMap<>(parallelPorts);
    more.put(tcpPort, tlsPort);
    return new Tls(mode, certificate, more, securityPolicy);
  }

  /**
   * Which protocols and ciphers the balancer takes, by the name of a policy that AWS has ready for
   * classic load balancers. Default: {@link #DEFAULT_SECURITY_POLICY}.
   */
  public Tls securityPolicy(String name) {
    return new Tls(mode, certificate, parallelPorts, name);
  }
}
