package dev.backstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.backstep.plan.Plan;
import dev.backstep.plan.PlanFailedException;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.RunState;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** AWS says of something that it is there already. */
class ImpalaBalancerDuplicatesTest {

  private final Site site = Site.applied();

  /** The front-end group is made anew: no rule that names it can be named when the plan is made. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void apply_whenARuleIsMadeUnseenAndThenRefused_takesItBack(int nth) throws Exception {
    site.balancerGroups(site.mine);
    site.deleteRules(site.backEnd(), 21000);
    site.deleteRules(site.backEnd(), 21050);
    site.ec2().deleteSecurityGroup(r -> r.groupId(site.frontEnd()));
    final List<String> drifted = site.facts();
    site.aws.onCall("AuthorizeSecurityGroupIngress").nth(nth).status(500).acted(true);
    site.aws.onCall("AuthorizeSecurityGroupIngress").nth(nth + 1).refuse("AccessDenied");

    PlanFailedException failed =
        catchThrowableOfType(PlanFailedException.class, () -> site.balancer().apply());

    assertThat(failed.report().state()).as(failed.getMessage()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(Facts.diff(drifted, site.facts())).isEmpty();
  }

  @Test
  void apply_whenAListenerCannotBeMadeAnewYet_triesUntilItCan() throws Exception {
    final List<String> applied = site.facts();
    site.deleteListener(21050);
    site.addListener(21050, 21000);
    site.aws.onCall("CreateLoadBalancerListeners").times(3).refuse("DuplicateListener");

    RunReport report = site.balancer().apply().report();

    assertThat(report.state()).isEqualTo(RunState.COMPLETED);
    assertThat(Facts.diff(applied, site.facts())).isEmpty();
  }

  @Test
  void rollback_whenAListenerCannotBeMadeAnewYet_triesUntilItCan() throws Exception {
    site.deleteListener(21050);
    site.addListener(21050, 21000);
    final List<String> drifted = site.facts();
    Plan<?> plan = site.balancer().plan();
    plan.execute(site.options());
    site.aws.onCall("CreateLoadBalancerListeners").times(3).refuse("DuplicateListener");

    RunReport report = Runs.in(site.journal).aws(site.aws.access()).rollback(plan.runId());

    assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(Facts.diff(drifted, site.facts())).isEmpty();
  }

  @Test
  void rollback_whenTheUserHasPutARuleOfOursBack_leavesTheirs() throws Exception {
    Plan<?> plan = site.byName().allowFrom("172.16.0.0/12").tag("team", "data").plan();
    final List<String> applied = site.facts();
    plan.execute(site.options());
    site.world.addRule(site.frontEnd(), 21050, "10.0.0.0/8");

    RunReport report = Runs.in(site.journal).aws(site.aws.access()).rollback(plan.runId());

    assertThat(report.state()).as(report.describe()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(Facts.diff(applied, site.facts()))
        .containsExactly(
            "- rule in FE: tcp 21050 from 10.0.0.0/8, ours",
            "+ rule in FE: tcp 21050 from 10.0.0.0/8");
  }

  @Test
  void apply_whenTheUserMakesTheSameRuleMeanwhile_keepsTheirsAndUndoLeavesIt() throws Exception {
    site.deleteRules(site.frontEnd(), 21050);
    Plan<?> plan = site.balancer().plan();
    site.world.addRule(site.frontEnd(), 21050, "10.0.0.0/8");
    final List<String> theirs = site.facts();

    plan.execute(site.options());
    assertThat(Facts.diff(theirs, site.facts())).isEmpty();

    Runs.in(site.journal).aws(site.aws.access()).rollback(plan.runId());
    assertThat(Facts.diff(theirs, site.facts())).isEmpty();
  }
}
