package dev.backstep.internal.impala;

import dev.backstep.internal.ec2.Ec2TagSettings;
import dev.backstep.internal.ec2.InterfaceGroups;
import dev.backstep.internal.ec2.OurRules;
import dev.backstep.internal.ec2.SecurityGroups;
import dev.backstep.internal.engine.ChangeStep;
import dev.backstep.internal.engine.DeleteStep;
import dev.backstep.internal.engine.Delta;
import dev.backstep.internal.engine.Step;
import dev.backstep.internal.engine.StepNode;
import dev.backstep.internal.engine.Tags;
import dev.backstep.internal.engine.Undo;
import dev.backstep.internal.planning.Nodes;
import dev.backstep.plan.Action;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Lays out the steps that remove what is managed for an owner, from what its tags tell: the
 * balancer, then its groups off every interface, then the groups. What was adopted is released.
 */
final class DestroyLayout {

  private static final String INTERFACES_GONE = "load-balancer/interfaces-gone";

  private final BalancerSpec spec;
  private final World world;
  private final Nodes nodes = new Nodes();
  private final List<String> gone = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<World.Group> doomed = new ArrayList<>();

  private DestroyLayout(BalancerSpec spec, World world) {
    this.spec = spec;
    this.world = world;
  }

  static DestroyLayout of(BalancerSpec spec, World world) {
    DestroyLayout layout = new DestroyLayout(spec, world);
    LogBucketLayout.leaveFor(spec, world, layout.nodes);
    List<World.Group> groups =
        world.groups().stream()
            .sorted(Comparator.comparing(group -> !group.name().equals(spec.backEndName())))
            .toList();
    groups.stream().filter(layout::isManaged).forEach(layout.doomed::add);
    world.balancer().ifPresent(layout::balancer);
    layout.gone.addAll(CertificateRemoval.layOut(spec, world, layout.nodes, layout.notes));
    layout.awaitInterfaces();
    layout.freeInterfaces();
    groups.forEach(layout::group);
    return layout;
  }

  List<StepNode> steps() {
    return nodes.all();
  }

  /** What stays, and what to do about it. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  private void balancer(World.Balancer there) {
    String name = there.name();
    switch (Ownership.of(there.tags(), spec.owner())) {
      case MANAGED -> {
        remove(
            Names.LOAD_BALANCER,
            new DeleteStep(LoadBalancers.KIND, name, name, ""),
            List.of(LogBucketLayout.LEAVE),
            "load balancer \"%s\" (%s)".formatted(name, there.dnsName()),
            "elasticloadbalancing:DeleteLoadBalancer");
        gone.add(Names.LOAD_BALANCER);
      }
      case ADOPTED -> {
        leaveAdopted(there);
        release(
            Names.LOAD_BALANCER + "/tags",
            BalancerTags.KIND,
            name,
            there.tags(),
            "load balancer \"%s\"".formatted(name),
            "elasticloadbalancing:RemoveTags");
      }
      case OTHERS ->
          notes.add(
              "load balancer \"%s\" is managed for %s and stays: destroy it where it is managed"
                  .formatted(name, there.tags().get(Tags.OWNER)));
      case UNMANAGED ->
          notes.add(
              "load balancer \"%s\" is not managed by Backstep and stays: remove it by hand if nobody needs it"
                  .formatted(name));
    }
  }

  /** Takes our groups off a balancer that stays, unless they are all that it has. */
  private void leaveAdopted(World.Balancer there) {
    List<World.Group> on =
        doomed.stream().filter(group -> there.groups().containsKey(group.id())).toList();
    if (!on.isEmpty() && on.size() == there.groups().size()) {
      doomed.removeAll(on);
      on.forEach(
          group ->
              notes.add(
                  "security group \"%s\" (%s) stays: load balancer \"%s\", which was adopted, has no other; put another on it, then destroy again"
                      .formatted(group.name(), group.id(), there.name())));
    } else if (!on.isEmpty()) {
      String id = Names.LOAD_BALANCER + "/groups";
      remove(
          id,
          ChangeStep.of(BalancerGroups.KIND, there.name(), removing(on)),
          List.of(),
          "%s off load balancer \"%s\", which was adopted".formatted(names(on), there.name()),
          "elasticloadbalancing:ApplySecurityGroupsToLoadBalancer");
      gone.add(id);
    }
  }

  private static Delta removing(List<World.Group> groups) {
    return new Delta(Readings.members(groups.stream().map(World.Group::id).toList()), Map.of());
  }

  private static String names(List<World.Group> groups) {
    return groups.stream()
        .map(group -> "\"" + group.name() + "\"")
        .collect(Collectors.joining(" and "));
  }

