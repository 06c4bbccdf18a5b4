package dev.backstep.internal.impala;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Outcome;
import dev.backstep.internal.engine.StepHandler;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancing.model.Instance;

/** RegisterInstancesWithLoadBalancer, which adds to a set: sending it again is safe. */
final class RegistrationHandler implements StepHandler<RegistrationStep> {

  private final AwsAccess aws;

  RegistrationHandler(AwsAccess aws) {
    this.aws = aws;
  }

  @Override
  public Outcome attempt(RegistrationStep step, Attempt run) {
    List<Instance> instances =
        step.instances().stream().map(id -> Instance.builder().instanceId(id).build()).toList();
    run.change(
        "elasticloadbalancing:RegisterInstancesWithLoadBalancer",
        () ->
            aws.elasticLoadBalancing()
                .registerInstancesWithLoadBalancer(
                    request -> request.loadBalancerName(step.balancer()).instances(instances)));
    return Outcome.done();
  }

  @Override
  public String family() {
    return ApiFamily.ELB_CHANGE.name();
  }
}
