package dev.backstep.plan;

import dev.backstep.internal.text.DurationText;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Something that happened in a run. Its {@code toString} is a progress line. */
public sealed interface PlanEvent {

  /** The run. */
  String runId();

  /** When it happened. */
  Instant at();

  /** The run has begun. */
  record RunStarted(String runId, Instant at, String target, int steps) implements PlanEvent {
    @Override
    public String toString() {
      return "run %s of %s: %d steps".formatted(runId, target, steps);
    }
  }

  /** A step is about to make its first call. */
  record StepStarted(String runId, Instant at, String step, String summary) implements PlanEvent {
    @Override
    public String toString() {
      return "  %s: %s".formatted(step, summary);
    }
  }

  /** A step waits for something that is not ready yet; it will look again. */
  record StepWaiting(String runId, Instant at, String step, Duration lookAgainIn, String waitingFor)
      implements PlanEvent {
    @Override
    public String toString() {
      return "  %s: waiting: %s".formatted(step, waitingFor);
    }
  }

  /** An attempt failed and will be made again. */
  record RetryScheduled(
      String runId, Instant at, String step, int attempt, Duration delay, String reason)
      implements PlanEvent {
    @Override
    public String toString() {
      return "  %s: attempt %d failed (%s), again in %d ms"
          .formatted(step, attempt, reason, delay.toMillis());
    }
  }

  /**
   * How far a step is.
   *
   * @param percent 0 to 100
   * @param left about how long it will still take, by how long it took so far; empty at first
   * @param what what is in progress
   */
  record StepProgress(
      String runId, Instant at, String step, int percent, Optional<Duration> left, String what)
      implements PlanEvent {
    @Override
    public String toString() {
      return "  %s: %d %%%s: %s"
          .formatted(
              step,
              percent,
              left.map(it -> ", about " + DurationText.of(it) + " left").orElse(""),
              what);
    }
  }

  /** A line that a program which the step runs has written. */
  record StepOutput(String runId, Instant at, String step, String line) implements PlanEvent {
    @Override
    public String toString() {
      return "  %s: %s".formatted(step, line);
    }
  }

  /** A step is done. */
  record StepDone(String runId, Instant at, String step, Map<String, String> results)
      implements PlanEvent {
    @Override
    public String toString() {
      return "  %s: done%s"
          .formatted(step, results.containsKey("id") ? " " + results.get("id") : "");
    }
  }

  /** A step failed for good; the run stops. */
  record StepFailed(String runId, Instant at, String step, String reason) implements PlanEvent {
    @Override
    public String toString() {
      return "  %s: failed: %s".formatted(step, reason);
    }
  }

  /** The run is undoing what it did. */
  record RollbackStarted(String runId, Instant at, String why) implements PlanEvent {
    @Override
    public String toString() {
      return "rolling back: %s".formatted(why);
    }
  }

  /** A step is undone, or was found not to be there. */
  record StepUndone(String runId, Instant at, String step) implements PlanEvent {
    @Override
    public String toString() {
      return "  %s: undone".formatted(step);
    }
  }

  /** A step could not be undone; the rollback goes on with the others. */
  record UndoFailed(String runId, Instant at, String step, String reason) implements PlanEvent {
    @Override
    public String toString() {
      return "  %s: could not be undone: %s".formatted(step, reason);
    }
  }

  /** The run is over. */
  record RunFinished(String runId, Instant at, RunReport report) implements PlanEvent {
    @Override
    public String toString() {
      return report.toString();
    }
  }
}
