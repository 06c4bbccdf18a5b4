package dev.backstep.internal.engine;

import dev.backstep.internal.text.DurationText;
import dev.backstep.plan.TimeSource;
import io.github.resilience4j.retry.Retry;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides what follows from an outcome: on with it, again and when, look it up, or failed. */
final class Verdicts {

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

  private final Backend backend;
  private final TimeSource time;
  private final Duration settleWindow;
  private final RetryPolicies policies;

  Verdicts(Backend backend, TimeSource time, Duration settleWindow) {
    this.backend = backend;
    this.time = time;
    this.settleWindow = settleWindow;
    this.policies = new RetryPolicies(time.dice());
  }

  /** A task for a step; one that an earlier process left unclear may have to be looked up first. */
  Task begin(StepRun step) {
    Task task = new Task(step, false);
    if (step.unclear && !handler(task).safeToResendAfterAnother(step.node.step())) {
      lookUp(
          task, Failure.of(ErrorClass.TRANSIENT, "Unanswered", "an earlier process made the call"));
    }
    return task;
  }

  /** How long until a look-up of the step proves what it does not find; zero when it does now. */
  Duration settledIn(StepRun step) {
    return windowAfter(step.lastChange);
  }

  private Duration windowAfter(@Nullable Long change) {
    if (change == null) {
      return Duration.ZERO;
    }
    Duration left = settleWindow.minusNanos(time.nanoTime() - change);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** What follows for a step from an outcome other than done. */
  Verdict onStep(Task task, Outcome outcome) {
    if (outcome instanceof Outcome.NotYet notYet) {
      forgetFailures(task);
      return task.lookingUp ? nothingFound(task, notYet) : waiting(task, notYet);
    }
    if (outcome instanceof Outcome.Ambiguous ambiguous) {
      if (!handler(task).safeToResend()) {
        lookUp(task, ambiguous.failure());
      }
      return retry(task, ambiguous.failure());
    }
    Failure failure = ((Outcome.Refused) outcome).failure();
    if (failure.errorClass() == ErrorClass.CANCELLED) {
      return new Verdict.Again(Duration.ZERO, failure.toString(), false);
    }
    if (failure.errorClass() == ErrorClass.MAYBE_OURS && !task.lookingUp) {
      lookUp(task, failure);
      return new Verdict.Again(Duration.ZERO, failure + "; is it ours?", false);
    }
    return retry(task, failure);
  }

  /** What follows for an undo. {@code blocked}: something that uses it could not be undone. */
  Verdict onUndo(Task task, Outcome outcome, boolean blocked) {
    if (outcome instanceof Outcome.Done) {
      Duration late = windowAfter(task.step.unanswered);
      return late.isZero()
          ? new Verdict.Over()
          : new Verdict.Again(late, "an unanswered call may still take effect", false);
    }
    if (outcome instanceof Outcome.NotYet notYet) {
      forgetFailures(task);
      return new Verdict.Again(notYet.after(), notYet.waitingFor(), false);
    }
    Failure failure =
        outcome instanceof Outcome.Refused refused
            ? refused.failure()
            : ((Outcome.Ambiguous) outcome).failure();
    return switch (failure.errorClass()) {
      case GONE, EVENTUAL -> notThere(task, failure);
      case CANCELLED -> new Verdict.Again(Duration.ZERO, failure.toString(), false);
      case BUSY ->
          blocked
              ? new Verdict.Failed(failure)
              : new Verdict.Again(LOOK_AGAIN, failure.toString(), false);
      default -> retry(task, failure);
    };
  }

  /** Good news, unless something is to be put back and what it needs is missing. */
  private Verdict notThere(Task task, Failure failure) {
    if (!settledIn(task.step).isZero()) {
      return new Verdict.Again(LOOK_AGAIN, failure.toString(), false);
    }
    boolean lacksSomething =
        failure.errorClass() == ErrorClass.EVENTUAL
            && task.step.node.undo() instanceof Undo.RestoreIfStillOurs restore
            && !restore.delta().before().isEmpty();
    return lacksSomething ? new Verdict.Failed(failure) : new Verdict.Over();
  }

  private Verdict waiting(Task task, Outcome.NotYet notYet) {
    long now = time.nanoTime();
    task.waitingSince = task.waitingSince == null ? Long.valueOf(now) : task.waitingSince;
    Duration patience = handler(task).patience(task.step.node.step());
    if (now - task.waitingSince >= patience.toNanos()) {
      return new Verdict.Failed(
          Failure.of(
              handler(task).outOfPatience(task.step.node.step()),
              "NotInTime",
              "not within %s: %s".formatted(DurationText.of(patience), notYet.waitingFor())));
    }
    return new Verdict.Again(notYet.after(), notYet.waitingFor(), false);
  }

  private Verdict nothingFound(Task task, Outcome.NotYet notYet) {
    if (!settledIn(task.step).isZero()) {
      return new Verdict.Again(notYet.after(), notYet.waitingFor(), false);
    }
    Failure cause = task.lookingUpAfter;
    task.lookingUp = false;
    if (cause != null && cause.errorClass() == ErrorClass.MAYBE_OURS) {
      return new Verdict.Failed(
          Failure.of(
              ErrorClass.CONFLICT,
              cause.code(),
              cause.message() + "; but nothing of ours is to be seen: " + notYet.waitingFor()));
    }
    return new Verdict.Again(Duration.ZERO, "nothing was made; making it again", false);
  }

  private Verdict retry(Task task, Failure failure) {
    ErrorClass errorClass = failure.errorClass();
    Retry.AsyncContext<Outcome> retries = task.retries.get(errorClass);
    if (retries == null) {
      Optional<Retry.AsyncContext<Outcome>> started = policies.start(errorClass, task.undo);
      if (started.isEmpty()) {
        return new Verdict.Failed(failure);
      }
      retries = started.get();
      task.retries.put(errorClass, retries);
      task.firstFailure.put(errorClass, time.nanoTime());
    }
    long since = time.nanoTime() - task.firstFailure.getOrDefault(errorClass, 0L);
    if (!task.undo && since > window(task, errorClass).toNanos()) {
      return new Verdict.Failed(failure);
    }
    long delayMillis = retries.onError(new RetryPolicies.FailedAttempt(failure));
    return delayMillis < 0
        ? new Verdict.Failed(failure)
        : new Verdict.Again(Duration.ofMillis(delayMillis), failure.toString(), true);
  }

  private Duration window(Task task, ErrorClass errorClass) {
    return handler(task)
        .retryWindow(task.step.node.step(), errorClass, RetryPolicies.window(errorClass));
  }

  private static void forgetFailures(Task task) {
    task.retries.clear();
    task.firstFailure.clear();
  }

  private static void lookUp(Task task, Failure after) {
    task.lookingUp = true;
    task.lookingUpAfter = after;
  }

  private StepHandler<Step> handler(Task task) {
    return backend.catalog().handlerOf(task.step.node.step());
  }
}
