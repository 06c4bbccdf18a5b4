package dev.backstep.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstep.journal.Journal;
import dev.backstep.plan.RunOptions;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.RunState;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Things that a run needs for a while: deleted when they have served, and undone only until then.
 */
class RunDiscardTest {

  private final Toy toy =
      new Toy()
          .tagged("key")
          .tagged("image", "key")
          .discard("discard-key", "key", "key", "image")
          .step("after", "discard-key");

  @Test
  void run_whenAThingHasServed_deletesIt() {
    RunReport report = toy.run();

    assertThat(report.state()).isEqualTo(RunState.COMPLETED);
    assertThat(toy.things()).containsExactly("after", "image");
  }

  @Test
  void rollback_whenTheThingIsGoneAlready_doesNotLookForIt() {
    toy.making.put("after", Toy.failing(ErrorClass.DENIED));

    RunReport report = toy.run();

    assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(toy.things()).isEmpty();
    assertThat(toy.calls.stream().filter("look key"::equals)).hasSize(1);
    assertThat(report.wallTime()).isLessThan(java.time.Duration.ofMinutes(1));
  }

  @Test
  void run_whenTheDeletionIsRefused_isNoSuccess() {
    toy.removing.put("key", Toy.failing(ErrorClass.DENIED));

    RunReport report = toy.run();

    assertThat(report.state()).isEqualTo(RunState.ROLLBACK_INCOMPLETE);
    assertThat(report.leftovers())
        .extracting(left -> left.command())
        .containsExactly("toy remove id-key");
    assertThat(toy.things()).containsExactly("key");
  }

  @Test
  void run_whenSomebodyHasTakenTheTagOff_leavesTheThing() {
    toy.making.put(
        "image",
        (name, run) -> {
          toy.madeBy.put("key", "somebody");
          return toy.make(name, run);
        });

    RunReport report = toy.run();

    assertThat(report.failure().orElseThrow()).contains("does not carry backstep:run=");
    assertThat(toy.things()).containsExactly("key");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void recovery_whenOnlyTheFirstRecordsAreLeft_endsDoneOrUndone(int records) {
    Journal journal = Journal.inMemory();
    RunReport whole = toy.run(journal);
    Journal cut = Journal.inMemory(journal.read(whole.runId()).subList(0, records));

    assertThat(toy.engine().resume(whole.runId(), cut, RunOptions.defaults()).report().state())
        .isEqualTo(RunState.COMPLETED);
    assertThat(toy.things()).containsExactly("after", "image");
    assertThat(toy.engine().rollBack(whole.runId(), cut, RunOptions.defaults()).report().state())
        .isEqualTo(RunState.ROLLED_BACK);
    assertThat(toy.things()).isEmpty();
  }

  @Test
  void history_whenAThingWasDiscarded_doesNotCountIt() {
    Journal journal = Journal.inMemory();
    RunReport whole = toy.run(journal);

    assertThat(RunHistory.of(whole.runId(), journal.read(whole.runId())).summary().left())
        .isEqualTo(List.of("image", "after"));
  }

  @Test
  void planData_whenTheDiscardDoesNotComeAfterTheMaking_isRefused() {
    Toy other = new Toy().tagged("key").discard("discard-key", "key");

    assertThatThrownBy(other::data)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must come after it");
  }
}
