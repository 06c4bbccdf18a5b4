package dev.backstep.internal.impala;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Outcome;
import dev.backstep.internal.engine.StepHandler;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
    Map<String, List<String>> idsByReason =
        missing.stream()
            .collect(
                Collectors.groupingBy(
                    id -> reason(states.get(id)), LinkedHashMap::new, Collectors.toList()));
    return "%d of %d instances in service; %s"
        .formatted(
            step.instances().size() - missing.size(),
            step.instances().size(),
            idsByReason.entrySet().stream()
                .map(group -> listed(group.getValue()) + " " + group.getKey())
                .collect(Collectors.joining("; ")));
  }

  private static String listed(List<String> ids) {
    String named = ids.stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
    int more = ids.size() - MOST_NAMED;
    return named
        + (more > 0 ? " and %d more".formatted(more) : "")
        + (ids.size() == 1 ? " is" : " are");
  }

  private static String reason(@Nullable InstanceState state) {
    return state == null
        ? "not registered"
        : "%s (%s): %s"
            .formatted(
                state.state(),
                state.reasonCode(),
                String.valueOf(state.description()).replaceFirst("\\.$", ""));
  }
}
