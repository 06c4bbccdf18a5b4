package dev.backstep.internal.impala;

import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Delta;
import java.util.List;
import java.util.Map;

/** The policies of the listeners of a balancer that a run has just made, by port. */
final class ListenerPolicies extends BalancerSettings {

  static final String KIND = "load-balancer-listener-policies";

  ListenerPolicies(AwsAccess aws) {
    super(aws, KIND, balancer -> Map.of());
  }

  @Override
  public void write(String thing, Map<String, String> current, Delta change, Attempt run) {
    change.after().forEach((port, policies) -> set(thing, port, policies, run));
  }

  private void set(String thing, String port, String policies, Attempt run) {
    run.change(
        "elasticloadbalancing:SetLoadBalancerPoliciesOfListener",
        () ->
            aws.elasticLoadBalancing()
                .setLoadBalancerPoliciesOfListener(
                    request ->
                        request
                            .loadBalancerName(thing)
                            .loadBalancerPort(Integer.valueOf(port))
                            .policyNames(List.of(policies.split(",")))));
  }

  @Override
  public String command(String thing, Delta change) {
    return elb("describe-load-balancers", thing, "");
  }
}
