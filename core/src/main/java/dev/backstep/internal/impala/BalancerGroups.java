package dev.backstep.internal.impala;

import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Delta;
import java.util.List;
import java.util.Map;

/** The security groups of a balancer. AWS takes the whole list. */
final class BalancerGroups extends BalancerSettings {

  static final String KIND = "load-balancer-groups";

  BalancerGroups(AwsAccess aws) {
    super(aws, KIND, balancer -> Readings.members(balancer.securityGroups()));
  }

  @Override
  public String command(String thing, Delta change) {
    String current =
        "$(aws elb describe-load-balancers --region %s --load-balancer-names %s"
                .formatted(aws.regionName(), thing)
            + " --query 'LoadBalancerDescriptions[0].SecurityGroups[]' --output text"
            + change.before().keySet().stream()
                .map(group -> " | tr '\\t' '\\n' | grep -v '^%s$'".formatted(group))
                .reduce("", String::concat)
            + ")";
    return elb(
        "apply-security-groups-to-load-balancer",
        thing,
        ("--security-groups " + current + " " + String.join(" ", added(change))).strip());
  }

  @Override
  public void write(String thing, Map<String, String> current, Delta change, Attempt run) {
    List<String> groups = List.copyOf(change.applyTo(current).keySet());
    run.change(
        "elasticloadbalancing:ApplySecurityGroupsToLoadBalancer",
        () ->
            aws.elasticLoadBalancing()
                .applySecurityGroupsToLoadBalancer(
                    request -> request.loadBalancerName(thing).securityGroups(groups)));
  }

  @Override
  public boolean verifies() {
    return true;
  }
}
