package dev.backstep.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.plan.RunOptions;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.RunState;
import dev.backstep.plan.StepReport;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** What can go wrong with a rollback, and what it must not do. */
class RunUndoTest {

  private final Toy toy = new Toy().step("a").step("b", "a").step("c", "a").step("bad", "b", "c");

  RunUndoTest() {
    toy.making.put("bad", Toy.failing(ErrorClass.DENIED));
  }

  @Test
  void rollback_whenThrottledOften_goesOn() {
    Toy.Script[] scripts =
        Collections.nCopies(30, Toy.failing(ErrorClass.THROTTLE)).toArray(Toy.Script[]::new);
    scripts[29] = toy::remove;
    toy.removing.put("b", Toy.inTurn(scripts));

    RunReport report = toy.run();

    assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(toy.things()).isEmpty();
  }

  @Test
  void rollback_whenThrottledForEver_endsWithItsBudget() {
    toy.removing.put("b", Toy.failing(ErrorClass.THROTTLE));

    RunReport report = toy.run();

    assertThat(report.state()).isEqualTo(RunState.ROLLBACK_INCOMPLETE);
    assertThat(report.wallTime()).isLessThan(Duration.ofMinutes(31));
    assertThat(toy.things()).containsExactly("a", "b");
  }

  @Test
  void rollback_whenAnUndoIsRefused_undoesTheOthersAndNamesTheLeftover() {
    toy.removing.put("b", Toy.failing(ErrorClass.DENIED));

    RunReport report = toy.run();

    assertThat(report.state()).isEqualTo(RunState.ROLLBACK_INCOMPLETE);
    assertThat(toy.things()).containsExactly("b");
    assertThat(report.leftovers())
        .singleElement()
        .satisfies(
            left -> {
              assertThat(left.step()).isEqualTo("b");
              assertThat(left.why()).contains("DENIED");
              assertThat(left.command()).isEqualTo("toy remove b");
            });
    assertThat(report.next()).anyMatch(line -> line.contains("rollback"));
  }

  @Test
  void rollback_whenWhatUsesItCouldNotBeUndone_givesUpABusyOneAtOnce() {
    toy.removing.put("b", Toy.failing(ErrorClass.DENIED));
    toy.removing.put("a", Toy.failing(ErrorClass.BUSY));

    RunReport report = toy.run();

    assertThat(report.leftovers()).extracting(left -> left.step()).containsExactly("b", "a");
    assertThat(report.wallTime()).isLessThan(Duration.ofMinutes(1));
  }

  @Test
  void rollback_whenSomethingIsBusyForMinutes_waitsForIt() {
    Toy.Script[] scripts =
        Collections.nCopies(60, Toy.failing(ErrorClass.BUSY)).toArray(Toy.Script[]::new);
    scripts[59] = toy::remove;
    toy.removing.put("a", Toy.inTurn(scripts));

    RunReport report = toy.run();

    assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(report.wallTime()).isGreaterThan(Duration.ofMinutes(2));
  }

  @Test
  void rollback_whenCredentialsExpire_parksAndIsFinishedLater() {
    toy.removing.put(
        "b",
        Toy.inTurn(
            Toy.failing(ErrorClass.CREDENTIAL), Toy.failing(ErrorClass.CREDENTIAL), toy::remove));
    dev.backstep.journal.Journal journal = dev.backstep.journal.Journal.inMemory();

    RunReport parked = toy.run(journal);

    assertThat(parked.state()).isEqualTo(RunState.PARKED);
    RunReport report = toy.engine().resume(parked.runId(), journal, RunOptions.defaults()).report();
    assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(toy.things()).isEmpty();
  }

  @Test
  void rollback_whenAThingIsGoneAlready_takesThatAsUndoneOnceItIsSure() {
    toy.making.put(
        "bad",
        (name, run) -> {
          toy.things.remove("b");
          return Toy.refuse(ErrorClass.DENIED);
        });

    RunReport report = toy.run();

    assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(report.steps().get(1).state()).isEqualTo(StepReport.State.UNDONE);
    assertThat(report.wallTime()).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(6));
  }

  @Test
  void rollback_whenAThrottledDeleteIsFollowedByALaggingRead_doesNotTakeItForDone() {
    toy.removing.put(
        "b",
        Toy.inTurn(
            Toy.failing(ErrorClass.THROTTLE),
            (name, run) -> run.absent(name),
            (name, run) -> toy.remove(name, run)));

    RunReport report = toy.run();

    assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(toy.things()).isEmpty();
  }

  @Test
  void rollback_whenAnUnansweredDeleteIsFollowedByALaggingRead_doesNotTakeItForDone() {
    toy.removing.put(
        "b",
        Toy.inTurn(
            Toy.failing(ErrorClass.TRANSIENT),
            (name, run) -> run.absent(name),
            (name, run) -> toy.remove(name, run)));

    RunReport report = toy.run();

    assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(toy.things()).isEmpty();
  }

  @Test
  void rollback_whenAStepMayHaveActed_looksForItUntilTheSettleWindowHasPassed() {
    toy.making.put(
        "b", Toy.inTurn(Toy.failing(ErrorClass.TRANSIENT), Toy.failing(ErrorClass.DENIED)));

    RunReport report = toy.run();

    assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(report.wallTime()).isGreaterThanOrEqualTo(Duration.ofMinutes(5));
    assertThat(toy.calls).filteredOn("look b"::equals).hasSizeGreaterThan(10);
  }

  @Test
  void rollback_whenAnUnansweredCallWasSentAgain_looksOnceMoreWhenItCannotActAnyMore() {
    toy.making.put("b", Toy.inTurn(Toy.failing(ErrorClass.TRANSIENT), toy::make));
    toy.removing.put(
        "b",
        Toy.inTurn(
            (name, run) -> {
              Outcome done = toy.remove(name, run);
              toy.things.add("b"); // the first request acts at last
              return done;
            },
            toy::remove));

    RunReport report = toy.run();

    assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(toy.things()).isEmpty();
    assertThat(report.wallTime()).isGreaterThanOrEqualTo(Duration.ofMinutes(5));
  }
}
