package dev.backstep.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.plan.RunReport;
import dev.backstep.plan.RunState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Steps of one batch share their reads. */
class RunBatchTest {

  private final Toy toy = new Toy();

  @Test
  void run_whenStepsAreOfOneBatch_readsOnceForAllAndOnceToVerify() {
    shared("a", "b", "c", "d");

    RunReport report = toy.run();

    assertThat(report.state()).isEqualTo(RunState.COMPLETED);
    assertThat(reads()).hasSize(2).allMatch(read -> read.length() == "look a+b+c+d".length());
    assertThat(report.calls()).isEqualTo(6);
  }

  @Test
  void run_whenOneOfABatchIsThrottled_readsForTheOthersTogether() {
    shared("a", "b", "c");
    toy.making.put("b", Toy.inTurn(Toy.failing(ErrorClass.THROTTLE), toy::make));

    RunReport report = toy.run();

    assertThat(report.state()).isEqualTo(RunState.COMPLETED);
    assertThat(toy.changes()).containsExactlyInAnyOrder("make a", "make b", "make c");
    assertThat(reads()).hasSize(4);
    assertThat(reads().get(1)).contains("a").contains("c").doesNotContain("b");
  }

  @Test
  void run_whenTheSharedReadFails_triesAgainForEach() {
    shared("a", "b");
    toy.reading =
        Toy.inTurn(
            (names, run) -> run.read("toy:Look", () -> Toy.refuse(ErrorClass.THROTTLE)),
            (names, run) -> Outcome.done());

    RunReport report = toy.run();

    assertThat(report.state()).isEqualTo(RunState.COMPLETED);
    assertThat(toy.things()).containsExactly("a", "b");
  }

  @Test
  void run_whenStepsAreOfTwoBatches_readsForEachBatch() {
    toy.step("a", new Toy.Shared("a", "one"), new Toy.Remove("a"));
    toy.step("b", new Toy.Shared("b", "two"), new Toy.Remove("b"));

    toy.run();

    assertThat(reads()).containsExactlyInAnyOrder("look a", "look b", "look a", "look b");
  }

  @Test
  void rollback_whenOneOfABatchIsRefused_undoesTheOthers() {
    shared("a", "b", "c");
    toy.making.put("b", Toy.failing(ErrorClass.DENIED));

    RunReport report = toy.run();

    assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(toy.things()).isEmpty();
  }

  private void shared(String... names) {
    for (String name : names) {
      toy.step(name, new Toy.Shared(name, "batch"), new Toy.Remove(name));
    }
  }

  private List<String> reads() {
    return toy.calls.stream().filter(call -> call.startsWith("look")).toList();
  }
}
