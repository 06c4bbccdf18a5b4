package dev.backstep.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.journal.Journal;
import dev.backstep.plan.OnFailure;
import dev.backstep.plan.RunOptions;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.RunState;
import dev.backstep.plan.TimeSource;
import dev.backstep.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wall clock is set while a run is under way, or between two processes. */
class RunClockTest {

  private static final Duration WINDOW = Duration.ofMinutes(5);

  private final JumpingTime time = new JumpingTime();
  private final Toy toy = new Toy(time).step("a");
  private final Journal journal = Journal.inMemory();

  @ParameterizedTest
  @ValueSource(strings = {"PT1H", "-PT1H"})
  void run_whenTheClockJumps_looksForExactlyTheSettleWindow(Duration jump) {
    toy.notSafeToResend.add("a");
    toy.making.put("a", Toy.inTurn(this::unanswered, toy::make));
    toy.lookingUp.put(
        "a",
        (name, run) -> {
          time.offset = jump;
          return new Outcome.NotYet(Duration.ofSeconds(10), "not visible");
        });

    RunReport report = toy.run();

    assertThat(report.state()).isEqualTo(RunState.COMPLETED);
    assertThat(report.wallTime()).isBetween(WINDOW, WINDOW.plusSeconds(20));
  }

  @Test
  void rollback_whenTheClockWasSetBackBetweenProcesses_waitsForOneWindowOnly() {
    toy.making.put("a", this::unanswered);
    RunReport kept = toy.run(RunOptions.defaults().journal(journal).onFailure(OnFailure.KEEP));
    time.offset = Duration.ofHours(-1);

    RunReport report = toy.engine().rollBack(kept.runId(), journal, RunOptions.defaults()).report();

    assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(report.wallTime()).isBetween(WINDOW, WINDOW.plusSeconds(20));
  }

  private Outcome unanswered(String name, Attempt run) {
    return run.change("toy:Make", () -> Toy.refuse(ErrorClass.TRANSIENT));
  }

  /** Real enough: its wall clock can be set, its other clock cannot. */
  private static final class JumpingTime implements TimeSource {
    private final ManualTime time = ManualTime.autoAdvancing();
    private volatile Duration offset = Duration.ZERO;

    @Override
    public Instant now() {
      return time.now().plus(offset);
    }

    @Override
    public long nanoTime() {
      return time.nanoTime();
    }

    @Override
    public void execute(Runnable work) {
      time.execute(work);
    }

    @Override
    public Cancellation schedule(Duration delay, Runnable task) {
      return time.schedule(delay, task);
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
      time.sleep(duration);
    }
  }
}
