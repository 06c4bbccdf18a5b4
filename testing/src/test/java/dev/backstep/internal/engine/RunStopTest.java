package dev.backstep.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstep.journal.Journal;
import dev.backstep.plan.OnFailure;
import dev.backstep.plan.RunCancelledException;
import dev.backstep.plan.RunHandle;
import dev.backstep.plan.RunOptions;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.RunState;
import dev.backstep.testing.ManualTime;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Deadlines, budgets, cancellation and interrupts. */
class RunStopTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Toy toy = new Toy();

  @Test
  void run_whenItsDeadlinePasses_rollsBackAndSaysWhatWasNotDone() {
    toy.step("a").step("wait", "a");
    toy.patience = Duration.ofDays(1);
    toy.making.put("wait", notYet());

    RunReport report = toy.run(RunOptions.defaults().deadline(Duration.ofMinutes(7)));

    assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(report.failure().orElseThrow())
        .contains("not done within 7 min")
        .contains("wait (the kettle)")
        .doesNotContain("not done: a");
    assertThat(report.wallTime()).isBetween(Duration.ofMinutes(7), Duration.ofMinutes(8));
    assertThat(toy.things()).isEmpty();
  }

  @Test
  void rollback_whenTheDeadlineHasPassed_hasABudgetOfItsOwn() {
    toy.step("a").step("wait", "a");
    toy.patience = Duration.ofDays(1);
    toy.making.put("wait", notYet());
    toy.removing.put(
        "a", Toy.inTurn(notYet(), notYet(), notYet(), notYet(), notYet(), toy::remove));

    RunReport report =
        toy.run(
            RunOptions.defaults()
                .deadline(Duration.ofMinutes(2))
                .rollbackBudget(Duration.ofMinutes(10)));

    assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(report.wallTime()).isEqualTo(Duration.ofMinutes(7));
  }

  @Test
  void rollback_whenItsBudgetIsSpent_namesWhatIsLeft() {
    toy.step("a")
        .step("look", new Toy.Make("look"), new Undo.Nothing(), "a")
        .step("b", "look")
        .step("part", new Toy.Make("part"), new Undo.GoesWith("a"), "a")
        .step("other", "a")
        .step("bad", "b", "part", "other")
        .step("never", "bad");
    toy.making.put("bad", Toy.failing(ErrorClass.DENIED));
    toy.removing.put("b", Toy.failing(ErrorClass.BUSY));

    RunReport report = toy.run(RunOptions.defaults().rollbackBudget(Duration.ofMinutes(30)));

    assertThat(report.state()).isEqualTo(RunState.ROLLBACK_INCOMPLETE);
    assertThat(report.wallTime()).isEqualTo(Duration.ofMinutes(30));
    assertThat(report.leftovers())
        .extracting(left -> left.what() + ": " + left.command())
        .containsExactly("thing b: toy remove b", "thing a: toy remove a");
    assertThat(report.leftovers().get(0).why()).contains("30 min").contains("refused as BUSY");
  }

  @Test
  void rollback_whenAnUndoIsInFlightAsTheBudgetIsSpent_hearsItOut() throws Exception {
    ManualTime time = ManualTime.stopped();
    Toy slow = new Toy(time).step("a").step("busy").step("bad", "a", "busy");
    slow.making.put("bad", Toy.failing(ErrorClass.DENIED));
    slow.removing.put("busy", Toy.failing(ErrorClass.BUSY));
    slow.removing.put(
        "a",
        (name, run) -> {
          run.read("toy:Look", () -> sleep(time, Duration.ofMinutes(31)));
          return slow.remove(name, run);
        });

    RunHandle<RunReport> handle = slow.plan().start(RunOptions.defaults());
    time.advance(Duration.ofHours(1));

    assertThat(handle.report().state()).isEqualTo(RunState.ROLLBACK_INCOMPLETE);
    assertThat(handle.report().leftovers()).extracting(left -> left.step()).contains("busy");
    assertThat(slow.things())
        .containsAll(handle.report().leftovers().stream().map(l -> l.step()).toList());
  }

  @Test
  void cancel_whenARunIsUnderWay_rollsItBack() {
    AtomicReference<RunHandle<RunReport>> handle = new AtomicReference<>();
    CountDownLatch started = new CountDownLatch(1);
    toy.step("a").step("b", "a").step("c", "b");
    toy.making.put(
        "b",
        (name, run) -> {
          await(started);
          handle.get().cancel();
          return toy.make(name, run);
        });
    handle.set(toy.plan().start(RunOptions.defaults()));
    started.countDown();

    assertThatThrownBy(() -> handle.get().join()).isInstanceOf(RunCancelledException.class);
    assertThat(handle.get().report().state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(toy.things()).isEmpty();
    assertThat(toy.calls).doesNotContain("make c");
  }

  @Test
  void cancel_whenFailureKeeps_keeps() throws Exception {
    ManualTime time = ManualTime.stopped();
    Toy waiting = waiting(time);
    RunHandle<RunReport> handle =
        waiting.plan().start(RunOptions.defaults().onFailure(OnFailure.KEEP));
    time.awaitIdle();

    handle.cancel();

    assertThat(handle.report().state()).isEqualTo(RunState.KEPT);
    assertThat(waiting.things()).containsExactly("a");
  }

  @Test
  void cancel_whenAllStepsWait_stopsAtOnce() throws Exception {
    ManualTime time = ManualTime.stopped();
    Toy waiting = waiting(time);
    RunHandle<RunReport> handle = waiting.plan().start(RunOptions.defaults());
    time.awaitIdle();

    handle.cancel();

    assertThat(handle.report().wallTime()).isZero();
    assertThat(waiting.things()).isEmpty();
  }

  @Test
  void cancel_whenTheRunHasJustBeenStarted_endsItOnce() throws Exception {
    for (int i = 0; i < 40; i++) {
      Toy quick = new Toy().step("a").step("b", "a");
      RunHandle<RunReport> handle = quick.plan().start(RunOptions.defaults());

      handle.cancel();

      RunState end = handle.report().state();
      ((ManualTime) quick.time).awaitIdle();
      assertThat(quick.things()).hasSize(end == RunState.COMPLETED ? 2 : 0);
    }
  }

  @Test
  void cancel_whenTheRunRollsBack_letsItGoOn() throws Exception {
    ManualTime time = ManualTime.stopped();
    Toy busy = new Toy(time).step("a").step("bad", "a");
    busy.making.put("bad", Toy.failing(ErrorClass.DENIED));
    busy.removing.put("a", Toy.inTurn(notYet(), busy::remove));
    RunHandle<RunReport> handle =
        busy.plan().start(RunOptions.defaults().onFailure(OnFailure.ROLL_BACK));
    time.awaitIdle();

    handle.cancel();
    time.advance(MINUTE.multipliedBy(2));

    assertThat(handle.report().state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(handle.report().failedStep()).contains("bad");
    assertThat(busy.things()).isEmpty();
  }

  @Test
  void cancel_whenARollbackWasAskedFor_letsItBegin() throws Exception {
    for (int i = 0; i < 40; i++) {
      Journal journal = Journal.inMemory();
      Toy kept = new Toy().step("a").step("bad", "a");
      kept.making.put("bad", Toy.failing(ErrorClass.DENIED));
      RunOptions keep = RunOptions.defaults().onFailure(OnFailure.KEEP).journal(journal);
      RunReport before = kept.run(keep);
      RunHandle<RunReport> handle = kept.engine().rollBack(before.runId(), journal, keep);

      handle.cancel();

      assertThat(handle.report().state()).isEqualTo(RunState.ROLLED_BACK);
      ((ManualTime) kept.time).awaitIdle();
      assertThat(kept.changes()).containsExactly("make a", "remove a");
    }
  }

  @Test
  void cancel_whenTheRunIsOver_changesNothing() throws Exception {
    toy.step("a");
    RunHandle<RunReport> handle = toy.plan().start(RunOptions.defaults());
    handle.join();

    handle.cancel();

    ((ManualTime) toy.time).awaitIdle();
    assertThat(handle.report().state()).isEqualTo(RunState.COMPLETED);
    assertThat(toy.things()).containsExactly("a");
  }

  @Test
  void execute_whenTheThreadIsInterrupted_rollsBackAndKeepsTheFlag() throws Exception {
    Toy waiting = waiting(ManualTime.stopped());
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicReference<Boolean> flag = new AtomicReference<>(false);
    Thread caller =
        new Thread(
            () -> {
              try {
                waiting.plan().execute();
              } catch (RuntimeException e) {
                thrown.set(e);
              }
              flag.set(Thread.currentThread().isInterrupted());
            });
    caller.start();
    ((ManualTime) waiting.time).awaitIdle();

    caller.interrupt();
    caller.join(10_000);

    assertThat(thrown.get()).isInstanceOf(RunCancelledException.class);
    assertThat(((RunCancelledException) thrown.get()).report().state())
        .isEqualTo(RunState.ROLLED_BACK);
    assertThat(flag.get()).isTrue();
    assertThat(waiting.things()).isEmpty();
  }

  /** One step is done, the next waits for ever. */
  private static Toy waiting(ManualTime time) {
    Toy toy = new Toy(time).step("a").step("wait", "a");
    toy.making.put("wait", notYet());
    return toy;
  }

  private static Toy.Script notYet() {
    return (name, run) -> new Outcome.NotYet(MINUTE, "the kettle");
  }

  private static boolean sleep(ManualTime time, Duration duration) {
    try {
      time.sleep(duration);
      return true;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
