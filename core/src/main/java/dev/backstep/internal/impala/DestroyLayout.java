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
import dev.backstep.plan.Action;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
  private int index;

  private DestroyLayout(BalancerSpec spec, World world) {
    this.spec = spec;
    this.world = world;
  }

  static List<StepNode> steps(BalancerSpec spec, World world) {
    DestroyLayout layout = new DestroyLayout(spec, world);
    LogBucketLayout.leaveFor(spec, world, layout.nodes);
    world.balancer().ifPresent(layout::balancer);
    layout.awaitInterfaces();
    List<World.Group> groups =
        world.groups().stream()
            .sorted(Comparator.comparing(group -> !group.name().equals(spec.backEndName())))
            .toList();
    groups.forEach(layout::free);
    groups.forEach(layout::group);
    return layout.nodes.all();
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
      case ADOPTED ->
          release(
              Names.LOAD_BALANCER + "/tags",
              BalancerTags.KIND,
              name,
              there.tags(),
              "load balancer \"%s\"".formatted(name),
              "elasticloadbalancing:RemoveTags");
      default -> {
        // Not ours: it stays.
      }
    }
  }

  /** Also when the balancer is gone already: an earlier run may have been cut off here. */
  private void awaitInterfaces() {
    boolean deletesGroup =
        world.groups().stream().anyMatch(group -> isManaged(group) && isFrontEnd(group));
    boolean balancerStays = world.balancer().isPresent() && gone.isEmpty();
    if (deletesGroup && !balancerStays) {
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

  /** Takes a group that will be deleted off every interface that carries it, whoever's it is. */
  private void free(World.Group group) {
    if (!isManaged(group) || isFrontEnd(group)) {
      return;
    }
    for (World.Member member : world.members()) {
      if (member.groups().contains(group.id())) {
        String id = "interface/leaving/" + member.networkInterface();
        remove(
            id,
            new ChangeStep(
                InterfaceGroups.KIND,
                member.networkInterface(),
                Delta.removing(group.id(), InterfaceGroups.MEMBER),
                false,
                "interfaces/leaving/" + index++ / BalancerParts.BATCH),
            world.balancer().isPresent() ? List.of(Names.LOAD_BALANCER) : List.of(),
            "\"%s\" off %s%s"
                .formatted(
                    group.name(),
                    member.networkInterface(),
                    member.instance().isEmpty() ? "" : " of " + member.instance()),
            "ec2:ModifyNetworkInterfaceAttribute");
        gone.add(id);
      }
    }
  }

  private void group(World.Group group) {
    String id =
        isFrontEnd(group)
            ? Names.FRONT_END
            : group.name().equals(spec.backEndName())
                ? Names.BACK_END
                : "security-group/" + group.id();
    String what = "security group \"%s\" (%s)".formatted(group.name(), group.id());
    if (isManaged(group)) {
      remove(
          id,
          new DeleteStep(SecurityGroups.KIND, group.id(), group.name(), group.vpc()),
          List.copyOf(gone),
          what,
          "ec2:DeleteSecurityGroup");
      gone.add(id);
    } else {
      ourRules(id, group);
      release(id + "/tags", Ec2TagSettings.KIND, group.id(), group.tags(), what, "ec2:DeleteTags");
    }
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
