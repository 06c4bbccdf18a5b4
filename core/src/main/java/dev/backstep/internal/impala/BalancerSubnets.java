package dev.backstep.internal.impala;

import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Delta;
import java.util.List;
import java.util.Map;

/** The subnets of a balancer: one a zone, at least one. */
final class BalancerSubnets extends BalancerSettings {

  static final String KIND = "load-balancer-subnets";

  BalancerSubnets(AwsAccess aws) {
    super(aws, KIND, balancer -> Readings.members(balancer.subnets()));
  }

  @Override
  public String command(String thing, Delta change) {
    return change.after().isEmpty()
        ? elb(
            "detach-load-balancer-from-subnets",
            thing,
            "--subnets " + String.join(" ", removed(change)))
        : elb(
            "attach-load-balancer-to-subnets",
            thing,
            "--subnets " + String.join(" ", added(change)));
  }

  @Override
  public void write(String thing, Map<String, String> current, Delta change, Attempt run) {
    List<String> joining = added(change);
    if (!joining.isEmpty()) {
      run.change(
          "elasticloadbalancing:AttachLoadBalancerToSubnets",
          () ->
              aws.elasticLoadBalancing()
                  .attachLoadBalancerToSubnets(
                      request -> request.loadBalancerName(thing).subnets(joining)));
    }
    List<String> leaving = removed(change);
    if (!leaving.isEmpty()) {
      run.change(
          "elasticloadbalancing:DetachLoadBalancerFromSubnets",
          () ->
              aws.elasticLoadBalancing()
                  .detachLoadBalancerFromSubnets(
                      request -> request.loadBalancerName(thing).subnets(leaving)));
    }
  }
}
