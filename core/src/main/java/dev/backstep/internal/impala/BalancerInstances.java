package dev.backstep.internal.impala;

import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Delta;
import java.util.List;
import java.util.Map;
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
      run.change(
          "elasticloadbalancing:RegisterInstancesWithLoadBalancer",
          () ->
              aws.elasticLoadBalancing()
                  .registerInstancesWithLoadBalancer(
                      request -> request.loadBalancerName(thing).instances(joining)));
    }
    List<Instance> leaving = instances(removed(change));
    if (!leaving.isEmpty()) {
      deregister(thing, leaving, run);
    }
  }

  private void deregister(String balancer, List<Instance> leaving, Attempt run) {
    run.change(
        "elasticloadbalancing:DeregisterInstancesFromLoadBalancer",
        () -> {
          try {
            return aws.elasticLoadBalancing()
                .deregisterInstancesFromLoadBalancer(
                    request -> request.loadBalancerName(balancer).instances(leaving))
                .instances();
          } catch (InvalidInstanceException e) {
            // An instance that has been terminated is gone from the balancer by itself.
            return List.<Instance>of();
          }
        });
  }

  private static List<Instance> instances(List<String> ids) {
    return ids.stream().map(id -> Instance.builder().instanceId(id).build()).toList();
  }
}
