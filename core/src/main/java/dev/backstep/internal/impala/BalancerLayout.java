package dev.backstep.internal.impala;

import dev.backstep.internal.ec2.Ec2TagSettings;
import dev.backstep.internal.ec2.IngressRuleStep;
import dev.backstep.internal.ec2.OurRules;
import dev.backstep.internal.ec2.RuleText;
import dev.backstep.internal.ec2.SecurityGroupRules;
import dev.backstep.internal.ec2.SecurityGroupStep;
import dev.backstep.internal.ec2.SecurityGroups;
import dev.backstep.internal.engine.Delta;
import dev.backstep.internal.engine.KeepStep;
import dev.backstep.internal.engine.Ref;
import dev.backstep.internal.engine.StepNode;
import dev.backstep.internal.engine.Tags;
import dev.backstep.internal.engine.Undo;
import dev.backstep.internal.planning.Cidr;
import dev.backstep.internal.planning.Nodes;
import dev.backstep.plan.Action;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lays out the steps from what is there to what is asked for: makes what is missing, changes what
 * differs, takes away what is ours and not asked for, and leaves the rest. What is added comes
 * before what is taken away.
 */
final class BalancerLayout {

  private final BalancerSpec spec;
  private final Choice choice;
  private final World world;
  private final String runId;
  private final Nodes nodes = new Nodes();

  /**
   * Steps that lead traffic on its new ways: what is taken away from the old ones waits for them.
   */
  private final List<String> added = new ArrayList<>();

  private final List<String> notes = new ArrayList<>();

  private BalancerLayout(BalancerSpec spec, Choice choice, World world, String runId) {
    this.spec = spec;
    this.choice = choice;
    this.world = world;
    this.runId = runId;
  }

  static BalancerLayout of(
      BalancerSpec spec, Choice choice, World world, String runId, String region) {
    BalancerLayout layout = new BalancerLayout(spec, choice, world, runId);
    layout.group(Names.FRONT_END, spec.frontEndName(), "Impala Front-End Traffic");
    // Rules that go with a group cannot wait for what the group itself has to outlive.
    boolean waits = choice.certificate().filter(it -> !it.issued()).isPresent();
    if (waits) {
      layout.frontEndRules();
    }
    CertificateLayout.join(spec, choice, layout.nodes);
    layout.group(Names.BACK_END, spec.backEndName(), "Impala Back-End Traffic");
    if (!waits) {
      layout.frontEndRules();
    }
    layout.backEndRules();
    LogBucketLayout.join(spec, world, region, layout.nodes);
    BalancerParts parts = new BalancerParts(spec, choice, world, layout.nodes, layout.added);
    layout.notes.addAll(parts.layOut(layout::adoption));
    layout.obsoleteRules();
    LogBucketLayout.leave(spec, world, layout.nodes);
    return layout;
  }

  List<StepNode> steps() {
    return nodes.all();
  }

  /** What people should know of the steps. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  private Optional<World.Group> existing(String name) {
    return world.group(name, choice.vpc().id());
  }

  private void group(String id, String name, String description) {
    String vpc = choice.vpc().id();
    Optional<World.Group> there = existing(name);
    String summary = "security group \"%s\" in %s".formatted(name, vpc);
    if (there.isEmpty()) {
      nodes.add(
          id,
          Action.CREATE,
          new SecurityGroupStep(vpc, name, description, groupTags(id, Map.of())),
          new Undo.DeleteMade(SecurityGroups.KIND, name, vpc),
          List.of(),
          summary,
          List.of(),
          "ec2:CreateSecurityGroup");
      return;
    }
    World.Group group = there.get();
    nodes.add(
        id,
        Action.UNCHANGED,
        new KeepStep(group.id()),
        new Undo.Nothing(),
        List.of(),
        summary + " (" + group.id() + ")",
        List.of(),
        "none");
    nodes.change(
        id + "/tags",
        Ec2TagSettings.KIND,
        group.id(),
        tagsOf(id, group),
        "",
        List.of(),
        "tags of %s".formatted(summary) + adopting(group.tags()),
        "ec2:CreateTags");
  }

  private Delta tagsOf(String id, World.Group group) {
    Map<String, String> wanted = wantedTags(group.tags());
    wanted.putAll(groupTags(id, group.tags()));
    return Delta.between(only(group.tags(), wanted), wanted);
  }

  /** The user's tags, and on the front end what destroy needs to know. */
  private Map<String, String> groupTags(String id, Map<String, String> current) {
    Map<String, String> tags = new LinkedHashMap<>(spec.tags());
    if (id.equals(Names.FRONT_END)) {
      tags.putAll(CertificatesTag.wanted(spec, current));
    }
    return tags;
  }

