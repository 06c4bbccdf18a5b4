package dev.backstep.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.journal.Journal;
import dev.backstep.plan.PlanEvent;
import dev.backstep.plan.RunHandle;
import dev.backstep.plan.RunOptions;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.RunState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What a long step tells while it goes on, and who is asked when a person must act. */
class RunProgressTest {

  private final Toy toy = new Toy();
  private final List<PlanEvent> events = new CopyOnWriteArrayList<>();
  private final RunOptions options = RunOptions.defaults().listener(events::add);

  @Test
  void progress_whenAStepSaysHowFarItIs_isToldWithTheTimeLeft() {
    toy.step("copy");
    toy.making.put("copy", Toy.inTurn(at(0), at(25), at(50), toy::make));

    toy.run(options);

    assertThat(
            events.stream().filter(PlanEvent.StepProgress.class::isInstance).map(String::valueOf))
        .containsExactly(
            "  copy: 0 %: snapshot of copy",
            "  copy: 25 %, about 3 min left: snapshot of copy",
            "  copy: 50 %, about 2 min left: snapshot of copy");
  }

  @Test
  void output_whenAProgramWritesLines_isToldLineByLine() {
    toy.step("script");
    toy.making.put(
        "script",
        (name, run) -> {
          run.output("+ sync");
          run.output("done");
          return toy.make(name, run);
        });

    toy.run(options);

    assertThat(events.stream().filter(PlanEvent.StepOutput.class::isInstance).map(String::valueOf))
        .containsExactly("  script: + sync", "  script: done");
  }

  @Test
  void run_whenAPersonDoesNotActInTime_parksAndCanGoOn() {
    toy.step("zone").step("certificate", "zone").step("listener", "certificate");
    toy.outOfPatience = ErrorClass.PERSON;
    toy.making.put("certificate", at(0));
    Journal journal = Journal.inMemory();

    RunReport parked = toy.run(options.journal(journal));

    assertThat(parked.state()).isEqualTo(RunState.PARKED);
    assertThat(parked.failure().orElseThrow())
        .contains("not within 10 min")
        .contains("waiting for copy of certificate");
    assertThat(parked.next().get(0)).contains("resume(\"" + parked.runId() + "\")");
    assertThat(toy.things()).containsExactly("zone");

    toy.making.clear();
    RunReport resumed = toy.engine().resume(parked.runId(), journal, options).report();
    assertThat(resumed.state()).isEqualTo(RunState.COMPLETED);
    assertThat(toy.things()).containsExactly("certificate", "listener", "zone");
  }

  @Test
  void stopping_whenTheRunIsCancelled_isSeenByWhatIsUnderWay() {
    toy.step("script");
    List<Boolean> seen = new CopyOnWriteArrayList<>();
    CompletableFuture<RunHandle<RunReport>> run = new CompletableFuture<>();
    toy.making.put(
        "script",
        (name, attempt) -> {
          seen.add(attempt.stopping());
          run.join().cancel();
          seen.add(attempt.stopping());
          return toy.make(name, attempt);
        });

    run.complete(toy.plan().start(options));

    assertThat(run.join().report().state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(seen).containsExactly(false, true);
  }

  private static Toy.Script at(int percent) {
    return (name, run) -> {
      run.progress(percent, "snapshot of " + name);
      return new Outcome.NotYet(Duration.ofMinutes(1), "waiting for copy of " + name);
    };
  }
}
