package dev.backstep.internal.impala;

import dev.backstep.impala.HealthCheck;
import dev.backstep.impala.Listener;
import dev.backstep.impala.Scheme;
import dev.backstep.internal.ec2.IngressRuleStep;
import dev.backstep.internal.ec2.InterfaceGroupStep;
import dev.backstep.internal.ec2.LeaveInterfaceGroup;
import dev.backstep.internal.ec2.SecurityGroupStep;
import dev.backstep.internal.ec2.SecurityGroups;
import dev.backstep.internal.engine.Ref;
import dev.backstep.internal.engine.Step;
import dev.backstep.internal.engine.StepNode;
import dev.backstep.internal.engine.Undo;
import dev.backstep.plan.Action;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Lays out the steps that make a balancer where none is. */
final class BalancerLayout {

  /** Interfaces that are read together; as many as are written at once by default. */
  private static final int BATCH = 8;

  private static final Duration LONGEST_LOOK = Duration.ofSeconds(15);

  private final BalancerSpec spec;
  private final Choice choice;
  private final List<StepNode> nodes = new ArrayList<>();
  private final List<String> ready = new ArrayList<>();

  private BalancerLayout(BalancerSpec spec, Choice choice) {
    this.spec = spec;
    this.choice = choice;
  }

  static List<StepNode> steps(BalancerSpec spec, Choice choice) {
    BalancerLayout layout = new BalancerLayout(spec, choice);
    layout.groups();
    layout.frontEndRules();
    layout.backEndRules();
    layout.loadBalancer();
    layout.settings();
    layout.interfaces();
    layout.instances();
    return layout.nodes;
  }

  private void groups() {
    group(Names.FRONT_END, spec.frontEndName(), "Impala Front-End Traffic");
    group(Names.BACK_END, spec.backEndName(), "Impala Back-End Traffic");
  }

  private void group(String id, String name, String description) {
    String vpc = choice.vpc().id();
    add(
        id,
        Action.CREATE,
        new SecurityGroupStep(vpc, name, description, spec.tags()),
        new Undo.DeleteMade(SecurityGroups.KIND, name, vpc),
        List.of(),
        "security group \"%s\" in %s".formatted(name, vpc),
        List.of(),
        "ec2:CreateSecurityGroup");
  }

  private void frontEndRules() {
    List<String> clients =
        spec.allowFrom().isEmpty() && !spec.allowFromAnywhere()
            ? choice.vpc().cidrs()
            : BalancerRules.clients(spec).stream().map(Cidr::toString).toList();
    for (Listener listener : spec.listeners()) {
      for (String cidr : clients) {
        rule(Names.FRONT_END, listener.port(), cidr);
      }
    }
  }

  private void backEndRules() {
    TreeSet<Integer> ports = new TreeSet<>();
    spec.listeners().forEach(listener -> ports.add(listener.instancePort()));
    ports.add(spec.healthCheck().port());
    ports.forEach(port -> rule(Names.BACK_END, port, null));
  }

  private void rule(String group, int port, @Nullable String cidr) {
    boolean fromClients = cidr != null;
    String source = fromClients ? cidr : spec.frontEndName();
    String id =
        "rule/%s/%d%s"
            .formatted(
                group.substring(group.indexOf('/') + 1), port, fromClients ? "-from-" + cidr : "");
    add(
        id,
        Action.CREATE,
        new IngressRuleStep(
            Ref.to(group), port, cidr, fromClients ? null : Ref.to(Names.FRONT_END)),
        new Undo.GoesWith(group),
        fromClients ? List.of(group) : List.of(group, Names.FRONT_END),
        "let tcp %d in from %s".formatted(port, fromClients ? source : "\"" + source + "\""),
        List.of(),
        "ec2:AuthorizeSecurityGroupIngress");
    ready.add(id);
  }

