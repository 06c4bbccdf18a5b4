package dev.backstep.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.plan.RunHandle;
import dev.backstep.plan.RunOptions;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.RunState;
import dev.backstep.plan.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A waiting run holds no thread. */
class ManyRunsTest {

  private static final int RUNS = 2_000;
  private static final int FEW_THREADS = 40;

  @Test
  void start_when2000RunsWaitAtOnce_holdsFewThreads() throws Exception {
    Toy toy = new Toy(TimeSource.system()).step("wait");
    CountDownLatch waiting = new CountDownLatch(RUNS);
    toy.making.put(
        "wait",
        (name, run) -> {
          waiting.countDown();
          return new Outcome.NotYet(Duration.ofHours(1), "the others");
        });
    List<RunHandle<RunReport>> runs = new ArrayList<>();
    Engine engine = toy.engine();

    for (int i = 0; i < RUNS; i++) {
      runs.add(
          engine
              .plan(toy.data(), (results, report) -> report)
              .start(RunOptions.defaults().listener(event -> {})));
    }
    assertThat(waiting.await(60, TimeUnit.SECONDS)).isTrue();

    assertThat(runs).noneMatch(RunHandle::isDone);
    assertThat(busyThreads()).isLessThan(FEW_THREADS);
    runs.forEach(RunHandle::cancel);
    assertThat(runs).allMatch(run -> run.report().state() == RunState.ROLLED_BACK);
  }

  /** Threads of runs that do something; idle ones of a pool wait for work and then end. */
  private static long busyThreads() {
    return Thread.getAllStackTraces().entrySet().stream()
        .filter(entry -> entry.getKey().getName().startsWith("backstep-"))
        .filter(
            entry ->
                List.of(entry.getValue()).stream()
                    .noneMatch(frame -> frame.getMethodName().equals("getTask")))
        .count();
  }
}
