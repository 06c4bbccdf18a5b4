package dev.backstep.internal.impala;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Outcome;
import dev.backstep.internal.engine.StepHandler;

/** ConfigureHealthCheck, which overwrites: sending it again is safe. */
final class HealthCheckHandler implements StepHandler<HealthCheckStep> {

  private final AwsAccess aws;

  HealthCheckHandler(AwsAccess aws) {
    this.aws = aws;
  }

  @Override
  public Outcome attempt(HealthCheckStep step, Attempt run) {
    run.change(
        "elasticloadbalancing:ConfigureHealthCheck",
        () ->
            aws.elasticLoadBalancing()
                .configureHealthCheck(
                    request ->
                        request
                            .loadBalancerName(step.balancer())
                            .healthCheck(
                                check ->
                                    check
                                        .target(step.target())
                                        .interval(step.intervalSeconds())
                                        .timeout(step.timeoutSeconds())
                                        .unhealthyThreshold(step.unhealthyThreshold())
                                        .healthyThreshold(step.healthyThreshold()))));
    return Outcome.done();
  }

  @Override
  public String family() {
    return ApiFamily.ELB_CHANGE.name();
  }
}
