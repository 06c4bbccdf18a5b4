package dev.backstep.testing.internal.elb;

import dev.backstep.testing.internal.service.Area;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.service.Operations;
import dev.backstep.testing.internal.wire.AwsError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancing.model.CreateLoadBalancerPolicyRequest;
import software.amazon.awssdk.services.elasticloadbalancing.model.CreateLoadBalancerPolicyResponse;
import software.amazon.awssdk.services.elasticloadbalancing.model.DeleteLoadBalancerPolicyRequest;
import software.amazon.awssdk.services.elasticloadbalancing.model.DeleteLoadBalancerPolicyResponse;
import software.amazon.awssdk.services.elasticloadbalancing.model.DescribeLoadBalancerPoliciesRequest;
import software.amazon.awssdk.services.elasticloadbalancing.model.DescribeLoadBalancerPoliciesResponse;
import software.amazon.awssdk.services.elasticloadbalancing.model.ListenerDescription;
import software.amazon.awssdk.services.elasticloadbalancing.model.PolicyAttributeDescription;
import software.amazon.awssdk.services.elasticloadbalancing.model.PolicyDescription;
import software.amazon.awssdk.services.elasticloadbalancing.model.SetLoadBalancerPoliciesOfListenerRequest;
import software.amazon.awssdk.services.elasticloadbalancing.model.SetLoadBalancerPoliciesOfListenerResponse;

/** Policies, and which listener has which. */
public final class BalancerPolicies implements Area {

  @Override
  public void addTo(Operations operations) {
    operations.write(
        "CreateLoadBalancerPolicy", CreateLoadBalancerPolicyRequest::builder, this::create);
    operations.write(
        "DeleteLoadBalancerPolicy", DeleteLoadBalancerPolicyRequest::builder, this::delete);
    operations.read(
        "DescribeLoadBalancerPolicies",
        DescribeLoadBalancerPoliciesRequest::builder,
        this::describe);
    operations.write(
        "SetLoadBalancerPoliciesOfListener",
        SetLoadBalancerPoliciesOfListenerRequest::builder,
        this::set);
  }

  private CreateLoadBalancerPolicyResponse create(
      Context context, CreateLoadBalancerPolicyRequest request) {
    ElbState elb = ElbState.of(context.region());
    Balancer balancer = elb.use(Checks.required(request.loadBalancerName(), "loadBalancerName"));
    String name = Checks.required(request.policyName(), "policyName");
    String type = Checks.required(request.policyTypeName(), "policyTypeName");
    if (!PolicyTypes.isKnown(type)) {
      throw AwsError.of("PolicyTypeNotFound", "There is no policy type %s", type);
    }
    PolicyDescription wanted = description(request);
    checkReference(wanted);
    Optional<PolicyDescription> there = find(balancer.policies(), name);
    if (there.isPresent() && !there.get().equals(wanted)) {
      throw AwsError.of(
          "DuplicatePolicyName", "Load balancer %s has another policy %s", balancer.name(), name);
    }
    if (there.isEmpty()) {
      List<PolicyDescription> all = new ArrayList<>(balancer.policies());
      all.add(wanted);
      elb.put(withPolicies(balancer, all));
    }
    return CreateLoadBalancerPolicyResponse.builder().build();
  }

  private static PolicyDescription description(CreateLoadBalancerPolicyRequest request) {
    return PolicyDescription.builder()
        .policyName(request.policyName())
        .policyTypeName(request.policyTypeName())
        .policyAttributeDescriptions(
            request.policyAttributes().stream()
                .map(
                    it ->
                        PolicyAttributeDescription.builder()
                            .attributeName(it.attributeName())
                            .attributeValue(it.attributeValue())
                            .build())
                .toList())
        .build();
  }

  private static void checkReference(PolicyDescription policy) {
    for (PolicyAttributeDescription it : policy.policyAttributeDescriptions()) {
      if (PolicyTypes.REFERENCE.equals(it.attributeName())
          && !PolicyTypes.isReady(it.attributeValue())) {
        throw Checks.configuration("There is no security policy %s", it.attributeValue());
      }
    }
  }

  private DeleteLoadBalancerPolicyResponse delete(
      Context context, DeleteLoadBalancerPolicyRequest request) {
    ElbState elb = ElbState.of(context.region());
    Balancer balancer = elb.use(Checks.required(request.loadBalancerName(), "loadBalancerName"));
    String name = Checks.required(request.policyName(), "policyName");
    if (balancer.about().listenerDescriptions().stream()
        .anyMatch(it -> it.policyNames().contains(name))) {
      throw Checks.configuration("The policy %s is in use by a listener", name);
    }
    elb.put(
        withPolicies(
            balancer,
            balancer.policies().stream().filter(it -> !it.policyName().equals(name)).toList()));
    return DeleteLoadBalancerPolicyResponse.builder().build();
  }

  private DescribeLoadBalancerPoliciesResponse describe(
      Context context, DescribeLoadBalancerPoliciesRequest request) {
    List<PolicyDescription> all =
        request.loadBalancerName() == null
            ? PolicyTypes.ready()
            : ElbState.of(context.region()).seen(request.loadBalancerName()).policies();
    List<PolicyDescription> shown =
        request.policyNames().isEmpty()
            ? all
            : request.policyNames().stream()
                .map(name -> find(all, name).orElseThrow(() -> absent(name)))
                .toList();
    return DescribeLoadBalancerPoliciesResponse.builder().policyDescriptions(shown).build();
  }

  private SetLoadBalancerPoliciesOfListenerResponse set(
      Context context, SetLoadBalancerPoliciesOfListenerRequest request) {
    ElbState elb = ElbState.of(context.region());
    Balancer balancer = elb.use(Checks.required(request.loadBalancerName(), "loadBalancerName"));
    ListenerDescription listener = Listeners.require(balancer, request.loadBalancerPort());
    for (String name : request.policyNames()) {
      Optional<PolicyDescription> policy = find(balancer.policies(), name);
      // What each TLS listener begins with can be gone back to without making it.
      if (policy.isEmpty() && !name.equals(PolicyTypes.USUAL_TLS)) {
        throw absent(name);
      }
      boolean tls = policy.map(it -> it.policyTypeName().equals(PolicyTypes.TLS)).orElse(true);
      if (tls && !ListenerRules.isSecure(listener.listener())) {
        throw Checks.configuration(
            "The policy %s cannot be set for the %s listener on port %d",
            name, listener.listener().protocol(), listener.listener().loadBalancerPort());
      }
    }
    elb.put(
        Listeners.replace(
            balancer, listener.toBuilder().policyNames(request.policyNames()).build()));
    return SetLoadBalancerPoliciesOfListenerResponse.builder().build();
  }

  private static Balancer withPolicies(Balancer balancer, List<PolicyDescription> policies) {
    List<String> names = policies.stream().map(PolicyDescription::policyName).toList();
    return balancer
        .withPolicies(policies)
        .withAbout(
            about ->
                about.policies(
                    balancer.about().policies().toBuilder().otherPolicies(names).build()));
  }

  private static Optional<PolicyDescription> find(List<PolicyDescription> all, String name) {
    return all.stream().filter(it -> it.policyName().equals(name)).findFirst();
  }

  private static AwsError absent(String name) {
    return AwsError.of("PolicyNotFound", "There is no policy with name %s", name);
  }
}