  /** Also when the balancer is gone already: an earlier run may have been cut off here. */
  private void awaitInterfaces() {
    boolean balancerStays = world.balancer().isPresent() && !nodes.has(Names.LOAD_BALANCER);
    if (doomed.stream().anyMatch(this::isFrontEnd) && !balancerStays) {
      nodes.add(
          INTERFACES_GONE,
          Action.CHECK,
          new InterfacesGoneStep(spec.loadBalancerName()),
          new Undo.Nothing(),
          gone,
          "wait until AWS has taken the load balancer's network interfaces away",
          List.of(),
          "ec2:DescribeNetworkInterfaces");
      gone.add(INTERFACES_GONE);
    }
  }

  /** Takes the groups that will be deleted off every interface in them, whoever's it is. */
  private void freeInterfaces() {
    int index = 0;
    for (World.Member member : world.members()) {
      List<World.Group> leaving =
          doomed.stream().filter(group -> member.groups().contains(group.id())).toList();
      if (!leaving.isEmpty()) {
        String id = "interface/leaving/" + member.networkInterface();
        remove(
            id,
            new ChangeStep(
                InterfaceGroups.KIND,
                member.networkInterface(),
                removing(leaving),
                false,
                "interfaces/leaving/" + index++ / BalancerParts.BATCH),
            List.of(Names.LOAD_BALANCER),
            "%s off %s%s"
                .formatted(
                    names(leaving),
                    member.networkInterface(),
                    member.instance().isEmpty() ? "" : " of " + member.instance()),
            "ec2:ModifyNetworkInterfaceAttribute");
        gone.add(id);
      }
    }
  }

  private void group(World.Group group) {
    String id = idOf(group);
    String what = "security group \"%s\" (%s)".formatted(group.name(), group.id());
    if (doomed.contains(group)) {
      remove(
          id,
          new DeleteStep(SecurityGroups.KIND, group.id(), group.name(), group.vpc()),
          List.copyOf(gone),
          what,
          "ec2:DeleteSecurityGroup");
      gone.add(id);
    } else if (!isManaged(group)) {
      ourRules(id, group);
      release(id + "/tags", Ec2TagSettings.KIND, group.id(), group.tags(), what, "ec2:DeleteTags");
    }
  }

  /** Groups of the same name are in several VPCs when the cluster has moved. */
  private String idOf(World.Group group) {
    String usual =
        isFrontEnd(group)
            ? Names.FRONT_END
            : group.name().equals(spec.backEndName()) ? Names.BACK_END : "";
    boolean taken =
        usual.isEmpty()
            || nodes.has(usual)
            || nodes.has(usual + "/rules")
            || nodes.has(usual + "/tags");
    return taken ? "security-group/" + group.id() : usual;
  }

  private void ourRules(String id, World.Group group) {
    Map<String, String> ours = new HashMap<>();
    group.rules().stream()
        .filter(rule -> spec.owner().equals(rule.tags().get(Tags.OWNER)))
        .forEach(rule -> ours.put(rule.text(), OurRules.OURS));
    if (!ours.isEmpty()) {
      remove(
          id + "/rules",
          ChangeStep.of(OurRules.KIND, group.id(), new Delta(ours, Map.of())),
          List.copyOf(gone),
          "the rules that Backstep added to \"%s\": %s"
              .formatted(group.name(), String.join(", ", ours.keySet())),
          "ec2:RevokeSecurityGroupIngress");
      gone.add(id + "/rules");
    }
  }

  /** Takes our tags off what was adopted, and leaves the rest of it as it is. */
  private void release(
      String id, String kind, String thing, Map<String, String> tags, String what, String call) {
    Map<String, String> ours = new HashMap<>(tags);
    ours.keySet().removeIf(key -> !key.startsWith(Tags.PREFIX));
    nodes.add(
        id,
        Action.UPDATE,
        ChangeStep.of(kind, thing, new Delta(ours, Map.of())),
        new Undo.Nothing(),
        List.copyOf(gone),
        "release %s, which was adopted: it stays".formatted(what),
        List.of(),
        call);
  }

  private void remove(String id, Step step, List<String> after, String summary, String call) {
    nodes.add(id, Action.DELETE, step, new Undo.Nothing(), after, summary, List.of(), call);
  }

  private boolean isManaged(World.Group group) {
    return Ownership.of(group.tags(), spec.owner()) == Ownership.MANAGED;
  }

  private boolean isFrontEnd(World.Group group) {
    return group.name().equals(spec.frontEndName());
  }
}
