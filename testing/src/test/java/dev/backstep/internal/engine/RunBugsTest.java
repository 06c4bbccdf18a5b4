package dev.backstep.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstep.journal.Journal;
import dev.backstep.journal.JournalEntry;
import dev.backstep.plan.PlanListener;
import dev.backstep.plan.RunHandle;
import dev.backstep.plan.RunOptions;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.RunState;
import dev.backstep.testing.ManualTime;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Handlers and listeners that do what they must not. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RunBugsTest {

  private final Toy toy = new Toy().step("a").step("b", "a");
  private final Journal journal = Journal.inMemory();

  @Test
  void run_whenAListenerThrows_isUnharmed() {
    assertUnharmedBy(
        event -> {
          throw new IllegalStateException("a bug of the user");
        });
  }

  @Test
  void run_whenAListenerThrowsAnError_isUnharmed() {
    assertUnharmedBy(
        event -> {
          throw new OutOfMemoryError("not really");
        });
  }

  @Test
  void run_whenAListenerBlocksForEver_isUnharmed() {
    assertUnharmedBy(
        event -> {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  @Test
  void run_whenOneListenerThrows_tellsTheOthersInOrder() {
    List<String> heard = new java.util.concurrent.CopyOnWriteArrayList<>();

    toy.run(
        RunOptions.defaults()
            .listener(
                event -> {
                  throw new IllegalStateException();
                })
            .listener(event -> heard.add(event.getClass().getSimpleName())));

    assertThat(heard)
        .containsExactly(
            "RunStarted", "StepStarted", "StepDone", "StepStarted", "StepDone", "RunFinished");
  }

  @Test
  void run_whenAHandlerHasABug_rollsBackAndNamesIt() {
    toy.making.put(
        "b",
        (name, run) -> {
          throw new IllegalArgumentException("no such field");
        });

    RunReport report = toy.run();

    assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(report.failure().orElseThrow()).contains("no such field");
    assertThat(toy.things()).isEmpty();
  }

  @Test
  void run_whenAHandlerHasABugInTheMiddleOfAChange_looksForWhatItMayHaveMade() {
    toy.making.put(
        "b",
        (name, run) ->
            run.change(
                "toy:Make",
                () -> {
                  toy.made(name);
                  throw new NullPointerException("in the answer");
                }));

    RunReport report = toy.run();

    assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(toy.things()).isEmpty();
  }

  @Test
  void run_whenAHandlerReturnsNothing_rollsBackAndSaysSo() {
    toy.making.put("b", (name, run) -> nothing());

    RunReport report = toy.run();

    assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(report.failure().orElseThrow()).contains("step b").contains("outcome");
  }

  @Test
  void run_whenASharedReadReturnsNothing_rollsBack() {
    Toy sharing = new Toy().step("s", new Toy.Shared("s", "batch"), new Toy.Remove("s"));
    sharing.reading =
        (names, run) -> {
          throw new IllegalStateException("a bug in the read");
        };

    assertThat(sharing.run().failure().orElseThrow()).contains("a bug in the read");
  }

  @Test
  void run_whenTheEngineItselfHasABug_endsAndShowsIt() {
    toy.patience = null;
    toy.making.put("b", (name, run) -> new Outcome.NotYet(java.time.Duration.ofSeconds(1), "it"));

    RunHandle<RunReport> handle = toy.plan().start(RunOptions.defaults().journal(journal));

    assertThatThrownBy(handle::report).hasRootCauseInstanceOf(NullPointerException.class);
    assertThat(
            toy.engine().rollBack(handle.runId(), journal, RunOptions.defaults()).report().state())
        .isEqualTo(RunState.ROLLED_BACK);
  }

  @Test
  void report_whenWhatRemainsCannotBeSaid_stillNamesTheLeftover() {
    toy.making.put("b", Toy.failing(ErrorClass.DENIED));
    Toy broken = new Toy();
    broken.step("a", new Toy.Make("a"), new Mute()).step("b", "a");
    broken.catalog().undo("mute", Mute.class, new MuteHandler());
    broken.making.put("b", Toy.failing(ErrorClass.DENIED));

    RunReport report = broken.run();

    assertThat(report.state()).isEqualTo(RunState.ROLLBACK_INCOMPLETE);
    assertThat(report.leftovers().get(0).what()).isEqualTo("thing a");
  }

  @Test
  void run_whenAHandlerThrowsAnError_recordsNothingMoreAndCanBeRolledBack() {
    toy.step("c", "a");
    toy.making.put(
        "b",
        (name, run) -> {
          toy.make(name, run);
          throw new StackOverflowError("in a callback");
        });
    RunHandle<RunReport> handle =
        toy.plan().start(RunOptions.defaults().journal(journal).parallelism(1));

    assertThatThrownBy(handle::join).isInstanceOf(StackOverflowError.class);

    List<JournalEntry> entries = journal.read(handle.runId());
    assertThat(entries.get(entries.size() - 1).type()).isEqualTo(JournalEntry.Type.INTENT);
    assertThat(toy.things()).containsExactly("a", "b");
    RunReport report =
        toy.engine().rollBack(handle.runId(), journal, RunOptions.defaults()).report();
    assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(toy.things()).isEmpty();
  }

  @Test
  void run_whenTheJournalThrowsAnError_ends() {
    Journal dying =
        new FailingJournal(
            journal,
            3,
            () -> {
              throw new OutOfMemoryError("not really");
            });

    RunHandle<RunReport> handle = toy.plan().start(RunOptions.defaults().journal(dying));

    assertThatThrownBy(handle::join).isInstanceOf(OutOfMemoryError.class);
    assertThat(toy.engine().resume(handle.runId(), journal, RunOptions.defaults()).join().state())
        .isEqualTo(RunState.COMPLETED);
    assertThat(toy.changes()).containsExactly("make a", "make a", "make b");
  }

  @Test
  void run_whenItCrashesWithACallInFlight_keepsTheJournalUntilThatIsOver() throws Exception {
    CountDownLatch inFlight = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Toy two = new Toy(ManualTime.stopped()).step("slow").step("crash");
    two.making.put(
        "slow",
        (name, run) ->
            run.change(
                "toy:Make",
                () -> {
                  inFlight.countDown();
                  try {
                    go.await(10, TimeUnit.SECONDS);
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                  return two.made(name);
                }));
    CountDownLatch crashed = new CountDownLatch(1);
    two.making.put(
        "crash",
        (name, run) -> {
          awaitQuietly(inFlight);
          crashed.countDown();
          throw new StackOverflowError();
        });
    RunHandle<RunReport> handle = two.plan().start(RunOptions.defaults().journal(journal));
    crashed.await();

    assertThat(handle.isDone()).isFalse();
    assertThatThrownBy(() -> journal.open(handle.runId())).hasMessageContaining("open already");
    go.countDown();
    assertThatThrownBy(handle::join).isInstanceOf(StackOverflowError.class);
    journal.open(handle.runId()).close();
  }

  private void assertUnharmedBy(PlanListener listener) {
    RunReport report = toy.run(RunOptions.defaults().listener(listener));

    assertThat(report.state()).isEqualTo(RunState.COMPLETED);
    assertThat(toy.things()).containsExactly("a", "b");
  }

  @SuppressWarnings("NullAway") // what a handler must not do
  private static Outcome nothing() {
    return null;
  }

  record Mute() implements Undo {
    @Override
    public String inWords() {
      return "say nothing";
    }
  }

  private static final class MuteHandler implements UndoHandler<Mute> {
    @Override
    public Outcome attempt(Mute undo, Attempt run) {
      return Toy.refuse(ErrorClass.DENIED);
    }

    @Override
    public Remains remains(Mute undo, Attempt run) {
      throw new IllegalStateException("a bug");
    }

    @Override
    public String family() {
      return "TOY";
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
