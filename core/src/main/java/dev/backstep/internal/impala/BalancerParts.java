package dev.backstep.internal.impala;

import dev.backstep.impala.HealthCheck;
import dev.backstep.impala.Scheme;
import dev.backstep.internal.ec2.InterfaceGroups;
import dev.backstep.internal.engine.ChangeStep;
import dev.backstep.internal.engine.Delta;
import dev.backstep.internal.engine.KeepStep;
import dev.backstep.internal.engine.Ref;
import dev.backstep.internal.engine.Undo;
import dev.backstep.internal.planning.Nodes;
import dev.backstep.plan.Action;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Lays out the steps for the balancer itself, the interfaces and the registrations. */
final class BalancerParts {

  /** Interfaces that are read together; as many as are written at once by default. */
  static final int BATCH = 8;

  private static final Duration LONGEST_LOOK = Duration.ofSeconds(15);
  private static final String ELB = "elasticloadbalancing:";

  private final BalancerSpec spec;
  private final Choice choice;
  private final World world;
  private final Nodes nodes;
  private final List<String> added;
  private final String name;

  BalancerParts(BalancerSpec spec, Choice choice, World world, Nodes nodes, List<String> added) {
    this.spec = spec;
    this.choice = choice;
    this.world = world;
    this.nodes = nodes;
    this.added = added;
    this.name = spec.loadBalancerName();
  }

  /**
   * Adds the steps.
   *
   * @param tags the change of the tags of a balancer that is there
   * @return what people should know of them
   */
  List<String> layOut(Function<Map<String, String>, Delta> tags) {
    if (world.balancer().isEmpty()) {
      create();
      interfaces();
      register(workers());
      HandshakeLayout.add(spec, choice, spec.tlsPorts(), nodes, added);
      return List.of();
    }
    return mend(world.balancer().get(), tags);
  }

  private void create() {
    List<String> details = new ArrayList<>();
    spec.fronts().forEach(front -> details.add("listener: " + front));
    boolean internal = spec.scheme() == Scheme.INTERNAL;
    List<String> subnets = choice.subnets().stream().map(World.Subnet::id).toList();
    details.add("scheme: " + (internal ? "internal" : "internet-facing"));
    details.add("subnets: " + String.join(", ", subnets));
    spec.tags().forEach((key, value) -> details.add("tag: %s=%s".formatted(key, value)));
    nodes.add(
        Names.LOAD_BALANCER,
        Action.CREATE,
        new LoadBalancerStep(
            name,
            internal,
            spec.fronts().stream().map(this::port).toList(),
            subnets,
            Ref.to(Names.FRONT_END),
            spec.tags()),
        new Undo.DeleteMade(LoadBalancers.KIND, name, ""),
        List.of(Names.FRONT_END),
        "load balancer \"%s\"".formatted(name),
        details,
        ELB + "CreateLoadBalancer");
    first(
        Names.ATTRIBUTES,
        BalancerAttributes.KIND,
        Readings.attributes(spec),
        "attributes of the load balancer",
        "ModifyLoadBalancerAttributes");
    HealthCheck check = spec.healthCheck();
    first(
        Names.HEALTH_CHECK,
        BalancerHealthCheck.KIND,
        Readings.healthCheck(check),
        "health check of the load balancer",
        "ConfigureHealthCheck");
    policies();
  }

  private LoadBalancerStep.Port port(Front front) {
    return new LoadBalancerStep.Port(
        front.secure() ? "SSL" : "TCP",
        front.port(),
        front.secureBehind() ? "SSL" : "TCP",
        front.instancePort(),
        front.secure() ? choice.certificate().orElseThrow().ref() : null);
  }

  /** Listeners are made with a policy of AWS's choice; which one they have can be set after. */
  private void policies() {
    List<Front> secure = spec.fronts().stream().filter(Front::secure).toList();
    if (secure.isEmpty()) {
      return;
    }
    String policy = spec.securityPolicyName();
    first(
        Names.SECURITY_POLICY,
        SecurityPolicies.KIND,
        Map.of(policy, Readings.MEMBER),
        "policy of protocols and ciphers",
        "CreateLoadBalancerPolicy");
    for (Front front : secure) {
      first(
          "%s/listener-%d/policy".formatted(Names.LOAD_BALANCER, front.port()),
          ListenerPolicies.KIND,
          Map.of(String.valueOf(front.port()), policy),
          "policy of the listener on port " + front.port(),
          "SetLoadBalancerPoliciesOfListener");
    }
  }

