package dev.backstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.backstep.plan.Plan;
import dev.backstep.plan.PlanFailedException;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.RunState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a destroy removes when the account is not as the last apply left it. */
class ImpalaBalancerDestroyTest {

  private final Site site = Site.bare();
  private List<String> before;

  @BeforeEach
  void apply() throws InterruptedException {
    before = site.facts();
    site.balancer().apply();
  }

  @Test
  void destroy_whenOurGroupsAreOnInterfacesOfOthers_takesThemOffInOneCallEach() throws Exception {
    String card = site.world.firstInterface(site.stray);
    site.world.setGroups(card, List.of(site.mine, site.backEnd(), site.frontEnd()));

    site.byName().destroy();

    assertThat(Facts.diff(before, site.facts())).isEmpty();
    assertThat(site.aws.ledger().mutating().calls("ModifyNetworkInterfaceAttribute").stream())
        .filteredOn(call -> call.parameter("NetworkInterfaceId").equals(card))
        .hasSize(1);
  }

  @Test
  void destroy_whenAWorkerIsTerminatedAfterThePlan_goesOn() throws Exception {
    Plan<RunReport> plan = site.byName().planDestroy();
    site.ec2().terminateInstances(r -> r.instanceIds(site.worker(2)));
    site.aws.time().sleep(Duration.ofSeconds(30));

    RunReport report = plan.execute();

    assertThat(report.state()).isEqualTo(RunState.COMPLETED);
    assertThat(Facts.diff(before, site.facts())).allMatch(line -> line.contains("worker 2"));
  }

  @Test
  void destroy_whenTheBalancerAndAGroupAreGoneAlready_removesTheRest() throws Exception {
    site.elb().deleteLoadBalancer(r -> r.loadBalancerName(Site.ELB));
    for (int number = 1; number <= 5; number++) {
      site.world.setGroups(site.card(number), site.world.securityGroups("worker-" + number));
    }
    site.ec2().deleteSecurityGroup(r -> r.groupId(site.backEnd()));

    Plan<RunReport> plan = site.byName().planDestroy();
    plan.execute();

    assertThat(site.rows(plan)).hasSize(1);
    assertThat(Facts.diff(before, site.facts())).isEmpty();
  }

  @Test
  void destroy_whenAllGoesBetweenPlanAndRun_isDone() throws Exception {
    site.aws.interfaceLinger(Duration.ofSeconds(1));
    Plan<RunReport> plan = site.byName().planDestroy();
    site.byName().destroy();

    RunReport report = plan.execute();

    assertThat(report.state()).isEqualTo(RunState.COMPLETED);
    assertThat(Facts.diff(before, site.facts())).isEmpty();
  }

  @Test
  void destroy_whenNothingIsThere_hasNoChanges() {
    site.byName().destroy();
    long mark = site.aws.ledger().mark();

    Plan<RunReport> plan = site.byName().planDestroy();
    plan.execute();

    assertThat(plan.hasChanges()).isFalse();
    assertThat(site.aws.ledger().since(mark).mutating()).isEmpty();
  }

  @Test
  void destroy_whenTheOwnerTagGoesAfterThePlan_parksAndLeavesTheThing() throws Exception {
    Plan<RunReport> plan = site.byName().planDestroy();
    site.untag("backstep:owner");
    final List<String> theirs = site.facts();

    PlanFailedException parked =
        catchThrowableOfType(PlanFailedException.class, () -> plan.execute(site.options()));

    assertThat(parked.report().state()).isEqualTo(RunState.PARKED);
    assertThat(parked)
        .hasMessageContaining(
            "load-balancer elb-impala-Cluster1 does not carry backstep:owner=impala/Cluster1 any more, so it is not deleted");
    assertThat(Facts.diff(theirs, site.facts())).isEmpty();
  }

  @Test
  void destroy_whenABalancerIsAdoptedAfterThePlan_parksAndLeavesIt() {
    Plan<RunReport> plan = site.byName().planDestroy();
    site.tag("backstep:adopted", "somebody");

    PlanFailedException parked =
        catchThrowableOfType(PlanFailedException.class, () -> plan.execute());

    assertThat(parked.report().state()).isEqualTo(RunState.PARKED);
    assertThat(site.byName().find()).isPresent();
  }

  @Test
  void destroy_whenGroupsOfOursAreInTwoVpcs_removesAllOfThem() throws Exception {
    String other = site.world.addVpc("Cluster2", "10.40.0.0/16");
    for (String side : List.of("FE", "BE")) {
      site.world.addSecurityGroup(
          other, "Cluster1 Impala " + side, Map.of("backstep:owner", "impala/Cluster1"));
    }

    Plan<RunReport> plan = site.byName().planDestroy();
    plan.execute();

    assertThat(plan.steps()).extracting(step -> step.id()).doesNotHaveDuplicates();
    assertThat(site.world.securityGroups("Cluster1 Impala FE")).isEmpty();
    assertThat(site.world.securityGroups("Cluster1 Impala BE")).isEmpty();
  }

  @Test
  void destroy_whenAGroupOfAnotherRefersToOurs_parksUntilItDoesNot() throws Exception {
    String rule = site.world.addRuleFromGroup(site.mine, 22, site.frontEnd());

    PlanFailedException parked =
        catchThrowableOfType(PlanFailedException.class, () -> site.byName().destroy());
    assertThat(parked.report().state()).isEqualTo(RunState.PARKED);
    assertThat(parked).hasMessageContaining("DependencyViolation");

    site.world.deleteRule(rule);
    site.byName().destroy();
    assertThat(Facts.diff(before, site.facts())).isEmpty();
  }

  @Test
  void destroy_whenOurGroupIsTheOnlyOneOfAnInterface_saysSo() throws Exception {
    site.world.setGroups(site.card(3), List.of(site.backEnd()));

    PlanFailedException parked =
        catchThrowableOfType(PlanFailedException.class, () -> site.byName().destroy());

    assertThat(parked.report().state()).isEqualTo(RunState.PARKED);
    assertThat(parked)
        .hasMessageContaining(
            "OnlyGroup: %s is in no other security group than %s, and it needs one: put another on it, then go on"
                .formatted(site.card(3), site.backEnd()));
    site.world.setGroups(site.card(3), List.of(site.mine, site.backEnd()));
    assertThat(site.byName().destroy().state()).isEqualTo(RunState.COMPLETED);
  }
}