  private void loadBalancer() {
    boolean internal = spec.scheme() == Scheme.INTERNAL;
    List<String> subnets = choice.subnets().stream().map(World.Subnet::id).toList();
    List<LoadBalancerStep.Port> ports =
        spec.listeners().stream()
            .map(one -> new LoadBalancerStep.Port("TCP", one.port(), "TCP", one.instancePort()))
            .toList();
    List<String> details = new ArrayList<>();
    spec.listeners().forEach(listener -> details.add("listener: " + listener));
    details.add("scheme: " + (internal ? "internal" : "internet-facing"));
    details.add("subnets: " + String.join(", ", subnets));
    spec.tags().forEach((key, value) -> details.add("tag: %s=%s".formatted(key, value)));
    add(
        Names.LOAD_BALANCER,
        Action.CREATE,
        new LoadBalancerStep(
            spec.loadBalancerName(),
            internal,
            ports,
            subnets,
            Ref.to(Names.FRONT_END),
            spec.tags()),
        new Undo.DeleteMade(LoadBalancers.KIND, spec.loadBalancerName(), ""),
        List.of(Names.FRONT_END),
        "load balancer \"%s\"".formatted(spec.loadBalancerName()),
        details,
        "elasticloadbalancing:CreateLoadBalancer");
  }

  private void settings() {
    int idle = (int) spec.idleTimeout().toSeconds();
    int draining = (int) spec.connectionDraining().toSeconds();
    addToBalancer(
        Names.ATTRIBUTES,
        new AttributesStep(spec.loadBalancerName(), idle, spec.crossZone(), draining),
        "attributes of the load balancer",
        List.of(
            "idle time-out: %d s".formatted(idle),
            "cross-zone: " + (spec.crossZone() ? "on" : "off"),
            "connection draining: " + (draining > 0 ? draining + " s" : "off")),
        "elasticloadbalancing:ModifyLoadBalancerAttributes");
    HealthCheck check = spec.healthCheck();
    addToBalancer(
        Names.HEALTH_CHECK,
        new HealthCheckStep(
            spec.loadBalancerName(),
            check.target(),
            (int) check.interval().toSeconds(),
            (int) check.timeout().toSeconds(),
            check.unhealthyThreshold(),
            check.healthyThreshold()),
        "health check of the load balancer",
        List.of(check.toString()),
        "elasticloadbalancing:ConfigureHealthCheck");
    ready.add(Names.HEALTH_CHECK);
    ready.add(Names.ATTRIBUTES);
  }

  private void interfaces() {
    int index = 0;
    for (World.Instance worker : choice.workers()) {
      String card = worker.networkInterface().orElseThrow();
      String id = "interface/" + card;
      String batch = "interfaces/" + index++ / BATCH;
      add(
          id,
          Action.UPDATE,
          new InterfaceGroupStep(card, Ref.to(Names.BACK_END), batch),
          new Undo.RemoveMember(LeaveInterfaceGroup.KIND, card, Ref.to(Names.BACK_END)),
          List.of(Names.BACK_END),
          "add \"%s\" to %s of %s".formatted(spec.backEndName(), card, worker.id()),
          List.of("groups: %s -> and \"%s\"".formatted(worker.groups(), spec.backEndName())),
          "ec2:ModifyNetworkInterfaceAttribute");
      ready.add(id);
    }
  }

  private void instances() {
    List<String> ids = choice.workers().stream().map(World.Instance::id).toList();
    addToBalancer(
        Names.INSTANCES,
        new RegistrationStep(spec.loadBalancerName(), ids),
        "register %d instance%s".formatted(ids.size(), ids.size() == 1 ? "" : "s"),
        ids,
        "elasticloadbalancing:RegisterInstancesWithLoadBalancer");
    ready.add(Names.INSTANCES);
    Duration interval = spec.healthCheck().interval();
    Duration lookEvery = interval.compareTo(LONGEST_LOOK) < 0 ? interval : LONGEST_LOOK;
    add(
        Names.IN_SERVICE,
        Action.CHECK,
        new InServiceStep(spec.loadBalancerName(), ids, spec.inServiceWithin(), lookEvery),
        new Undo.Nothing(),
        ready,
        "wait until all are in service, at most %d s".formatted(spec.inServiceWithin().toSeconds()),
        List.of(),
        "elasticloadbalancing:DescribeInstanceHealth");
  }

  private void addToBalancer(
      String id, Step step, String summary, List<String> details, String call) {
    add(
        id,
        Action.CREATE,
        step,
        new Undo.GoesWith(Names.LOAD_BALANCER),
        List.of(Names.LOAD_BALANCER),
        summary,
        details,
        call);
  }

  private void add(
      String id,
      Action action,
      Step step,
      Undo undo,
      List<String> after,
      String summary,
      List<String> details,
      String call) {
    nodes.add(new StepNode(id, action, step, undo, after, summary, details, call));
  }
}