  /** The first values of a balancer that the plan makes. */
  private void first(
      String id, String kind, Map<String, String> values, String summary, String call) {
    List<String> details = new ArrayList<>();
    values.forEach(
        (key, value) -> details.add(value.equals(Readings.MEMBER) ? key : key + ": " + value));
    nodes.add(
        id,
        Action.CREATE,
        ChangeStep.fresh(kind, name, new Delta(Map.of(), values)),
        new Undo.GoesWith(Names.LOAD_BALANCER),
        List.of(Names.LOAD_BALANCER, LogBucketLayout.JOIN, Names.SECURITY_POLICY),
        summary,
        details,
        ELB + call);
    added.add(id);
  }

  private List<String> mend(World.Balancer there, Function<Map<String, String>, Delta> tags) {
    nodes.add(
        Names.LOAD_BALANCER,
        Action.UNCHANGED,
        new KeepStep(name),
        new Undo.Nothing(),
        List.of(Names.FRONT_END),
        "load balancer \"%s\"".formatted(name),
        List.of(),
        "none");
    Delta tagDelta = tags.apply(there.tags());
    change(
        Names.LOAD_BALANCER + "/tags",
        BalancerTags.KIND,
        tagDelta,
        tagDelta.after().containsKey(dev.backstep.internal.engine.Tags.ADOPTED)
            ? "tags of the load balancer, which takes it over"
            : "tags of the load balancer",
        "AddTags");
    groups(there);
    subnets(there);
    ListenerLayout listeners = new ListenerLayout(spec, choice, there, nodes, added);
    listeners.early();
    change(
        Names.ATTRIBUTES,
        BalancerAttributes.KIND,
        Delta.between(
            BalancerLayout.only(there.attributes(), Readings.attributes(spec)),
            Readings.attributes(spec)),
        "attributes of the load balancer",
        "ModifyLoadBalancerAttributes");
    interfaces();
    healthCheck(there);
    join(there);
    listeners.swap();
    HandshakeLayout.add(spec, choice, handshakes(listeners), nodes, added);
    leave(there);
    return listeners.notes();
  }

  /** Ports that present something new; where TLS only passes through, that is never known. */
  private List<Integer> handshakes(ListenerLayout listeners) {
    return spec.certificate().isEmpty()
        ? spec.tlsPorts()
        : spec.tlsPorts().stream().filter(listeners.turned()::contains).toList();
  }

  /** Once the rules let it through: a check that cannot get there takes instances out. */
  private void healthCheck(World.Balancer there) {
    List<String> order = new ArrayList<>(List.of(Names.LOAD_BALANCER));
    order.addAll(added);
    nodes.change(
        Names.HEALTH_CHECK,
        BalancerHealthCheck.KIND,
        name,
        Delta.between(there.healthCheck(), Readings.healthCheck(spec.healthCheck())),
        "",
        order,
        "health check of the load balancer",
        ELB + "ConfigureHealthCheck");
    added.add(Names.HEALTH_CHECK);
  }

  private void change(String id, String kind, Delta delta, String summary, String call) {
    nodes.change(id, kind, name, delta, "", List.of(Names.LOAD_BALANCER), summary, ELB + call);
  }

  /** Our front-end group is put back if it is not there; groups of others stay. */
  private void groups(World.Balancer there) {
    Optional<World.Group> frontEnd = world.group(spec.frontEndName(), choice.vpc().id());
    boolean isMember = frontEnd.map(group -> there.groups().containsKey(group.id())).orElse(false);
    if (!isMember) {
      String key = frontEnd.map(World.Group::id).orElse(Delta.idOf(Names.FRONT_END));
      change(
          Names.LOAD_BALANCER + "/groups",
          BalancerGroups.KIND,
          Delta.adding(key, Readings.MEMBER),
          "put \"%s\" on the load balancer".formatted(spec.frontEndName()),
          "ApplySecurityGroupsToLoadBalancer");
      added.add(Names.LOAD_BALANCER + "/groups");
    }
  }

