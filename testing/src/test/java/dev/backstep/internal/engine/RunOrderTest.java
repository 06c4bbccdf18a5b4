package dev.backstep.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.plan.OnFailure;
import dev.backstep.plan.RunOptions;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.RunState;
import dev.backstep.plan.StepReport;
import dev.backstep.plan.TimeSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In which order steps are done and undone, and how many at once. */
class RunOrderTest {

  private final Toy toy = new Toy();

  @Test
  void run_whenStepsDependOnOthers_makesThemInGraphOrder() {
    toy.step("a").step("b", "a").step("c", "a").step("d", "b", "c");

    RunReport report = toy.run();

    assertThat(report.state()).isEqualTo(RunState.COMPLETED);
    assertThat(toy.changes()).hasSize(4).startsWith("make a").endsWith("make d");
    assertThat(report.steps()).extracting(StepReport::state).containsOnly(StepReport.State.DONE);
  }

  @Test
  void run_whenStepsAreIndependent_makesThemAtOnce() {
    CyclicBarrier together = new CyclicBarrier(5);
    for (String name : List.of("a", "b", "c", "d", "e")) {
      toy.step(name);
      toy.making.put(
          name,
          (thing, run) -> {
            await(together);
            return toy.make(thing, run);
          });
    }

    assertThat(toy.run(RunOptions.defaults().parallelism(5)).state()).isEqualTo(RunState.COMPLETED);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8})
  void run_whenThereAreMoreStepsThanParallelism_neverMakesMoreCallsAtOnce(int parallelism) {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CyclicBarrier full = new CyclicBarrier(parallelism);
    for (int i = 0; i < parallelism * 5; i++) {
      String name = "thing" + i;
      toy.step(name);
      toy.making.put(
          name,
          (thing, run) -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            await(full);
            now.decrementAndGet();
            return toy.make(thing, run);
          });
    }

    RunReport report = toy.run(RunOptions.defaults().parallelism(parallelism));

    assertThat(report.state()).isEqualTo(RunState.COMPLETED);
    assertThat(most).hasValue(parallelism);
  }

  @Test
  void rollback_whenAStepFails_undoesInReverseGraphOrder() {
    toy.step("a").step("b", "a").step("c", "b").step("d", "c");
    toy.making.put("d", Toy.failing(ErrorClass.DENIED));

    RunReport report = toy.run();

    assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(toy.changes())
        .containsExactly("make a", "make b", "make c", "remove c", "remove b", "remove a");
    assertThat(report.failedStep()).contains("d");
    assertThat(report.failure().orElseThrow()).contains("step d (4 of 4)").contains("DENIED");
  }

  @Test
  void rollback_whenAStepGoesWithAnother_undoesOnlyTheOther() {
    toy.step("box")
        .step("lid", new Toy.Make("lid"), new Undo.GoesWith("box"), "box")
        .step("last", "lid");
    toy.making.put("last", Toy.failing(ErrorClass.DENIED));

    RunReport report = toy.run();

    assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(toy.changes()).containsExactly("make box", "make lid", "remove box");
    assertThat(report.steps().get(1).state()).isEqualTo(StepReport.State.UNDONE);
  }

  @Test
  void rollback_whenAContainerCannotBeUndone_saysSoOfWhatGoesWithIt() {
    toy.step("box")
        .step("lid", new Toy.Make("lid"), new Undo.GoesWith("box"), "box")
        .step("last", "lid");
    toy.making.put("last", Toy.failing(ErrorClass.DENIED));
    toy.removing.put("box", (name, run) -> Toy.refuse(ErrorClass.DENIED));

    RunReport report = toy.run();

    assertThat(report.state()).isEqualTo(RunState.ROLLBACK_INCOMPLETE);
    assertThat(report.steps().get(1).state()).isEqualTo(StepReport.State.UNDO_FAILED);
    assertThat(report.leftovers())
        .singleElement()
        .hasToString(report.leftovers().get(0).toString());
    assertThat(report.leftovers().get(0).what()).isEqualTo("thing box");
  }

  @Test
  void run_whenAStepOnlyLooks_hasNothingToUndo() {
    toy.step("look", new Toy.Make("look"), new Undo.Nothing()).step("bad", "look");
    toy.making.put("look", (name, run) -> Outcome.done());
    toy.making.put("bad", Toy.failing(ErrorClass.DENIED));

    assertThat(toy.run().state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(toy.calls).isEmpty();
  }

  @Test
  void run_whenAStepFails_startsNothingNewAndResolvesWhatIsInFlight() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch failed = new CountDownLatch(1);
    toy.step("slow").step("bad").step("afterSlow", "slow").step("queued");
    toy.making.put(
        "slow",
        (name, run) ->
            run.change(
                "toy:Make",
                () -> {
                  begun.countDown();
                  await(failed);
                  return toy.made(name);
                }));
    toy.making.put(
        "bad",
        (name, run) -> {
          await(begun);
          return Toy.failing(ErrorClass.DENIED).attempt(name, run);
        });

    RunReport report =
        toy.run(
            RunOptions.defaults()
                .parallelism(2)
                .listener(
                    event -> {
                      if (event instanceof dev.backstep.plan.PlanEvent.StepFailed) {
                        failed.countDown();
                      }
                    }));

    assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(toy.changes()).containsExactly("make slow", "remove slow");
    assertThat(toy.things()).isEmpty();
  }

  @Test
  void run_whenAStepFailsWhileAnotherReads_doesNotMakeTheOthersChange() {
    CountDownLatch failed = new CountDownLatch(1);
    toy.step("reader").step("bad");
    toy.making.put(
        "reader",
        (name, run) -> {
          run.read("toy:Look", () -> await(failed));
          return toy.make(name, run);
        });
    toy.making.put("bad", Toy.failing(ErrorClass.DENIED));

    RunReport report =
        toy.run(
            RunOptions.defaults()
                .listener(
                    event -> {
                      if (event instanceof dev.backstep.plan.PlanEvent.StepFailed) {
                        failed.countDown();
                      }
                    }));

    assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(report.failedStep()).contains("bad");
    assertThat(toy.changes()).isEmpty();
  }

  @Test
  void run_whenAStepFailsWhileAnotherAwaitsItsRateLimit_doesNotMakeTheOthersCall() {
    Toy limited =
        new Toy() {
          private final AtomicInteger asked = new AtomicInteger();

          @Override
          public java.time.Duration permission(String family) {
            return asked.incrementAndGet() == 1
                ? java.time.Duration.ZERO
                : java.time.Duration.ofMinutes(50);
          }
        };
    limited.step("bad").step("later");
    limited.making.put("bad", Toy.failing(ErrorClass.DENIED));

    RunReport report = limited.run();

    assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(limited.calls).isEmpty();
    assertThat(report.wallTime()).isLessThan(java.time.Duration.ofMinutes(1));
  }

  @Test
  void run_whenFailureKeeps_leavesWhatWasMadeAndSaysHowToTakeItBack() {
    toy.step("a").step("bad", "a");
    toy.making.put("bad", Toy.failing(ErrorClass.DENIED));

    RunReport report = toy.run(RunOptions.defaults().onFailure(OnFailure.KEEP));

    assertThat(report.state()).isEqualTo(RunState.KEPT);
    assertThat(toy.things()).containsExactly("a");
    assertThat(report.next()).anyMatch(line -> line.contains("rollback"));
  }

  @Test
  void run_whenTimeIsReal_doesTheSame() {
    Toy real = new Toy(TimeSource.system()).step("a").step("b", "a");

    assertThat(real.run().state()).isEqualTo(RunState.COMPLETED);
    assertThat(real.changes()).containsExactly("make a", "make b");
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(10, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("not so many at once", e);
    }
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
