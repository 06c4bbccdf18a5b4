package dev.backstep.internal.impala;

import dev.backstep.internal.engine.Step;
import java.time.Duration;
import java.util.List;

/**
 * Shakes hands with a port of the balancer.
 *
 * @param balancer the balancer's name
 * @param port which
 * @param names names that the certificate there is to hold, one of which is enough; empty: any
 * @param within how long it may take until it does
 */
record HandshakeStep(String balancer, int port, List<String> names, Duration within)
    implements Step {}
