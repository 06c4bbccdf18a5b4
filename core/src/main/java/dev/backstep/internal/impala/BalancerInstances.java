package dev.backstep.internal.impala;

import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Delta;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.elasticloadbalancing.model.Instance;
import software.amazon.awssdk.services.elasticloadbalancing.model.InvalidInstanceException;

/** The instances that are registered with a balancer. */
final class BalancerInstances extends BalancerSettings {

  static final String KIND = "load-balancer-instances";

  BalancerInstances(AwsAccess aws) {
    super(aws, KIND, Readings::instances);
  }

  @Override
  public String command(String thing, Delta change) {
    return change.after().isEmpty()
        ? elb(
            "deregister-instances-from-load-balancer",
            thing,
            "--instances " + String.join(" ", removed(change)))
        : elb(
            "register-instances-with-load-balancer",
            thing,
            "--instances " + String.join(" ", added(change)));
  }

  @Override
  public void write(String thing, Map<String, String> current, Delta change, Attempt run) {
    List<Instance> joining = instances(added(change));
    if (!joining.isEmpty()) {
      eachOrAll(joining, some -> register(thing, some, run))
          .ifPresent(
              unknown -> {
                throw unknown;
              });
    }
    List<Instance> leaving = instances(removed(change));
    if (!leaving.isEmpty()) {
      // An instance that has been terminated is gone from the balancer by itself.
      eachOrAll(leaving, some -> deregister(thing, some, run));
    }
  }

  /** One unknown instance has all of a call refused: then the others go one by one. */
  private static Optional<InvalidInstanceException> eachOrAll(
      List<Instance> instances, Consumer<List<Instance>> call) {
    try {
      call.accept(instances);
      return Optional.empty();
    } catch (InvalidInstanceException e) {
      return instances.size() == 1
          ? Optional.of(e)
          : instances.stream()
              .map(one -> eachOrAll(List.of(one), call))
              .flatMap(Optional::stream)
              .reduce((first, next) -> first);
    }
  }

  private void register(String balancer, List<Instance> joining, Attempt run) {
    run.change(
        "elasticloadbalancing:RegisterInstancesWithLoadBalancer",
        () ->
            aws.elasticLoadBalancing()
                .registerInstancesWithLoadBalancer(
                    request -> request.loadBalancerName(balancer).instances(joining)));
  }

  private void deregister(String balancer, List<Instance> leaving, Attempt run) {
    run.change(
        "elasticloadbalancing:DeregisterInstancesFromLoadBalancer",
        () ->
            aws.elasticLoadBalancing()
                .deregisterInstancesFromLoadBalancer(
                    request -> request.loadBalancerName(balancer).instances(leaving)));
  }

  private static List<Instance> instances(List<String> ids) {
    return ids.stream().map(id -> Instance.builder().instanceId(id).build()).toList();
  }
}
