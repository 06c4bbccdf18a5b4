package dev.backstep.internal.impala;

import dev.backstep.internal.engine.Step;

/**
 * Sets the attributes of a load balancer.
 *
 * @param balancer its name
 * @param idleSeconds how long a connection may be idle
 * @param crossZone whether each node reaches instances in all zones
 * @param drainingSeconds how long connections to a leaving instance may finish; 0: not at all
 */
record AttributesStep(String balancer, int idleSeconds, boolean crossZone, int drainingSeconds)
    implements Step {}
