package dev.backstep.testing.internal.ec2;

import dev.backstep.testing.internal.state.Lines;
import dev.backstep.testing.internal.state.Part;
import dev.backstep.testing.internal.state.Region;
import dev.backstep.testing.internal.state.Store;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.Vpc;

/**
 * EC2 in one region. Each fact is kept once: tags apart from what they are on, rules apart from
 * their groups, an instance's groups on its interfaces.
 */
public final class Ec2State implements Part {

  /** By id, without tags. */
  public final Store<Vpc> vpcs;

  /** By id, without tags and free addresses. */
  public final Store<Subnet> subnets;

  /** By id, without rules and tags. */
  public final Store<SecurityGroup> groups;

  /** By id, without tags. */
  public final Store<SecurityGroupRule> rules;

  /** By id, without tags. */
  public final Store<NetworkInterface> interfaces;

  /** By id, without interfaces, groups and tags. */
  public final Store<Instance> instances;

  /** VPCs with a way to the internet. */
  public final Set<String> internetGateways = new HashSet<>();

  final Map<String, LaunchToken> launchTokens = new HashMap<>();
  final Map<String, String> reservations = new HashMap<>();
  private final Store<SortedMap<String, String>> tags;
  private final List<Consumer<String>> whenInstanceGone = new ArrayList<>();
  private final Region region;

  private Ec2State(Region region) {
    this.region = region;
    vpcs = region.store();
    subnets = region.store();
    groups = region.store();
    rules = region.store();
    interfaces = region.store();
    instances = region.store();
    tags = region.store();
  }

  /** EC2 in the region. */
  public static Ec2State of(Region region) {
    return region.part(Ec2State.class, Ec2State::new);
  }

  /** The region. */
  public Region region() {
    return region;
  }

  /** The tags of a resource, in truth. */
  public SortedMap<String, String> tags(String id) {
    return tags.get(id).orElseGet(TreeMap::new);
  }

  /** Replaces the tags of a resource. */
  public void setTags(String id, Map<String, String> changed) {
    if (changed.isEmpty()) {
      tags.remove(id);
    } else {
      tags.put(id, new TreeMap<>(changed));
    }
  }

  /** The tags of a resource, as reads show them. */
  List<Tag> seenTags(String id) {
    return Tagging.list(tags.seen(id).orElseGet(TreeMap::new));
  }

  /** The rules of a group, in truth. */
  public List<SecurityGroupRule> rulesOf(String groupId) {
    return rules.all().stream().filter(rule -> rule.groupId().equals(groupId)).toList();
  }

  /** The interfaces of an instance by device index, in truth. */
  public List<NetworkInterface> interfacesOf(String instanceId) {
    return Interfaces.of(instanceId, interfaces.all());
  }

  /** Tells somebody the id of each instance that vanishes, an hour after its end. */
  public void whenInstanceGone(Consumer<String> listener) {
    whenInstanceGone.add(listener);
  }

  /** Takes an instance away that ended a while ago. */
  void vanish(String instanceId) {
    instances.remove(instanceId);
    forget(instanceId);
    whenInstanceGone.forEach(listener -> listener.accept(instanceId));
  }

  /** Whether the resource is there and has been seen to be. */
  boolean knows(String id) {
    return Stream.of(vpcs, subnets, groups, rules, interfaces, instances)
        .anyMatch(store -> store.get(id).isPresent() && store.seen(id).isPresent());
  }

  /** Takes a resource's tags away with it. */
  void forget(String id) {
    tags.remove(id);
  }

  @Override
  public void describe(Lines lines) {
    vpcs.all().forEach(it -> lines.add("vpc", it.vpcId(), it));
    subnets.all().forEach(it -> lines.add("subnet", it.subnetId(), it));
    groups.all().forEach(it -> lines.add("security-group", it.groupId(), it));
    rules.all().forEach(it -> lines.add("security-group-rule", it.securityGroupRuleId(), it));
    interfaces.all().forEach(it -> lines.add("network-interface", it.networkInterfaceId(), it));
    instances.all().forEach(it -> lines.add("instance", it.instanceId(), it));
    List.of(
            vpcs.all().stream().map(Vpc::vpcId),
            subnets.all().stream().map(Subnet::subnetId),
            groups.all().stream().map(SecurityGroup::groupId),
            rules.all().stream().map(SecurityGroupRule::securityGroupRuleId),
            interfaces.all().stream().map(NetworkInterface::networkInterfaceId),
            instances.all().stream().map(Instance::instanceId))
        .forEach(
            ids ->
                ids.forEach(
                    id -> tags(id).forEach((key, text) -> lines.add("tag", id, key + "=" + text))));
  }
}
