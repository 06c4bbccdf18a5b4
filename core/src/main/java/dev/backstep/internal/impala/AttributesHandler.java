package dev.backstep.internal.impala;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Outcome;
import dev.backstep.internal.engine.StepHandler;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerAttributes;

/** ModifyLoadBalancerAttributes, which sets what it names: sending it again is safe. */
final class AttributesHandler implements StepHandler<AttributesStep> {

  private final AwsAccess aws;

  AttributesHandler(AwsAccess aws) {
    this.aws = aws;
  }

  @Override
  public Outcome attempt(AttributesStep step, Attempt run) {
    boolean drains = step.drainingSeconds() > 0;
    LoadBalancerAttributes attributes =
        LoadBalancerAttributes.builder()
            .connectionSettings(idle -> idle.idleTimeout(step.idleSeconds()))
            .crossZoneLoadBalancing(zones -> zones.enabled(step.crossZone()))
            .connectionDraining(
                draining ->
                    draining.enabled(drains).timeout(drains ? step.drainingSeconds() : null))
            .build();
    run.change(
        "elasticloadbalancing:ModifyLoadBalancerAttributes",
        () ->
            aws.elasticLoadBalancing()
                .modifyLoadBalancerAttributes(
                    request ->
                        request
                            .loadBalancerName(step.balancer())
                            .loadBalancerAttributes(attributes)));
    return Outcome.done();
  }

  @Override
  public String family() {
    return ApiFamily.ELB_CHANGE.name();
  }
}
