package dev.backstep.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstep.journal.Journal;
import dev.backstep.plan.OnFailure;
import dev.backstep.plan.OnUnfinishedRun;
import dev.backstep.plan.RunOptions;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.UnfinishedRunException;
import org.junit.jupiter.api.Test;

/** A second run of a target while the first is not finished. */
class UnfinishedRunsTest {

  private final Journal journal = Journal.inMemory();
  private final RunOptions options = RunOptions.defaults().journal(journal);
  private final Toy toy = new Toy().step("a").step("b", "a");
  private final RunReport kept = keptRun();

  @Test
  void settleUnfinished_whenItRefuses_saysWhichRunAndChangesNothing() {
    assertThatThrownBy(() -> toy.engine().settleUnfinished(toy.data(), options))
        .isInstanceOf(UnfinishedRunException.class)
        .hasMessageContaining(kept.runId());
    assertThat(toy.changes()).containsExactly("make a");
  }

  @Test
  void settleUnfinished_whenItResumes_finishesTheFirst() {
    boolean any =
        toy.engine().settleUnfinished(toy.data(), options.onUnfinishedRun(OnUnfinishedRun.RESUME));

    assertThat(any).isTrue();
    assertThat(toy.changes()).containsExactly("make a", "make b");
  }

  @Test
  void settleUnfinished_whenItRollsBack_takesTheFirstBack() {
    toy.engine().settleUnfinished(toy.data(), options.onUnfinishedRun(OnUnfinishedRun.ROLL_BACK));

    assertThat(toy.things()).isEmpty();
    assertThat(toy.engine().settleUnfinished(toy.data(), options)).isFalse();
  }

  @Test
  void settleUnfinished_whenTheRunIsOpenInAnotherProcess_refusesWhateverTheOptions() {
    Journal.RunJournal elsewhere = journal.open(kept.runId());

    assertThatThrownBy(
            () ->
                toy.engine()
                    .settleUnfinished(
                        toy.data(), options.onUnfinishedRun(OnUnfinishedRun.ROLL_BACK)))
        .isInstanceOf(UnfinishedRunException.class)
        .hasMessageContaining("open already");
    elsewhere.close();
    assertThat(toy.things()).containsExactly("a");
  }

  private RunReport keptRun() {
    toy.making.put("b", Toy.inTurn(Toy.failing(ErrorClass.DENIED), toy::make));
    return toy.run(options.onFailure(OnFailure.KEEP));
  }
}
