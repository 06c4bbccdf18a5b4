package dev.backstep.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.internal.engine.ErrorClass;
import dev.backstep.internal.engine.Failure;
import dev.backstep.internal.engine.Outcome;
import dev.backstep.internal.engine.RetryPolicies;
import io.github.resilience4j.retry.Retry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How often and when a failed call is made again. */
class RetryPoliciesTest {

  private final RetryPolicies policies = new RetryPolicies(new Random(7));

  @ParameterizedTest
  @CsvSource({
    "THROTTLE, 12, 1000, 20000", "TRANSIENT, 8, 100, 20000", "EVENTUAL, 100, 500, 10000",
    "GONE, 20, 500, 10000", "BUSY, 400, 2000, 15000", "CREDENTIAL, 2, 100, 100"
  })
  void start_whenAFailureMayPass_triesSoOftenWithinADoublingCap(
      ErrorClass errorClass, int attempts, long base, long cap) {
    for (int round = 0; round < 200; round++) {
      List<Long> delays = delays(errorClass, false, 1_000);

      assertThat(delays).hasSize(attempts - 1);
      for (int i = 0; i < delays.size(); i++) {
        assertThat(delays.get(i)).isBetween(1L, Math.min(cap, base << Math.min(i, 20)));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {"THROTTLE", "TRANSIENT", "EVENTUAL", "GONE", "BUSY", "CREDENTIAL"},
      mode = EnumSource.Mode.EXCLUDE)
  void start_whenAFailureIsFinal_givesNoPolicy(ErrorClass errorClass) {
    assertThat(policies.start(errorClass, false)).isEmpty();
    assertThat(policies.start(errorClass, true)).isEmpty();
  }

  @Test
  void onError_whenTheCapIsReached_stillSpreadsOverAllOfIt() {
    List<Long> atTheCap = new ArrayList<>();
    for (int round = 0; round < 2_000; round++) {
      List<Long> delays = delays(ErrorClass.THROTTLE, false, 1_000);
      atTheCap.addAll(delays.subList(6, delays.size()));
    }

    assertThat(atTheCap.stream().mapToLong(it -> it).average().orElseThrow())
        .isBetween(9_500.0, 10_500.0);
    for (int tenth = 0; tenth < 10; tenth++) {
      long low = tenth * 2_000L;
      long inTenth = atTheCap.stream().filter(it -> it > low && it <= low + 2_000).count();
      assertThat(inTenth).isBetween(atTheCap.size() / 12L, atTheCap.size() / 8L);
    }
  }

  @Test
  void onError_whenTheServiceSaysWhenToComeBack_doesNotComeEarlier() {
    for (int round = 0; round < 200; round++) {
      Retry.AsyncContext<Outcome> context =
          policies.start(ErrorClass.THROTTLE, false).orElseThrow();

      assertThat(context.onError(failed(ErrorClass.THROTTLE, Optional.of(Duration.ofSeconds(30)))))
          .isBetween(30_001L, 31_000L);
      assertThat(context.onError(failed(ErrorClass.THROTTLE, Optional.empty())))
          .isBetween(1L, 2_000L);
    }
  }

  @Test
  void start_whenItIsAnUndo_goesOnUntilItsBudgetEnds() {
    assertThat(delays(ErrorClass.TRANSIENT, true, 5_000)).hasSize(5_000);
    assertThat(delays(ErrorClass.CREDENTIAL, true, 5_000)).hasSize(1);
  }

  @Test
  void start_whenAskedTwice_countsApart() {
    Retry.AsyncContext<Outcome> one = policies.start(ErrorClass.CREDENTIAL, false).orElseThrow();
    Retry.AsyncContext<Outcome> two = policies.start(ErrorClass.CREDENTIAL, false).orElseThrow();
    RetryPolicies.FailedAttempt failure = failed(ErrorClass.CREDENTIAL, Optional.empty());

    assertThat(one.onError(failure)).isPositive();
    assertThat(one.onError(failure)).isNegative();
    assertThat(two.onError(failure)).isPositive();
  }

  /** The delays until the policy gives up, or so many. */
  private List<Long> delays(ErrorClass errorClass, boolean undo, int most) {
    Retry.AsyncContext<Outcome> context = policies.start(errorClass, undo).orElseThrow();
    List<Long> delays = new ArrayList<>();
    while (delays.size() < most) {
      long delay = context.onError(failed(errorClass, Optional.empty()));
      if (delay < 0) {
        break;
      }
      delays.add(delay);
    }
    return delays;
  }

  private static RetryPolicies.FailedAttempt failed(
      ErrorClass errorClass, Optional<Duration> retryAfter) {
    return new RetryPolicies.FailedAttempt(
        new Failure(errorClass, "Code", "words", Optional.empty(), retryAfter));
  }
}
