package dev.backstep.internal.impala;

import dev.backstep.internal.engine.Step;
import java.time.Duration;
import java.util.List;

/**
 * Waits until instances are in service.
 *
 * @param balancer the load balancer's name
 * @param instances which
 * @param within how long it may take
 * @param lookEvery how long between two looks
 */
record InServiceStep(String balancer, List<String> instances, Duration within, Duration lookEvery)
    implements Step {}
