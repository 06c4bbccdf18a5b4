package dev.backstep.testing.internal.tls;

import java.util.Optional;

/**
 * A port that a load balancer listens on.
 *
 * @param identity of its certificate; empty if it does not speak TLS itself
 */
public record Port(int number, Optional<Identity> identity) {}
