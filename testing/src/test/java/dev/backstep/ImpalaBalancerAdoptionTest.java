package dev.backstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.backstep.impala.BalancedCluster;
import dev.backstep.plan.InvalidSettingsException;
import dev.backstep.plan.Plan;
import dev.backstep.plan.PlanFailedException;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.RunState;
import dev.backstep.testing.Ledger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A balancer and groups that a shell script made are taken over, and given back. */
class ImpalaBalancerAdoptionTest {

  private static final Map<String, Integer> TRIED = new TreeMap<>();

  private static final List<String> TAKEN_OVER =
      List.of(
          "+ tag BE backstep:adopted=run",
          "+ tag BE backstep:owner=impala/Cluster1",
          "+ tag BE team=data",
          "+ tag FE backstep:adopted=run",
          "+ tag FE backstep:owner=impala/Cluster1",
          "+ tag FE team=data",
          "+ tag elb-impala-Cluster1 backstep:adopted=run",
          "+ tag elb-impala-Cluster1 backstep:owner=impala/Cluster1",
          "+ tag elb-impala-Cluster1 team=data");

  private static final List<String> MENDED =
      List.of(
          "- load-balancer elb-impala-Cluster1 ConnectionDraining.Enabled=false",
          "- load-balancer elb-impala-Cluster1 CrossZoneLoadBalancing.Enabled=false",
          "- load-balancer elb-impala-Cluster1 HealthCheck.HealthyThreshold=2",
          "- load-balancer elb-impala-Cluster1 HealthCheck.Target=TCP:21000",
          "+ load-balancer elb-impala-Cluster1 ConnectionDraining.Enabled=true",
          "+ load-balancer elb-impala-Cluster1 CrossZoneLoadBalancing.Enabled=true",
          "+ load-balancer elb-impala-Cluster1 HealthCheck.HealthyThreshold=5",
          "+ load-balancer elb-impala-Cluster1 HealthCheck.Target=TCP:21050");

  private static final List<String> RULES =
      List.of(
          "+ rule in FE: tcp 21000 from 10.0.0.0/8, ours",
          "+ rule in FE: tcp 21050 from 10.0.0.0/8, ours");

  private final Site site = Site.bare();

  @AfterAll
  static void count() {
    System.out.println("Adoptions: " + TRIED);
  }

  @Test
  void plan_ofAnAdoption_showsWhatIsTaggedAndChanged() {
    ByScript.run(site);

    Plan<BalancedCluster> plan = site.balancer().adoptExisting().plan();

    String tags =
        "team: none -> data; backstep:owner: none -> impala/Cluster1; backstep:adopted: none -> run";
    assertThat(site.rows(plan))
        .containsExactlyInAnyOrder(
            "~ security-group/front-end/tags: " + tags,
            "~ security-group/back-end/tags: " + tags,
            "~ load-balancer/tags: " + tags,
            "+ rule/front-end/21000-from-10.0.0.0/8: let tcp 21000 in from 10.0.0.0/8",
            "+ rule/front-end/21050-from-10.0.0.0/8: let tcp 21050 in from 10.0.0.0/8",
            "~ load-balancer/attributes: cross-zone: off -> on; connection draining: off -> 300 s",
            "~ load-balancer/health-check: target: TCP:21000 -> TCP:21050; healthy after: 2 checks -> 5 checks");
    assertThat(plan.describe()).contains("tags of the load balancer, which takes it over");
  }

  @Test
  void apply_whenAdopting_interruptsNothingAndThenIsManaged() throws Exception {
    ByScript.run(site);
    final List<String> byScript = site.facts();
    assertThat(site.byName().find()).isEmpty();

    BalancedCluster balanced = site.balancer().adoptExisting().apply();

    Ledger changes = site.aws.ledger().mutating();
    assertThat(changes.operations())
        .containsExactlyInAnyOrder(
            "CreateTags",
            "CreateTags",
            "AddTags",
            "AuthorizeSecurityGroupIngress",
            "AuthorizeSecurityGroupIngress",
            "ModifyLoadBalancerAttributes",
            "ConfigureHealthCheck");
    assertThat(Facts.diff(byScript, site.facts()))
        .containsExactlyInAnyOrderElementsOf(all(TAKEN_OVER, MENDED, RULES));
    assertThat(site.byName().find().map(BalancedCluster::dnsName)).contains(balanced.dnsName());
    assertThat(site.balancer().plan().hasChanges()).isFalse();
    assertThat(site.balancer().adoptExisting().plan().hasChanges()).isFalse();
    TRIED.merge("taken over", 1, Integer::sum);
  }

