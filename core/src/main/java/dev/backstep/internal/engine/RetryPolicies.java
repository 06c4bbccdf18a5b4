package dev.backstep.internal.engine;

import io.github.resilience4j.core.functions.Either;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How often and when a failed attempt is made again, per class of failure: full jitter between one
 * millisecond and a doubling, capped back-off. Resilience4j decides and counts; the engine waits.
 */
public final class RetryPolicies {

  private record Policy(int attempts, Duration base, Duration cap, Duration window) {}

  private static final Map<ErrorClass, Policy> FORWARD =
      new EnumMap<>(
          Map.of(
              ErrorClass.THROTTLE, policy(12, 1_000, 20_000, Duration.ofMinutes(10)),
              ErrorClass.TRANSIENT, policy(8, 100, 20_000, Duration.ofMinutes(10)),
              ErrorClass.EVENTUAL, policy(100, 500, 10_000, Duration.ofMinutes(2)),
              ErrorClass.GONE, policy(20, 500, 10_000, Duration.ofMinutes(1)),
              ErrorClass.BUSY, policy(400, 2_000, 15_000, Duration.ofMinutes(20)),
              ErrorClass.CREDENTIAL, policy(2, 100, 100, Duration.ofMinutes(1))));

  /** An undo has the whole rollback budget: only that ends its attempts. */
  private static final int UNTIL_BUDGET = 1_000_000;

  private final RandomGenerator random;

  /** With the dice for the jitter. */
  public RetryPolicies(RandomGenerator random) {
    this.random = random;
  }

  private static Policy policy(int attempts, long baseMillis, long capMillis, Duration window) {
    return new Policy(
        attempts, Duration.ofMillis(baseMillis), Duration.ofMillis(capMillis), window);
  }

  /** How long after its first failure of a class a step may still try. */
  static Duration window(ErrorClass errorClass) {
    Policy policy = FORWARD.get(errorClass);
    return policy == null ? Duration.ZERO : policy.window();
  }

  /** The count of one step's failures of one class; empty when such a failure is final. */
  public Optional<Retry.AsyncContext<Outcome>> start(ErrorClass errorClass, boolean undo) {
    Policy policy = FORWARD.get(errorClass);
    if (policy == null) {
      return Optional.empty();
    }
    boolean lasting = undo && errorClass != ErrorClass.CREDENTIAL;
    RetryConfig config =
        RetryConfig.<Outcome>custom()
            .maxAttempts(lasting ? UNTIL_BUDGET : policy.attempts())
            .intervalBiFunction((attempt, cause) -> delayMillis(policy, attempt, cause))
            .build();
    return Optional.of(Retry.of(errorClass.name(), config).asyncContext());
  }

  private long delayMillis(Policy policy, int attempt, Either<Throwable, Outcome> cause) {
    long ceiling =
        Math.min(policy.cap().toMillis(), policy.base().toMillis() << Math.min(attempt - 1, 20));
    long jittered = 1 + random.nextLong(ceiling);
    Optional<Duration> asked = ((FailedAttempt) cause.getLeft()).failure().retryAfter();
    return asked.map(wait -> wait.toMillis() + jittered).orElse(jittered);
  }

  /** A failure in the form that Resilience4j takes. */
  public static final class FailedAttempt extends RuntimeException {
    private final transient Failure failure;

    /** Without a stack trace: it is only counted. */
    public FailedAttempt(Failure failure) {
      super(failure.toString(), null, false, false);
      this.failure = failure;
    }

    Failure failure() {
      return failure;
    }
  }
}
