package dev.backstep.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.elasticloadbalancing.ElasticLoadBalancingClient;
import software.amazon.awssdk.services.elasticloadbalancing.model.Instance;
import software.amazon.awssdk.services.elasticloadbalancing.model.InstanceState;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerAttributes;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerDescription;

/** Asks a referee what it has, with plain SDK calls. */
record ReadBack(Ec2Client ec2, ElasticLoadBalancingClient elb) {

  /** The one security group of a name. */
  SecurityGroup group(String name) {
    List<SecurityGroup> found =
        ec2.describeSecurityGroups(r -> r.filters(Sdk.filter("group-name", name))).securityGroups();
    if (found.size() != 1) {
      throw new AssertionError("%d groups are named \"%s\"".formatted(found.size(), name));
    }
    return found.get(0);
  }

  /** What a group lets in. */
  List<SecurityGroupRule> ingress(String group) {
    return ec2
        .describeSecurityGroupRules(r -> r.filters(Sdk.filter("group-id", group)))
        .securityGroupRules()
        .stream()
        .filter(rule -> !Boolean.TRUE.equals(rule.isEgress()))
        .toList();
  }

  /** What a group lets in, such as {@code tcp 21000-21000 from 10.0.0.0/8}. */
  List<String> ingressText(String group) {
    return ingress(group).stream()
        .map(
            rule ->
                "%s %d-%d from %s"
                    .formatted(
                        rule.ipProtocol(),
                        rule.fromPort(),
                        rule.toPort(),
                        rule.cidrIpv4() != null
                            ? rule.cidrIpv4()
                            : rule.referencedGroupInfo().groupId()))
        .toList();
  }

  /** The network interface of an instance with device index 0. */
  NetworkInterface firstInterface(String instance) {
    return ec2
        .describeNetworkInterfaces(r -> r.filters(Sdk.filter("attachment.instance-id", instance)))
        .networkInterfaces()
        .stream()
        .filter(card -> card.attachment().deviceIndex() == 0)
        .findFirst()
        .orElseThrow();
  }

  /** The groups of that interface. */
  List<String> interfaceGroups(String instance) {
    return firstInterface(instance).groups().stream().map(GroupIdentifier::groupId).toList();
  }

  /** The network interfaces that the service finds in a group. */
  List<String> interfacesIn(String group) {
    return ec2
        .describeNetworkInterfaces(r -> r.filters(Sdk.filter("group-id", group)))
        .networkInterfaces()
        .stream()
        .map(NetworkInterface::networkInterfaceId)
        .sorted()
        .toList();
  }

  /** A load balancer. */
  LoadBalancerDescription balancer(String name) {
    return elb.describeLoadBalancers(r -> r.loadBalancerNames(name))
        .loadBalancerDescriptions()
        .get(0);
  }

  /** Its listeners, such as {@code TCP 443 to TCP 21050}. */
  List<String> listeners(String name) {
    return balancer(name).listenerDescriptions().stream()
        .map(description -> description.listener())
        .map(
            one ->
                "%s %d to %s %d"
                    .formatted(
                        one.protocol(),
                        one.loadBalancerPort(),
                        one.instanceProtocol(),
                        one.instancePort()))
        .toList();
  }

  /** Its attributes. */
  LoadBalancerAttributes attributes(String name) {
    return elb.describeLoadBalancerAttributes(r -> r.loadBalancerName(name))
        .loadBalancerAttributes();
  }

  /** Its tags. */
  Map<String, String> balancerTags(String name) {
    Map<String, String> tags = new TreeMap<>();
    elb.describeTags(r -> r.loadBalancerNames(name))
        .tagDescriptions()
        .forEach(one -> one.tags().forEach(tag -> tags.put(tag.key(), tag.value())));
    return tags;
  }

  /** The instances registered with it. */
  List<String> registered(String name) {
    return balancer(name).instances().stream().map(Instance::instanceId).toList();
  }

  /** The state of each of its instances. */
  Map<String, String> health(String name) {
    Map<String, String> states = new TreeMap<>();
    for (InstanceState state :
        elb.describeInstanceHealth(r -> r.loadBalancerName(name)).instanceStates()) {
      states.put(state.instanceId(), state.state());
    }
    return states;
  }

  /** All that describe calls say, in an order of its own: equal texts are equal worlds. */
  List<String> everything() {
    List<String> lines = new ArrayList<>();
    add(lines, ec2.describeVpcsPaginator().vpcs().stream());
    add(lines, ec2.describeSubnetsPaginator().subnets().stream());
    add(lines, ec2.describeInstancesPaginator().reservations().stream());
    add(lines, ec2.describeNetworkInterfacesPaginator().networkInterfaces().stream());
    ec2.describeSecurityGroupsPaginator().securityGroups().stream()
        .forEach(group -> lines.add(group + " on " + interfacesIn(group.groupId())));
    add(lines, ec2.describeSecurityGroupRulesPaginator(all -> {}).securityGroupRules().stream());
    elb.describeLoadBalancersPaginator().loadBalancerDescriptions().stream()
        .forEach(
            balancer -> {
              String name = balancer.loadBalancerName();
              lines.add(balancer + " " + balancerTags(name) + attributes(name) + health(name));
            });
    lines.sort(null);
    return lines;
  }

  private static void add(List<String> lines, Stream<?> described) {
    described.map(Object::toString).forEach(lines::add);
  }
}