  @Test
  void destroy_ofWhatWasAdopted_releasesIt() throws Exception {
    ByScript.run(site);
    final List<String> byScript = site.facts();
    site.balancer().adoptExisting().apply();

    Plan<RunReport> plan = site.byName().planDestroy();
    plan.execute();

    List<String> stays = new ArrayList<>(MENDED);
    TAKEN_OVER.stream().filter(line -> line.contains("team")).forEach(stays::add);
    assertThat(plan.describe()).contains("which was adopted: it stays");
    assertThat(Facts.diff(byScript, site.facts())).containsExactlyInAnyOrderElementsOf(stays);
    assertThat(site.byName().find()).isEmpty();
    assertThat(site.byName().planDestroy().hasChanges()).isFalse();
    TRIED.merge("released", 1, Integer::sum);
  }

  @ParameterizedTest(name = "change {0} refused")
  @MethodSource("sevenChanges")
  void apply_whenACallOfTheAdoptionIsRefused_givesItBackAsItWas(int nth) throws Exception {
    ByScript.run(site);
    final List<String> byScript = site.facts();
    site.aws
        .onAnyCall()
        .when(call -> call.mutating())
        .nth(nth)
        .times(1)
        .refuse("UnauthorizedOperation");

    PlanFailedException failed =
        catchThrowableOfType(
            PlanFailedException.class, () -> site.balancer().adoptExisting().apply());

    assertThat(failed.report().state()).as(failed.getMessage()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(Facts.diff(byScript, site.facts())).isEmpty();
    TRIED.merge("refused, given back", 1, Integer::sum);
  }

  static IntStream sevenChanges() {
    return IntStream.rangeClosed(1, 7);
  }

  @Test
  void rollback_ofAnAdoption_deletesNothing() throws Exception {
    ByScript.run(site);
    final List<String> byScript = site.facts();
    Plan<BalancedCluster> plan = site.balancer().adoptExisting().plan();
    plan.execute(site.options());

    Runs.in(site.journal).aws(site.aws.access()).rollback(plan.runId());

    assertThat(Facts.diff(byScript, site.facts())).isEmpty();
    TRIED.merge("rolled back", 1, Integer::sum);
  }

  @Test
  void destroy_whenOnlyTheBalancerWasAdopted_takesOurGroupOffIt() throws Exception {
    ByScript.balancer(site, site.mine);
    final List<String> byScript = site.facts();
    site.balancer().adoptExisting().apply();
    assertThat(site.facts()).contains("load-balancer elb-impala-Cluster1 SecurityGroups=FE");

    site.byName().destroy();

    assertThat(Facts.diff(byScript, site.facts()))
        .containsExactlyInAnyOrderElementsOf(
            all(MENDED, List.of("+ tag elb-impala-Cluster1 team=data")));
    TRIED.merge("released without our groups", 1, Integer::sum);
  }

  @Test
  void destroy_whenOurGroupIsAllThatAnAdoptedBalancerHas_keepsItAndSaysSo() throws Exception {
    ByScript.balancer(site, site.mine);
    site.balancer().adoptExisting().apply();
    site.balancerGroups(site.frontEnd());

    Plan<RunReport> plan = site.byName().planDestroy();
    RunReport report = plan.execute();

    assertThat(report.state()).isEqualTo(RunState.COMPLETED);
    assertThat(plan.describe())
        .contains(
            "  note: security group \"Cluster1 Impala FE\" (%s) stays: load balancer \"elb-impala-Cluster1\", which was adopted, has no other; put another on it, then destroy again"
                .formatted(site.frontEnd()));
    site.balancerGroups(site.mine);
    site.byName().destroy();
    assertThat(site.world.securityGroups("Cluster1 Impala FE")).isEmpty();
    TRIED.merge("released with our group on it", 1, Integer::sum);
  }

  @Test
  void plan_whenAdoptingLeavesNoRoomForTags_saysSo() {
    ByScript.run(site);
    for (int number = 1; number <= 7; number++) {
      site.tag("key" + number, "value");
    }

    InvalidSettingsException refused =
        catchThrowableOfType(
            InvalidSettingsException.class, () -> site.balancer().adoptExisting().plan());

    assertThat(refused.problems())
        .containsExactly(
            "load balancer \"elb-impala-Cluster1\" has 8 tags, and would have 11 (expected: at most 10)");
  }

  @SafeVarargs
  private static List<String> all(List<String>... parts) {
    List<String> all = new ArrayList<>();
    for (List<String> part : parts) {
      all.addAll(part);
    }
    return all;
  }
}
