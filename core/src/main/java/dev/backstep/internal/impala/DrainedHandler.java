package dev.backstep.internal.impala;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Outcome;
import dev.backstep.internal.engine.StepHandler;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancing.model.Instance;
import software.amazon.awssdk.services.elasticloadbalancing.model.InstanceState;
import software.amazon.awssdk.services.elasticloadbalancing.model.InvalidInstanceException;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerNotFoundException;

/** DescribeInstanceHealth, until none is in service any more; one that is not known is out. */
final class DrainedHandler implements StepHandler<DrainedStep> {

  private static final Duration LONGEST_DRAINING = Duration.ofMinutes(70);

  private final AwsAccess aws;

  DrainedHandler(AwsAccess aws) {
    this.aws = aws;
  }

  @Override
  public Outcome attempt(DrainedStep step, Attempt run) {
    List<Instance> instances =
        step.instances().stream().map(id -> Instance.builder().instanceId(id).build()).toList();
    List<String> open =
        states(step.balancer(), instances, run).stream()
            .filter(state -> "InService".equals(state.state()))
            .map(InstanceState::instanceId)
            .toList();
    return open.isEmpty()
        ? Outcome.done()
        : new Outcome.NotYet(step.lookEvery(), "connections drain: " + String.join(", ", open));
  }

  /** One unknown instance has all of a call refused: then each is asked for by itself. */
  private List<InstanceState> states(String balancer, List<Instance> instances, Attempt run) {
    try {
      return run.read(
          "elasticloadbalancing:DescribeInstanceHealth",
          () ->
              aws.elasticLoadBalancing()
                  .describeInstanceHealth(
                      request -> request.loadBalancerName(balancer).instances(instances))
                  .instanceStates());
    } catch (InvalidInstanceException e) {
      return instances.size() == 1
          ? List.of()
          : instances.stream()
              .flatMap(one -> states(balancer, List.of(one), run).stream())
              .toList();
    } catch (LoadBalancerNotFoundException e) {
      return List.of();
    }
  }

  @Override
  public Duration patience(DrainedStep step) {
    return LONGEST_DRAINING;
  }

  @Override
  public String family() {
    return ApiFamily.ELB_READ.name();
  }
}
