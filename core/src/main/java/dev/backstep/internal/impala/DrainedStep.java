package dev.backstep.internal.impala;

import dev.backstep.internal.engine.Step;
import java.time.Duration;
import java.util.List;

/**
 * Waits until instances that were deregistered have finished their connections.
 *
 * @param balancer the load balancer's name
 * @param instances which
 * @param lookEvery how long between two looks
 */
record DrainedStep(String balancer, List<String> instances, Duration lookEvery) implements Step {}