  /**
   * Subnets of further zones join first. One that takes the place of another of its zone can only
   * join once that has left; this happens zone by zone, since a balancer keeps at least one.
   */
  private void subnets(World.Balancer there) {
    Set<String> wanted = new HashSet<>();
    choice.subnets().forEach(subnet -> wanted.add(subnet.id()));
    List<String> leaving =
        new ArrayList<>(
            there.subnets().keySet().stream().filter(id -> !wanted.contains(id)).toList());
    Map<World.Subnet, String> swaps = new LinkedHashMap<>();
    List<String> done = new ArrayList<>();
    for (World.Subnet subnet : choice.subnets()) {
      if (!there.subnets().containsKey(subnet.id())) {
        leaving.stream()
            .filter(id -> subnet.zone().equals(there.zones().get(id)))
            .findFirst()
            .ifPresentOrElse(
                inTheWay -> swaps.put(subnet, inTheWay), () -> done.add(attach(subnet, List.of())));
      }
    }
    leaving.removeAll(swaps.values());
    swaps.forEach(
        (subnet, inTheWay) -> {
          done.add(detach(inTheWay, done));
          done.add(attach(subnet, done));
        });
    leaving.forEach(id -> detach(id, done));
  }

  private String attach(World.Subnet subnet, List<String> after) {
    String id = Names.LOAD_BALANCER + "/subnets/join/" + subnet.id();
    subnetStep(
        id,
        Delta.adding(subnet.id(), Readings.MEMBER),
        after,
        "put the load balancer into %s (%s)".formatted(subnet.id(), subnet.zone()),
        "AttachLoadBalancerToSubnets");
    added.add(id);
    return id;
  }

  private String detach(String subnet, List<String> after) {
    String id = Names.LOAD_BALANCER + "/subnets/leave/" + subnet;
    subnetStep(
        id,
        Delta.removing(subnet, Readings.MEMBER),
        after,
        "take the load balancer out of " + subnet,
        "DetachLoadBalancerFromSubnets");
    return id;
  }

  private void subnetStep(String id, Delta delta, List<String> after, String what, String call) {
    List<String> order = new ArrayList<>(List.of(Names.LOAD_BALANCER));
    order.addAll(after);
    nodes.change(id, BalancerSubnets.KIND, name, delta, "", order, what, ELB + call);
  }

  private List<String> workers() {
    return choice.workers().stream().map(World.Instance::id).toList();
  }

  /** The back-end group joins the interfaces of the workers that are not in it yet. */
  private void interfaces() {
    Optional<World.Group> group = world.group(spec.backEndName(), choice.vpc().id());
    int index = 0;
    for (World.Instance worker : choice.workers()) {
      boolean isMember = group.map(there -> worker.groups().contains(there.id())).orElse(false);
      if (isMember) {
        continue;
      }
      String card = worker.networkInterface().orElseThrow();
      Delta delta =
          Delta.adding(
              group.map(World.Group::id).orElse(Delta.idOf(Names.BACK_END)),
              InterfaceGroups.MEMBER);
      String id = "interface/" + card;
      nodes.change(
          id,
          InterfaceGroups.KIND,
          card,
          delta,
          "interfaces/" + index++ / BATCH,
          List.of(Names.BACK_END),
          "add security group \"%s\" to %s".formatted(spec.backEndName(), worker.id()),
          List.of(
              "groups: %s, and now \"%s\""
                  .formatted(String.join(", ", worker.groups()), spec.backEndName())),
          "ec2:ModifyNetworkInterfaceAttribute");
      added.add(id);
    }
  }

  private void register(List<String> instances) {
    first(
        Names.INSTANCES,
        BalancerInstances.KIND,
        Readings.members(instances),
        "register %d instance%s".formatted(instances.size(), instances.size() == 1 ? "" : "s"),
        "RegisterInstancesWithLoadBalancer");
    awaitInService(instances);
  }

