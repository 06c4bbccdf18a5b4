package dev.backstep.internal.engine;

import dev.backstep.plan.TimeSource.Cancellation;
import io.github.resilience4j.retry.Retry;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A step, or its undo, on its way through attempts. Guarded by the lock of its run. */
final class Task {

  final StepRun step;
  final boolean undo;
  final Map<ErrorClass, Retry.AsyncContext<Outcome>> retries = new EnumMap<>(ErrorClass.class);
  final Map<ErrorClass, Long> firstFailure = new EnumMap<>(ErrorClass.class);
  int attempts;

  /** An attempt has sent a change that was answered and not refused. */
  boolean changed;

  /** When its last change was answered that is yet to be seen, in nanoseconds. */
  @Nullable Long unseenSince;

  /** Looking for what an earlier attempt may have made, instead of attempting. */
  boolean lookingUp;

  /** The answer that made it look: "duplicate", or none at all. */
  @Nullable Failure lookingUpAfter;

  /** When it first said "not yet", in nanoseconds. */
  @Nullable Long waitingSince;

  /** What the shared read of its batch has just seen. */
  @Nullable Object seen;

  /** Its batch, from the shared read until its attempt is over. */
  Attempts.@Nullable Gate gate;

  @Nullable Cancellation timer;

  Task(StepRun step, boolean undo) {
    this.step = step;
    this.undo = undo;
  }

  void cancelTimer() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }
}