  /** The user's tags, and those of an adoption where it is one. */
  private Map<String, String> wantedTags(Map<String, String> current) {
    Map<String, String> wanted = new LinkedHashMap<>(spec.tags());
    if (Ownership.of(current, spec.owner()) == Ownership.UNMANAGED) {
      wanted.put(Tags.OWNER, spec.owner());
      wanted.put(Tags.ADOPTED, runId);
    }
    return wanted;
  }

  /** The balancer's tags, as the delta that makes them what they should be. */
  private Delta adoption(Map<String, String> current) {
    Map<String, String> wanted = wantedTags(current);
    return Delta.between(only(current, wanted), wanted);
  }

  private String adopting(Map<String, String> current) {
    return Ownership.of(current, spec.owner()) == Ownership.UNMANAGED
        ? ", which takes it over"
        : "";
  }

  /** Of some values, those that the others name: what a user added stays out of it. */
  static Map<String, String> only(Map<String, String> values, Map<String, String> named) {
    Map<String, String> some = new LinkedHashMap<>(values);
    some.keySet().retainAll(named.keySet());
    return some;
  }

  private List<String> clients() {
    return spec.allowFrom().isEmpty() && !spec.allowFromAnywhere()
        ? choice.vpc().cidrs()
        : BalancerRules.clients(spec).stream().map(Cidr::toString).toList();
  }

  private void frontEndRules() {
    for (Front front : spec.fronts()) {
      for (String cidr : clients()) {
        rule(
            "rule/front-end/%d-from-%s".formatted(front.port(), cidr),
            spec.frontEndName(),
            new IngressRuleStep(Ref.to(Names.FRONT_END), front.port(), cidr, null),
            RuleText.of(front.port(), cidr),
            cidr,
            List.of(Names.FRONT_END));
      }
    }
  }

  private void backEndRules() {
    String frontEnd = existing(spec.frontEndName()).map(World.Group::id).orElse("");
    for (int port : spec.instancePorts()) {
      rule(
          "rule/back-end/" + port,
          spec.backEndName(),
          new IngressRuleStep(Ref.to(Names.BACK_END), port, null, Ref.to(Names.FRONT_END)),
          RuleText.of(port, frontEnd),
          "\"" + spec.frontEndName() + "\"",
          List.of(Names.BACK_END, Names.FRONT_END));
    }
  }

  private void rule(
      String id,
      String groupName,
      IngressRuleStep step,
      String text,
      String source,
      List<String> after) {
    Optional<World.Group> group = existing(groupName);
    if (group.isPresent() && group.get().lets(text)) {
      return;
    }
    Undo undo =
        group.isPresent()
            ? new Undo.DeleteMade(SecurityGroupRules.KIND, text, group.get().id())
            : new Undo.GoesWith(after.get(0));
    nodes.add(
        id,
        Action.CREATE,
        step,
        undo,
        after,
        "let tcp %d in from %s".formatted(step.port(), source),
        List.of(),
        "ec2:AuthorizeSecurityGroupIngress");
    added.add(id);
  }

  /** Rules that carry our owner tag and are not asked for; whoever's the others are, they stay. */
  private void obsoleteRules() {
    List<String> front = new ArrayList<>();
    spec.fronts()
        .forEach(one -> clients().forEach(cidr -> front.add(RuleText.of(one.port(), cidr))));
    String frontEnd = existing(spec.frontEndName()).map(World.Group::id).orElse("");
    List<String> back =
        spec.instancePorts().stream().map(port -> RuleText.of(port, frontEnd)).toList();
    obsoleteRules("front-end", spec.frontEndName(), front);
    obsoleteRules("back-end", spec.backEndName(), back);
  }

  private void obsoleteRules(String side, String groupName, List<String> wanted) {
    existing(groupName)
        .ifPresent(
            group -> {
              for (World.Rule rule : group.rulesInOrder()) {
                boolean ours = spec.owner().equals(rule.tags().get(Tags.OWNER));
                if (ours && !wanted.contains(rule.text())) {
                  revoke(side, group, rule);
                }
              }
            });
  }

  private void revoke(String side, World.Group group, World.Rule rule) {
    Delta delta = Delta.removing(rule.text(), OurRules.OURS);
    nodes.add(
        "rule/%s/obsolete/%s".formatted(side, rule.id()),
        Action.DELETE,
        dev.backstep.internal.engine.ChangeStep.of(OurRules.KIND, group.id(), delta),
        new Undo.RestoreIfStillOurs(OurRules.KIND, group.id(), delta),
        added,
        "no longer let %s in".formatted(rule.text()),
        List.of(),
        "ec2:RevokeSecurityGroupIngress");
  }
}
