package dev.backstep.internal.impala;

import dev.backstep.internal.engine.Step;

/**
 * Sets the health check of a load balancer.
 *
 * @param balancer its name
 * @param target what is asked, such as {@code TCP:21050}
 * @param intervalSeconds between two checks
 * @param timeoutSeconds of one check
 * @param unhealthyThreshold failures in a row
 * @param healthyThreshold passes in a row
 */
record HealthCheckStep(
    String balancer,
    String target,
    int intervalSeconds,
    int timeoutSeconds,
    int unhealthyThreshold,
    int healthyThreshold)
    implements Step {}
