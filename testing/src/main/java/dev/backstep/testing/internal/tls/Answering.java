package dev.backstep.testing.internal.tls;

/** How the ports of load balancers answer; see the public {@code Handshake}. */
public enum Answering {
  /** No load balancer has ports. */
  OFF,
  /** With the certificate of the listener. */
  RIGHT,
  /** With a certificate for another name that nobody vouches for. */
  WRONG,
  /** Connections are closed instead of a handshake. */
  FAILING,
  /** No port is open. */
  CLOSED
}
