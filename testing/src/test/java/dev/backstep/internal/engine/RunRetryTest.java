package dev.backstep.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.plan.PlanEvent.RetryScheduled;
import dev.backstep.plan.RunOptions;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.RunState;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How often and for how long each class of failure is tried again. */
class RunRetryTest {

  private final Toy toy = new Toy().step("a");
  private final List<RetryScheduled> retries = new CopyOnWriteArrayList<>();
  private final RunOptions options =
      RunOptions.defaults()
          .listener(
              event -> {
                if (event instanceof RetryScheduled retry) {
                  retries.add(retry);
                }
              });

  @ParameterizedTest
  @CsvSource({
    "THROTTLE, 12, PT10M",
    "TRANSIENT, 8, PT10M",
    "EVENTUAL, 100, PT2M30S",
    "GONE, 20, PT1M30S",
    "BUSY, 400, PT21M"
  })
  void run_whenAClassOfFailureNeverEnds_triesSoOftenAndSoLong(
      ErrorClass errorClass, int most, Duration longest) {
    toy.making.put("a", Toy.failing(errorClass));

    RunReport report = toy.run(options);

    assertThat(report.failedStep()).contains("a");
    assertThat(retries).hasSizeBetween(3, most - 1);
    Duration waited =
        retries.stream().map(RetryScheduled::delay).reduce(Duration.ZERO, Duration::plus);
    assertThat(waited).isLessThanOrEqualTo(longest);
    assertThat(retries.stream().map(RetryScheduled::delay).distinct()).hasSizeGreaterThan(2);
  }

  @ParameterizedTest
  @EnumSource(
      value = ErrorClass.class,
      names = {
        "CAPACITY",
        "QUOTA",
        "CLOCK",
        "DENIED",
        "TOKEN",
        "INVALID",
        "PROTECTED",
        "CONFLICT",
        "BUG",
        "REFUSED"
      })
  void run_whenAFailureIsFinal_doesNotTryAgain(ErrorClass errorClass) {
    toy.making.put("a", Toy.failing(errorClass));

    RunReport report = toy.run(options);

    assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(retries).isEmpty();
  }

  @Test
  void run_whenThrottledForAWhile_completes() {
    Toy.Script[] scripts =
        Collections.nCopies(11, Toy.failing(ErrorClass.THROTTLE)).toArray(Toy.Script[]::new);
    Toy.Script[] all = java.util.Arrays.copyOf(scripts, 12);
    all[11] = toy::make;
    toy.making.put("a", Toy.inTurn(all));

    assertThat(toy.run(options).state()).isEqualTo(RunState.COMPLETED);
    assertThat(retries).hasSize(11);
  }