  private void awaitInService(List<String> instances) {
    Duration interval = spec.healthCheck().interval();
    nodes.add(
        Names.IN_SERVICE,
        Action.CHECK,
        new InServiceStep(
            name,
            instances,
            spec.inServiceWithin(),
            interval.compareTo(LONGEST_LOOK) < 0 ? interval : LONGEST_LOOK),
        new Undo.Nothing(),
        added,
        "wait until all are in service, at most %d s".formatted(spec.inServiceWithin().toSeconds()),
        List.of(),
        ELB + "DescribeInstanceHealth");
    added.add(Names.IN_SERVICE);
  }

  /** Instances join first. */
  private void join(World.Balancer there) {
    List<String> wanted = workers();
    List<String> joining =
        wanted.stream().filter(id -> !there.instances().containsKey(id)).toList();
    if (!joining.isEmpty()) {
      List<String> order = new ArrayList<>(List.of(Names.LOAD_BALANCER));
      order.addAll(added);
      nodes.change(
          Names.INSTANCES,
          BalancerInstances.KIND,
          name,
          new Delta(Map.of(), Readings.members(joining)),
          "",
          order,
          "register %d instance%s".formatted(joining.size(), joining.size() == 1 ? "" : "s"),
          ELB + "RegisterInstancesWithLoadBalancer");
      added.add(Names.INSTANCES);
      awaitInService(joining);
    }
  }

  /** Those that leave are drained, and then their interfaces are freed. */
  private void leave(World.Balancer there) {
    List<String> wanted = workers();
    List<String> leaving =
        there.instances().keySet().stream().filter(id -> !wanted.contains(id)).toList();
    if (!leaving.isEmpty()) {
      deregister(leaving, there);
    }
    freeInterfaces(leaving.isEmpty() ? List.of() : List.of(Names.DRAINED));
  }

  private void deregister(List<String> leaving, World.Balancer there) {
    List<String> order = new ArrayList<>(List.of(Names.LOAD_BALANCER));
    order.addAll(added);
    String id = Names.INSTANCES + "/leaving";
    nodes.change(
        id,
        BalancerInstances.KIND,
        name,
        new Delta(Readings.members(leaving), Map.of()),
        "",
        order,
        "deregister %d instance%s".formatted(leaving.size(), leaving.size() == 1 ? "" : "s"),
        ELB + "DeregisterInstancesFromLoadBalancer");
    nodes.add(
        Names.DRAINED,
        Action.CHECK,
        new DrainedStep(name, leaving, Duration.ofSeconds(5)),
        new Undo.Nothing(),
        List.of(id),
        "wait until their connections have drained (connection draining: %s)"
            .formatted(there.attributes().getOrDefault(Readings.DRAINING, Readings.OFF)),
        List.of(),
        ELB + "DescribeInstanceHealth");
  }

  /** The back-end group leaves the interfaces that are no worker's. */
  private void freeInterfaces(List<String> after) {
    Optional<World.Group> group = world.group(spec.backEndName(), choice.vpc().id());
    if (group.isEmpty()) {
      return;
    }
    Set<String> cards = new HashSet<>();
    choice.workers().forEach(worker -> worker.networkInterface().ifPresent(cards::add));
    int index = 0;
    for (World.Member member : world.members()) {
      boolean leaves =
          member.groups().contains(group.get().id()) && !cards.contains(member.networkInterface());
      if (leaves) {
        nodes.change(
            "interface/leaving/" + member.networkInterface(),
            InterfaceGroups.KIND,
            member.networkInterface(),
            Delta.removing(group.get().id(), InterfaceGroups.MEMBER),
            "interfaces/leaving/" + index++ / BATCH,
            after,
            "take \"%s\" off %s%s"
                .formatted(
                    spec.backEndName(),
                    member.networkInterface(),
                    member.instance().isEmpty() ? "" : " of " + member.instance()),
            "ec2:ModifyNetworkInterfaceAttribute");
      }
    }
  }
}
