package dev.backstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.backstep.plan.InvalidSettingsException;
import dev.backstep.plan.Plan;
import dev.backstep.plan.PlanFailedException;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.RunState;
import dev.backstep.testing.WorldSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.elasticloadbalancing.model.Tag;

/** A balancer and groups of our names that are somebody else's, whatever is done beside them. */
class ImpalaBalancerStrangersTest {

  private static final Map<String, Integer> TRIED = new TreeMap<>();
  private static final String NOT_MANAGED =
      " is there already and is not managed by Backstep: it has no tag backstep:owner=impala/Cluster1 (expected: none of that name; adoptExisting() would tag it, change it as these settings say, and never delete it; otherwise it is left alone: rename or remove it, or choose another cluster name)";
  private static final String OF_OTHERS =
      " is managed for impala/Other (expected: none of that name, or one for impala/Cluster1; it is left alone: destroy it where it is managed, or choose another cluster name)";

  private final Site site = Site.bare();

  /** Whose the things are, and in which order we try what. */
  static Stream<Arguments> orders() {
    List<Arguments> all = new ArrayList<>();
    for (String owner : List.of("", "impala/Other")) {
      for (List<String> order :
          List.of(
              List.of("apply", "destroy", "rollback"),
              List.of("apply", "rollback", "destroy"),
              List.of("destroy", "apply", "rollback"),
              List.of("destroy", "rollback", "apply"),
              List.of("rollback", "apply", "destroy"),
              List.of("rollback", "destroy", "apply"))) {
        all.add(Arguments.of(owner, order));
      }
    }
    return all.stream();
  }

  @AfterAll
  static void count() {
    System.out.println("Beside somebody else's things: " + TRIED);
  }

  @ParameterizedTest(name = "of \"{0}\": {1}")
  @MethodSource("orders")
  void everything_besideThingsOfSomebodyElse_leavesThemIdentical(String owner, List<String> order) {
    Plan<?> before = site.balancer().plan();
    String front = group("Cluster1 Impala FE", owner);
    String back = group("Cluster1 Impala BE", owner);
    balancer(front, owner);
    WorldSnapshot theirs = site.aws.snapshot();

    for (String what : order) {
      switch (what) {
        case "apply" -> applyIsRefused(front, back, owner.isEmpty() ? NOT_MANAGED : OF_OTHERS);
        case "destroy" -> destroyDoesNothing(owner);
        default -> rollBackALatePlan(before);
      }
      assertThat(theirs.diff(site.aws.snapshot())).as("after " + what).isEmpty();
      TRIED.merge(what, 1, Integer::sum);
    }
  }

  @ParameterizedTest(name = "of \"{0}\"")
  @MethodSource("owners")
  void destroy_whenOnlyTheBalancerIsSomebodyElses_removesOurGroupsAndLeavesIt(String owner) {
    site.balancer().apply();
    site.elb().deleteLoadBalancer(r -> r.loadBalancerName(Site.ELB));
    balancer(site.mine, owner);
    List<String> theirs = balancerLines();

    site.byName().destroy();

    assertThat(balancerLines()).isEqualTo(theirs);
    assertThat(site.world.securityGroups("Cluster1 Impala FE")).isEmpty();
    assertThat(site.world.securityGroups("Cluster1 Impala BE")).isEmpty();
    TRIED.merge("destroy, with our groups", 1, Integer::sum);
  }

  @Test
  void destroy_whenOnlyAGroupIsSomebodyElses_removesOursAndLeavesIt() {
    site.balancer().apply();
    site.world.tag(site.frontEnd(), "backstep:owner", "impala/Other");
    String theirs = site.frontEnd();

    RunReport report = site.byName().destroy();

    assertThat(report.state()).isEqualTo(RunState.COMPLETED);
    assertThat(site.frontEnd()).isEqualTo(theirs);
    assertThat(site.world.securityGroups("Cluster1 Impala BE")).isEmpty();
    assertThat(balancerLines()).isEmpty();
    TRIED.merge("destroy, with our balancer", 1, Integer::sum);
  }

  static List<String> owners() {
    return List.of("", "impala/Other");
  }

  private void applyIsRefused(String front, String back, String why) {
    Refusals.assertRefused(
        () -> site.balancer().apply(),
        "impala/Cluster1",
        List.of(
            "load balancer \"elb-impala-Cluster1\"" + why,
            "security group \"Cluster1 Impala FE\" (" + front + ")" + why,
            "security group \"Cluster1 Impala BE\" (" + back + ")" + why));
    if (why.equals(OF_OTHERS)) {
      InvalidSettingsException refused =
          catchThrowableOfType(
              InvalidSettingsException.class, () -> site.balancer().adoptExisting().plan());
      assertThat(refused.problems()).hasSize(3).allMatch(problem -> problem.endsWith(OF_OTHERS));
    }
  }

  private void destroyDoesNothing(String owner) {
    Plan<RunReport> plan = site.byName().planDestroy();
    assertThat(plan.hasChanges()).as(plan.describe()).isFalse();
    assertThat(plan.describe())
        .contains(
            owner.isEmpty()
                ? "  note: load balancer \"elb-impala-Cluster1\" is not managed by Backstep and stays: remove it by hand if nobody needs it"
                : "  note: load balancer \"elb-impala-Cluster1\" is managed for impala/Other and stays: destroy it where it is managed");
    assertThat(plan.execute().state()).isEqualTo(RunState.COMPLETED);
    assertThat(site.byName().find()).isEmpty();
  }

  /** A plan from before their things came: what it would make is in the way, so it rolls back. */
  private void rollBackALatePlan(Plan<?> before) {
    PlanFailedException failed =
        catchThrowableOfType(PlanFailedException.class, () -> before.execute(site.options()));
    assertThat(failed.report().state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(failed)
        .hasMessageContaining("was not made by this run; it was left alone")
        .hasMessageContaining("nothing is left behind");
  }

  private String group(String name, String owner) {
    return site.world.addSecurityGroup(site.vpc, name, tags(owner));
  }

  private void balancer(String group, String owner) {
    site.elb()
        .createLoadBalancer(
            r ->
                r.loadBalancerName(Site.ELB)
                    .scheme("internal")
                    .subnets(site.subnet)
                    .securityGroups(group)
                    .listeners(Site.listener(1, 1))
                    .tags(
                        tags(owner).entrySet().stream()
                            .map(t -> Tag.builder().key(t.getKey()).value(t.getValue()).build())
                            .toList()));
  }

  private static Map<String, String> tags(String owner) {
    return owner.isEmpty()
        ? Map.of("team", "web")
        : Map.of("backstep:owner", owner, "backstep:run", "0".repeat(32), "team", "web");
  }

  private List<String> balancerLines() {
    return site.aws.snapshot().lines().stream()
        .filter(line -> line.matches("us-west-2 (load-balancer|tag) elb-.*"))
        .toList();
  }
}
