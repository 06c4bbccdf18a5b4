package dev.backstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstep.journal.Journal;
import dev.backstep.journal.JournalEntry;
import dev.backstep.plan.RunHandle;
import dev.backstep.plan.RunOptions;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.RunState;
import dev.backstep.testing.SimulatedAws;
import dev.backstep.testing.WorldSnapshot;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Runs that are finished by their records, and those that must not be. */
class RunsTest {

  private final SimulatedAws aws = SimulatedAws.withCluster("Cluster1", 2);
  private final WorldSnapshot before = aws.snapshot();
  private final Journal journal = Journal.inMemory();
  private final String runId =
      ImpalaBalancer.forCluster("Cluster1")
          .aws(aws.access())
          .apply(RunOptions.defaults().journal(journal))
          .report()
          .runId();
  private final WorldSnapshot applied = aws.snapshot();

  @Test
  void startRollback_whenTheRunIsComplete_takesItBack() {
    RunHandle<RunReport> handle =
        Runs.in(journal).aws(aws.access()).startRollback(runId, RunOptions.defaults());

    assertThat(handle.report().state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(before.diff(aws.snapshot())).isEmpty();
  }

  @Test
  void rollback_whenTheRunIsADestruction_isRefusedWithoutAChange() {
    String parked = parkedDestroy();
    WorldSnapshot left = aws.snapshot();
    int calls = aws.ledger().mutating().size();

    assertThatThrownBy(() -> Runs.in(journal).aws(aws.access()).rollback(parked))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is the destruction of impala/Cluster1")
        .hasMessageContaining("resume(\"" + parked + "\")");
    assertThat(left.diff(aws.snapshot())).isEmpty();
    assertThat(aws.ledger().mutating().size()).isEqualTo(calls);
  }

  @Test
  void list_whenALaterDestroyHasFinishedAParkedOne_showsBothAsCompleted() {
    String parked = parkedDestroy();
    assertThat(stateOf(parked)).isEqualTo(RunState.PARKED);

    RunReport second = balancer().destroy(RunOptions.defaults().journal(journal));

    assertThat(second.state()).isEqualTo(RunState.COMPLETED);
    assertThat(stateOf(parked)).isEqualTo(RunState.COMPLETED);
    assertThat(before.diff(aws.snapshot())).isEmpty();
  }

  private String parkedDestroy() {
    aws.onCall("DeleteLoadBalancer").refuse("AccessDenied");
    RunHandle<RunReport> handle =
        balancer().planDestroy().start(RunOptions.defaults().journal(journal));
    RunReport report = handle.report();
    assertThat(report.state()).isEqualTo(RunState.PARKED);
    assertThat(report.next()).anyMatch(line -> line.contains("destroy() again"));
    aws.clearFaults();
    return report.runId();
  }

  private RunState stateOf(String run) {
    return Runs.in(journal).list().stream()
        .filter(summary -> summary.runId().equals(run))
        .findFirst()
        .orElseThrow()
        .state();
  }

  private ImpalaBalancer balancer() {
    return ImpalaBalancer.forCluster("Cluster1").aws(aws.access());
  }

  @Test
  void rollback_whenTheAccessIsForAnotherRegion_isRefused() {
    Runs runs = Runs.in(journal).aws(aws.access().region("eu-west-1"));

    assertThatThrownBy(() -> runs.rollback(runId))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("us-west-2")
        .hasMessageContaining("eu-west-1");
    assertThat(applied.diff(aws.snapshot())).isEmpty();
  }

  @Test
  void rollback_whenTheCredentialsAreForAnotherAccount_isRefused() {
    List<JournalEntry> ofAnother =
        journal.read(runId).stream()
            .map(
                entry ->
                    new JournalEntry(
                        entry.runId(),
                        entry.sequence(),
                        entry.at(),
                        entry.type(),
                        entry.body().replace(aws.accountId(), "999999999999")))
            .toList();
    Runs runs = Runs.in(Journal.inMemory(ofAnother)).aws(aws.access());

    assertThatThrownBy(() -> runs.rollback(runId))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("999999999999");
    assertThat(applied.diff(aws.snapshot())).isEmpty();
  }
}
