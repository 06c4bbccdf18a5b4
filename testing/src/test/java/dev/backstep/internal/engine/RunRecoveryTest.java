package dev.backstep.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstep.journal.Journal;
import dev.backstep.journal.JournalEntry;
import dev.backstep.plan.RunOptions;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.RunState;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a fresh engine makes of nothing but the records. */
class RunRecoveryTest {

  private final Toy toy =
      new Toy()
          .step("a")
          .step("lid", new Toy.Make("lid"), new Undo.GoesWith("a"), "a")
          .step("b", "a")
          .step("c", "lid", "b");
  private final Journal journal = Journal.inMemory();
  private final RunReport completed =
      toy.run(RunOptions.defaults().journal(journal).parallelism(1));

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void rollback_whenOnlyTheFirstRecordsAreLeft_takesBackWhatTheySayMayBe(int records) {
    List<String> made = toy.changes();
    toy.things.clear();
    made.stream()
        .limit(records / 2)
        .forEach(change -> toy.things.add(change.substring("make ".length())));

    RunReport report =
        toy.engine().rollBack(completed.runId(), first(records), RunOptions.defaults()).report();

    assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(toy.things()).isSubsetOf("lid");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void resume_whenOnlyTheFirstRecordsAreLeft_doesTheRest(int records) {
    int before = toy.changes().size();

    RunReport report =
        toy.engine().resume(completed.runId(), first(records), RunOptions.defaults()).join();

    assertThat(report.state()).isEqualTo(RunState.COMPLETED);
    assertThat(toy.changes().size() - before).isEqualTo(4 - Math.max(0, records - 1) / 2);
  }

  @Test
  void resume_whenTheRunIsComplete_changesNothing() {
    int before = toy.changes().size();

    resume();
    RunReport again = resume();

    assertThat(again.state()).isEqualTo(RunState.COMPLETED);
    assertThat(toy.changes()).hasSize(before);
  }

  @Test
  void rollback_whenTheRunIsRolledBack_changesNothing() {
    rollBack();
    int before = toy.changes().size();

    RunReport again = rollBack();

    assertThat(again.state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(toy.changes()).hasSize(before);
    assertThat(toy.things()).containsExactly("lid");
  }

  @Test
  void rollback_whenSomethingWasLeft_triesOnlyThatAgain() {
    toy.removing.put("b", Toy.failing(ErrorClass.DENIED));
    assertThat(rollBack().state()).isEqualTo(RunState.ROLLBACK_INCOMPLETE);
    int before = toy.changes().size();
    toy.removing.clear();

    RunReport again = rollBack();

    assertThat(again.state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(toy.changes().subList(before, toy.changes().size())).containsExactly("remove b");
  }

  @Test
  void resume_whenTheRunIsRolledBack_isRefused() {
    rollBack();

    assertThatThrownBy(this::resume)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("was rolled back");
    assertThat(rollBack().state()).isEqualTo(RunState.ROLLED_BACK);
  }

  @Test
  void resume_whenTheRunIsOpenElsewhere_isRefused() {
    Journal.RunJournal elsewhere = journal.open(completed.runId());

    assertThatThrownBy(this::resume).hasMessageContaining("open already");
    elsewhere.close();
    assertThat(resume().state()).isEqualTo(RunState.COMPLETED);
  }

  @Test
  void resume_whenThereIsNoSuchRun_isRefused() {
    assertThatThrownBy(() -> toy.engine().resume("0".repeat(32), journal, RunOptions.defaults()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no records of a run");
  }

  private Journal first(int records) {
    List<JournalEntry> entries = journal.read(completed.runId());
    return Journal.inMemory(entries.subList(0, records));
  }

  private RunReport resume() {
    return toy.engine().resume(completed.runId(), journal, RunOptions.defaults()).report();
  }

  private RunReport rollBack() {
    return toy.engine().rollBack(completed.runId(), journal, RunOptions.defaults()).report();
  }
}
