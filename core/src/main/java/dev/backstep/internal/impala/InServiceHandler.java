package dev.backstep.internal.impala;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Outcome;
import dev.backstep.internal.engine.StepHandler;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancing.model.InstanceState;

/** DescribeInstanceHealth, until all are in service; AWS's reason for those that are not. */
final class InServiceHandler implements StepHandler<InServiceStep> {

  private static final int MOST_NAMED = 5;

  private final AwsAccess aws;

  InServiceHandler(AwsAccess aws) {
    this.aws = aws;
  }

  @Override
  public Outcome attempt(InServiceStep step, Attempt run) {
    Map<String, InstanceState> states = new HashMap<>();
    run.read(
            "elasticloadbalancing:DescribeInstanceHealth",
            () ->
                aws.elasticLoadBalancing()
                    .describeInstanceHealth(request -> request.loadBalancerName(step.balancer())))
        .instanceStates()
        .forEach(state -> states.put(state.instanceId(), state));
    List<String> missing =
        step.instances().stream().filter(id -> !isInService(states.get(id))).toList();
    return missing.isEmpty()
        ? Outcome.done()
        : new Outcome.NotYet(step.lookEvery(), reasons(step, missing, states));
  }

  @Override
  public Duration patience(InServiceStep step) {
    return step.within();
  }

  @Override
  public String family() {
    return ApiFamily.ELB_READ.name();
  }

  private static boolean isInService(@Nullable InstanceState state) {
    return state != null && "InService".equals(state.state());
  }

  private static String reasons(
      InServiceStep step, List<String> missing, Map<String, InstanceState> states) {
    String named =
        missing.stream()
            .limit(MOST_NAMED)
            .map(id -> reason(id, states.get(id)))
            .collect(Collectors.joining("; "));
    int more = missing.size() - MOST_NAMED;
    return "%d of %d instances in service; %s%s"
        .formatted(
            step.instances().size() - missing.size(),
            step.instances().size(),
            named,
            more > 0 ? "; and %d more".formatted(more) : "");
  }

  private static String reason(String id, @Nullable InstanceState state) {
    return state == null
        ? id + " is not registered"
        : "%s is %s (%s): %s".formatted(id, state.state(), state.reasonCode(), state.description());
  }
}
