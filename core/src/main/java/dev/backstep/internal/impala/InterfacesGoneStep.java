package dev.backstep.internal.impala;

import dev.backstep.internal.engine.Step;

/**
 * Waits until AWS has taken away the network interfaces of a deleted load balancer, which keep its
 * group in use for minutes.
 *
 * @param balancer the load balancer's name
 */
record InterfacesGoneStep(String balancer) implements Step {}
