package dev.backstep.internal.aws;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.aws.AwsAccessException;
import dev.backstep.internal.engine.ErrorClass;
import dev.backstep.internal.engine.Failure;
import dev.backstep.internal.engine.Outcome;
import dev.backstep.internal.engine.RetryPolicies;
import dev.backstep.plan.BackstepException;
import dev.backstep.plan.PlanningFailedException;
import io.github.resilience4j.retry.Retry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * The reads of a planner: several at once, within the rate limits, again after a throttle or an
 * unanswered call, and with a plain message when AWS cannot be reached or refuses.
 */
public final class PlanningCalls {

  private static final int TRANSIENT_ATTEMPTS = 4;

  private final AwsAccess aws;
  private final AwsFailures failures;
  private final RetryPolicies policies;

  /** Reads through an access. */
  public PlanningCalls(AwsAccess aws) {
    this.aws = aws;
    this.failures = new AwsFailures(aws.time());
    this.policies = new RetryPolicies(aws.time().dice());
  }

  /** Begins a read; {@link #get} waits for it. */
  public <T> CompletableFuture<T> begin(ApiFamily family, String api, Supplier<T> call) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    aws.time()
        .execute(
            () -> {
              try {
                answer.complete(make(family, api, call));
              } catch (Exception | Error e) {
                answer.completeExceptionally(e);
              }
            });
    return answer;
  }

  /** Waits for a read. */
  public <T> T get(CompletableFuture<T> answer) {
    try {
      return answer.get();
    } catch (InterruptedException e) {
      throw interrupted();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        // The line that asked for the plan says more than that of a pool's thread.
        failure.fillInStackTrace();
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private <T> T make(ApiFamily family, String api, Supplier<T> call) {
    Map<ErrorClass, Retry.AsyncContext<Outcome>> retries = new EnumMap<>(ErrorClass.class);
    for (int attempt = 1; true; attempt++) {
      pause(aws.reserve(family));
      try {
        return call.get();
      } catch (BackstepException e) {
        throw e;
      } catch (RuntimeException e) {
        Failure failure = failures.explain(e);
        pause(backOff(family, retries, failure, attempt, api, e));
      }
    }
  }

  private Duration backOff(
      ApiFamily family,
      Map<ErrorClass, Retry.AsyncContext<Outcome>> retries,
      Failure failure,
      int attempt,
      String api,
      RuntimeException thrown) {
    boolean throttled = failure.errorClass() == ErrorClass.THROTTLE;
    boolean unanswered =
        failure.errorClass() == ErrorClass.TRANSIENT && attempt < TRANSIENT_ATTEMPTS;
    if (throttled) {
      aws.throttled(family);
    }
    if (throttled || unanswered) {
      long millis =
          retries
              .computeIfAbsent(
                  failure.errorClass(), key -> policies.start(key, false).orElseThrow())
              .onError(new RetryPolicies.FailedAttempt(failure));
      if (millis >= 0) {
        return Duration.ofMillis(millis);
      }
    }
    throw refusal(failure, api, thrown);
  }

  /** Without the cause where that may hold the signed request. */
  private RuntimeException refusal(Failure failure, String api, RuntimeException thrown) {
    return switch (failure.code()) {
      case "CredentialsNotFound" ->
          new AwsAccessException(
              "no AWS credentials were found for %s (expected: AWS_ACCESS_KEY_ID and".formatted(aws)
                  + " AWS_SECRET_ACCESS_KEY, a profile with AwsAccess.profile(\"...\"), or"
                  + " AwsAccess.credentials(...)); nothing was changed",
              thrown);
      case "ConnectException", "HttpHostConnectException", "UnknownHostException" ->
          new AwsAccessException(
              "%s could not be asked: the endpoint of %s does not answer (%s); expected: one that"
                      .formatted(api, aws, failure.message())
                  + " is reachable: check AWS_ENDPOINT_URL, AwsAccess.endpoint(...) and the region;"
                  + " nothing was changed",
              thrown);
      default ->
          failure.errorClass() == ErrorClass.CREDENTIAL
              ? new AwsAccessException(
                  "AWS does not accept the credentials of %s: %s; renew them and plan again; nothing was changed"
                      .formatted(aws, failure))
              : new PlanningFailedException(
                  "%s failed: %s; planning only reads, and needs this; nothing was changed"
                      .formatted(api, failure),
                  thrown);
    };
  }

  private void pause(Duration wait) {
    if (!wait.isZero()) {
      try {
        aws.time().sleep(wait);
      } catch (InterruptedException e) {
        throw interrupted();
      }
    }
  }

  private static CancellationException interrupted() {
    Thread.currentThread().interrupt();
    return new CancellationException("planning was interrupted; nothing was changed");
  }
}
