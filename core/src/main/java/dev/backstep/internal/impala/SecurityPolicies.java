package dev.backstep.internal.impala;

import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Delta;
import java.util.Map;
import software.amazon.awssdk.services.elasticloadbalancing.model.DuplicatePolicyNameException;
import software.amazon.awssdk.services.elasticloadbalancing.model.PolicyAttribute;

/**
 * The TLS policies that a balancer has of ours, by name. They cannot be changed, so the name tells
 * what is in them: {@code Backstep-} and the policy of AWS that they refer to.
 */
final class SecurityPolicies extends BalancerSettings {

  static final String KIND = "load-balancer-policies";

  private static final String PREFIX = "Backstep-";

  SecurityPolicies(AwsAccess aws) {
    super(aws, KIND, Readings::policies);
  }

  /** The name of ours that refers to a policy of AWS. */
  static String nameOf(String securityPolicy) {
    return PREFIX + securityPolicy;
  }

  static boolean isOurs(String name) {
    return name.startsWith(PREFIX);
  }

  @Override
  public void write(String thing, Map<String, String> current, Delta change, Attempt run) {
    added(change).forEach(name -> create(thing, name, run));
    removed(change).stream().filter(current::containsKey).forEach(name -> delete(thing, name, run));
  }

  private void delete(String thing, String name, Attempt run) {
    run.change(
        "elasticloadbalancing:DeleteLoadBalancerPolicy",
        () ->
            aws.elasticLoadBalancing()
                .deleteLoadBalancerPolicy(
                    request -> request.loadBalancerName(thing).policyName(name)));
  }

  /** One of that name has the same in it: an earlier call of ours made it. */
  private void create(String thing, String name, Attempt run) {
    PolicyAttribute reference =
        PolicyAttribute.builder()
            .attributeName("Reference-Security-Policy")
            .attributeValue(name.substring(PREFIX.length()))
            .build();
    try {
      run.change(
          "elasticloadbalancing:CreateLoadBalancerPolicy",
          () ->
              aws.elasticLoadBalancing()
                  .createLoadBalancerPolicy(
                      request ->
                          request
                              .loadBalancerName(thing)
                              .policyName(name)
                              .policyTypeName("SSLNegotiationPolicyType")
                              .policyAttributes(reference)));
    } catch (DuplicatePolicyNameException e) {
      return;
    }
  }

  @Override
  public String command(String thing, Delta change) {
    return removed(change).isEmpty()
        ? ""
        : elb(
            "delete-load-balancer-policy",
            thing,
            "--policy-name " + String.join(" ", removed(change)));
  }
}
