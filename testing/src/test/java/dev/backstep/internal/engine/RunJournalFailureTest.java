package dev.backstep.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstep.journal.Journal;
import dev.backstep.journal.JournalEntry;
import dev.backstep.plan.RunHandle;
import dev.backstep.plan.RunOptions;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.RunState;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A record that cannot be written: no change is made after it, and the run parks. */
class RunJournalFailureTest {

  private final Journal disk = Journal.inMemory();
  private final Toy toy = new Toy().step("a").step("b", "a").step("c", "b");

  @Test
  void start_whenThePlanCannotBeRecorded_changesNothing() {
    assertThatThrownBy(() -> toy.plan().execute(on(new FailingJournal(disk, 1))))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("no space left");
    assertThat(toy.calls).isEmpty();
  }

  static IntStream recordsForward() {
    return IntStream.rangeClosed(2, 7);
  }

  @ParameterizedTest
  @MethodSource("recordsForward")
  void run_whenARecordCannotBeWritten_changesNothingMoreAndParks(int record) {
    FailingJournal journal = new FailingJournal(disk, record);

    RunReport report = toy.run(journal);

    assertParked(report, toy.changes().size(), record / 2);
    assertFinishes(report);
  }

  /** Of a run whose third step is refused: 8 is the decision to roll back, 12 the last undone. */
  static IntStream recordsOfRollback() {
    return IntStream.rangeClosed(7, 12);
  }

  @ParameterizedTest
  @MethodSource("recordsOfRollback")
  void rollback_whenARecordCannotBeWritten_changesNothingMoreAndParks(int record) {
    toy.making.put("c", Toy.inTurn(Toy.failing(ErrorClass.DENIED), toy::make));
    FailingJournal journal = new FailingJournal(disk, record);

    RunReport report = toy.run(journal);

    assertThat(report.state()).isEqualTo(RunState.PARKED);
    assertThat(report.failure().orElseThrow()).contains("no space left");
    long intents =
        disk.read(report.runId()).stream()
            .filter(
                entry ->
                    List.of(JournalEntry.Type.INTENT, JournalEntry.Type.UNDO_INTENT)
                        .contains(entry.type()))
            .count();
    assertThat(toy.changes().size()).isLessThanOrEqualTo((int) intents);
    RunReport finished =
        toy.engine().rollBack(report.runId(), disk, RunOptions.defaults()).report();
    assertThat(finished.state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(toy.things()).isEmpty();
  }

  @Test
  void run_whenOnlyItsEndCannotBeRecorded_isDone() {
    RunReport report = toy.run(new FailingJournal(disk, 8));

    assertThat(report.state()).isEqualTo(RunState.COMPLETED);
    assertFinishes(report);
  }

  private static void assertParked(RunReport report, int changes, int most) {
    assertThat(report.state()).isEqualTo(RunState.PARKED);
    assertThat(report.failure().orElseThrow())
        .contains("the full disk")
        .contains("no space left")
        .contains("nothing more is changed");
    assertThat(report.next()).anyMatch(line -> line.contains("resume"));
    assertThat(changes).isLessThanOrEqualTo(most);
  }

  private void assertFinishes(RunReport parked) {
    RunHandle<RunReport> resumed = toy.engine().resume(parked.runId(), disk, RunOptions.defaults());
    assertThat(resumed.report().state()).isEqualTo(RunState.COMPLETED);
    assertThat(toy.things()).containsExactly("a", "b", "c");
  }

  private static RunOptions on(Journal journal) {
    return RunOptions.defaults().journal(journal);
  }
}
