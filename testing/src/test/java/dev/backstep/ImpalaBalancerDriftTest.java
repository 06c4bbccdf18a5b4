package dev.backstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.backstep.impala.BalancedCluster;
import dev.backstep.plan.Plan;
import dev.backstep.plan.PlanFailedException;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.RunState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an apply makes of a balancer that is not as asked any more, and how that is taken back. */
class ImpalaBalancerDriftTest {

  private static final Map<String, Integer> TRIED = new TreeMap<>();

  private final Site site = Site.applied();

  /** Virtual time: instances are terminated, and their registrations not yet dropped. */
  private static final Duration INSTANCES_HAVE_ENDED = Duration.ofMinutes(2);

  @AfterAll
  static void count() {
    System.out.println("Drifts: " + TRIED);
  }

  @ParameterizedTest
  @MethodSource("dev.backstep.Drift#all")
  void apply_whenDrifted_mendsWhatIsAskedForAndLeavesTheRest(Drift drift) throws Exception {
    final List<String> applied = site.facts();
    drift.edit().accept(site);
    site.aws.time().sleep(INSTANCES_HAVE_ENDED);

    Plan<BalancedCluster> plan = drift.asked().apply(site, site.byName()).plan();
    List<String> rows = site.rows(plan);
    plan.execute(site.options());

    assertThat(rows).containsExactlyElementsOf(drift.rows());
    assertThat(Facts.diff(applied, site.facts())).containsExactlyElementsOf(drift.stays());
    assertNothingLeftToDo(drift);
    TRIED.merge("mended", 1, Integer::sum);
  }

  @ParameterizedTest
  @MethodSource("dev.backstep.Drift#all")
  void apply_whenALaterCallIsRefused_goesBackToTheDriftedWorld(Drift drift) throws Exception {
    drift.edit().accept(site);
    site.register(site.stray);
    final List<String> drifted = site.facts();
    site.aws.onCall("DeregisterInstancesFromLoadBalancer").delay(Duration.ofMinutes(5));
    site.aws.onCall("DeregisterInstancesFromLoadBalancer").times(1).refuse("AccessDenied");

    PlanFailedException failed =
        catchThrowableOfType(
            PlanFailedException.class, () -> drift.asked().apply(site, site.byName()).apply());

    assertThat(failed).isNotNull();
    assertThat(failed.report().state()).as(failed.getMessage()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(Facts.diff(drifted, site.facts())).isEmpty();
    TRIED.merge("taken back after a refusal", 1, Integer::sum);
  }

  @ParameterizedTest
  @MethodSource("dev.backstep.Drift#all")
  void rollback_ofAMendedDrift_goesBackToTheDriftedWorld(Drift drift) throws Exception {
    drift.edit().accept(site);
    final List<String> drifted = site.facts();
    Plan<BalancedCluster> plan = drift.asked().apply(site, site.byName()).plan();
    plan.execute(site.options());

    RunReport report = Runs.in(site.journal).aws(site.aws.access()).rollback(plan.runId());

    assertThat(report.state()).as(report.describe()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(Facts.diff(drifted, site.facts())).noneMatch(line -> !isOfATerminated(line));
    TRIED.merge("taken back by hand", 1, Integer::sum);
  }

  /** Its name is gone with its tags, and nobody can register it again. */
  private static boolean isOfATerminated(String line) {
    return line.matches("- load-balancer elb-impala-Cluster1 Instance=i-[0-9a-f]+");
  }

  private void assertNothingLeftToDo(Drift drift) {
    long mark = site.aws.ledger().mark();
    Plan<BalancedCluster> again = drift.asked().apply(site, site.byName()).plan();
    assertThat(again.hasChanges()).as(again.describe()).isFalse();
    again.execute(site.options());
    assertThat(site.aws.ledger().since(mark).mutating()).isEmpty();
  }
}
