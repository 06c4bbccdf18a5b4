package dev.backstep.testing;

import dev.backstep.testing.internal.tls.Answering;

/** What somebody who connects to a simulated load balancer meets. */
public enum Handshake {
  /**
   * Ports with TLS show the certificate of their listener, and the authority that signed it. Ports
   * without close the connection, unless {@link SimulatedAws#tlsBehind(String...)} says otherwise.
   */
  RIGHT(Answering.RIGHT),
  /** Ports with TLS show a self-signed certificate for {@code wrong.example.net}. */
  WRONG_CERTIFICATE(Answering.WRONG),
  /** Every connection is closed before a handshake. */
  FAILING(Answering.FAILING),
  /** No connection is made: it is refused. */
  UNREACHABLE(Answering.CLOSED);

  private final Answering answering;

  Handshake(Answering answering) {
    this.answering = answering;
  }

  Answering answering() {
    return answering;
  }
}
