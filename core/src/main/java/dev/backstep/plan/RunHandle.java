package dev.backstep.plan;

/**
 * A run that is under way.
 *
 * @param <R> what a completed run gives
 */
public interface RunHandle<R> {

  /** The run's id: 32 hexadecimal characters. */
  String runId();

  /**
   * Asks the run to stop at the next boundary: nothing new starts, calls in flight are finished and
   * resolved, then {@link OnFailure} holds. Returns at once; a run that is over, or is rolling back
   * already, is not changed.
   */
  void cancel();

  /** Whether the run is over, rollback included. */
  boolean isDone();

  /**
   * Waits for the end, rollback included.
   *
   * @return the result of a completed run
   * @throws PlanFailedException if the run did not complete
   */
  R join();

  /** Waits for the end, rollback included, and says how it went; never throws for a failed run. */
  RunReport report();
}
