package dev.backstep.testing.internal.elb;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerAttributes;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerDescription;
import software.amazon.awssdk.services.elasticloadbalancing.model.PolicyDescription;

/**
 * One load balancer.
 *
 * @param about all that DescribeLoadBalancers shows, except the registered instances
 * @param registered since when, by instance id, in the order of registration
 * @param leaving until when connections may go on, by the id of a deregistered instance
 */
record Balancer(
    LoadBalancerDescription about,
    LoadBalancerAttributes attributes,
    SortedMap<String, String> tags,
    List<PolicyDescription> policies,
    Map<String, Instant> registered,
    Map<String, Instant> leaving) {

  String name() {
    return about.loadBalancerName();
  }

  Balancer withAbout(UnaryOperator<LoadBalancerDescription.Builder> change) {
    LoadBalancerDescription changed = change.apply(about.toBuilder()).build();
    return new Balancer(changed, attributes, tags, policies, registered, leaving);
  }

  Balancer withAttributes(LoadBalancerAttributes changed) {
    return new Balancer(about, changed, tags, policies, registered, leaving);
  }

  Balancer withTags(Map<String, String> changed) {
    return new Balancer(about, attributes, new TreeMap<>(changed), policies, registered, leaving);
  }

  Balancer withPolicies(List<PolicyDescription> changed) {
    return new Balancer(about, attributes, tags, List.copyOf(changed), registered, leaving);
  }

  Balancer withRegistered(List<String> instanceIds, Instant now) {
    Map<String, Instant> all = new LinkedHashMap<>(registered);
    instanceIds.forEach(id -> all.putIfAbsent(id, now));
    Map<String, Instant> left = new LinkedHashMap<>(leaving);
    left.keySet().removeAll(instanceIds);
    return new Balancer(about, attributes, tags, policies, all, left);
  }

  Balancer withoutRegistered(List<String> instanceIds, Instant until) {
    Map<String, Instant> all = new LinkedHashMap<>(registered);
    Map<String, Instant> left = new LinkedHashMap<>(leaving);
    for (String id : instanceIds) {
      if (all.remove(id) != null) {
        left.put(id, until);
      }
    }
    return new Balancer(about, attributes, tags, policies, all, left);
  }

  /** Without any memory of an instance. */
  Balancer without(String instanceId) {
    Map<String, Instant> all = new LinkedHashMap<>(registered);
    all.remove(instanceId);
    Map<String, Instant> left = new LinkedHashMap<>(leaving);
    left.remove(instanceId);
    return new Balancer(about, attributes, tags, policies, all, left);
  }

  boolean knows(String instanceId) {
    return registered.containsKey(instanceId) || leaving.containsKey(instanceId);
  }

  List<String> instanceIds() {
    return new ArrayList<>(registered.keySet());
  }
}