  @Test
  void run_whenTheServiceSaysWhenToComeBack_waitsAtLeastThatLong() {
    Failure later =
        new Failure(
            ErrorClass.THROTTLE,
            "Throttling",
            "slow down",
            java.util.Optional.empty(),
            java.util.Optional.of(Duration.ofSeconds(30)));
    toy.making.put("a", Toy.inTurn((name, run) -> new Outcome.Refused(later), toy::make));

    assertThat(toy.run(options).wallTime()).isGreaterThanOrEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void run_whenCredentialsExpire_triesOnceMoreThenParks() {
    toy.step("b", "a");
    toy.making.put("b", Toy.failing(ErrorClass.CREDENTIAL));

    RunReport report = toy.run(options);

    assertThat(report.state()).isEqualTo(RunState.PARKED);
    assertThat(retries).hasSize(1);
    assertThat(toy.things()).containsExactly("a");
    assertThat(report.next()).anyMatch(line -> line.contains("resume(\"" + report.runId()));
  }

  @Test
  void run_whenItWaitsLongerThanItsPatience_fails() {
    toy.patience = Duration.ofMinutes(3);
    toy.making.put("a", (name, run) -> new Outcome.NotYet(Duration.ofSeconds(10), "the kettle"));

    RunReport report = toy.run(options);

    assertThat(report.failure().orElseThrow()).contains("not within 3 min: the kettle");
    assertThat(report.wallTime()).isEqualTo(Duration.ofMinutes(3));
    assertThat(retries).isEmpty();
  }

  @Test
  void run_whenItIsReadyInTime_completes() {
    Toy.Script notYet = (name, run) -> new Outcome.NotYet(Duration.ofSeconds(10), "the kettle");
    toy.making.put("a", Toy.inTurn(notYet, notYet, notYet, toy::make));

    RunReport report = toy.run(options);

    assertThat(report.state()).isEqualTo(RunState.COMPLETED);
    assertThat(report.wallTime()).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void run_whenADuplicateIsOurs_takesItAsMade() {
    toy.making.put(
        "a",
        (name, run) ->
            run.change(
                "toy:Make",
                () -> {
                  boolean first = toy.things.add(name);
                  return Toy.refuse(first ? ErrorClass.TRANSIENT : ErrorClass.MAYBE_OURS);
                }));
    toy.lookingUp.put("a", (name, run) -> Outcome.done("id-a"));

    RunReport report = toy.run(options);

    assertThat(report.state()).isEqualTo(RunState.COMPLETED);
    assertThat(toy.calls).containsExactly("look a");
  }

  @Test
  void run_whenADuplicateIsSomebodyElses_stopsAndLeavesIt() {
    toy.things.add("a");
    toy.making.put("a", Toy.failing(ErrorClass.MAYBE_OURS));
    toy.lookingUp.put("a", (name, run) -> Toy.refuse(ErrorClass.CONFLICT));

    RunReport report = toy.run(options);

    assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(toy.things()).containsExactly("a");
    assertThat(toy.changes()).isEmpty();
  }

  @Test
  void run_whenADuplicateIsNeverSeen_isAConflictAfterTheSettleWindow() {
    toy.making.put("a", Toy.failing(ErrorClass.MAYBE_OURS));
    toy.lookingUp.put("a", (name, run) -> new Outcome.NotYet(Duration.ofSeconds(2), "not visible"));

    RunReport report = toy.run(options);

    assertThat(report.failure().orElseThrow()).contains("nothing of ours is to be seen");
    assertThat(report.wallTime()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void run_whenAnUnansweredCallIsNotSafeToResend_looksUntilTheSettleWindowHasPassed() {
    toy.notSafeToResend.add("a");
    toy.making.put("a", Toy.inTurn(Toy.failing(ErrorClass.TRANSIENT), toy::make));
    toy.lookingUp.put(
        "a", (name, run) -> new Outcome.NotYet(Duration.ofSeconds(10), "not visible"));

    RunReport report = toy.run(options.settleWindow(Duration.ofMinutes(2)));

    assertThat(report.state()).isEqualTo(RunState.COMPLETED);
    assertThat(report.wallTime()).isBetween(Duration.ofMinutes(2), Duration.ofSeconds(131));
    assertThat(toy.changes()).containsExactly("make a");
  }

  @Test
  void run_whenAnUnansweredCallHasActedLate_findsItAndDoesNotSendAgain() {
    toy.notSafeToResend.add("a");
    toy.making.put("a", Toy.failing(ErrorClass.TRANSIENT));
    Toy.Script[] looks =
        IntStream.range(0, 10)
            .mapToObj(
                i ->
                    (Toy.Script)
                        (name, run) ->
                            i < 9
                                ? new Outcome.NotYet(Duration.ofSeconds(10), "not visible")
                                : Outcome.done("id-a"))
            .toArray(Toy.Script[]::new);
    toy.lookingUp.put("a", Toy.inTurn(looks));

    RunReport report = toy.run(options);

    assertThat(report.state()).isEqualTo(RunState.COMPLETED);
    assertThat(toy.changes()).isEmpty();
  }
}
