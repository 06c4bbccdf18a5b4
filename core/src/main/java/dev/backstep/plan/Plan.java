package dev.backstep.plan;

import java.util.List;

/**
 * What will be done, worked out and frozen: nothing in AWS changes before {@link #execute()}. A
 * plan is executed once; plan again for another run.
 *
 * @param <R> what a completed run gives
 */
public interface Plan<R> {

  /**
   * The run that this plan will be: 32 hexadecimal characters, also in the tags of what it makes.
   */
  String runId();

  /** What it is about, as the owner tag has it: {@code impala/Cluster1}. */
  String target();

  /** The steps in an order in which they can be done. */
  List<PlannedStep> steps();

  /** Whether executing it changes anything in AWS. */
  boolean hasChanges();

  /** The whole plan as text: each step, each call, each setting, each undo. */
  String describe();

  /** The plan and its undo as JSON, as a journal keeps it. It holds no secret. */
  String toJson();

  /**
   * Executes with {@link RunOptions#defaults()}.
   *
   * @throws PlanFailedException if the run could not finish; the report says what became of it
   */
  default R execute() {
    return execute(RunOptions.defaults());
  }

  /**
   * Executes and waits for the end. An interrupt of the calling thread cancels the run; this method
   * then still waits for what {@link RunOptions#onFailure(OnFailure)} says, and leaves the
   * interrupt flag set.
   *
   * @throws PlanFailedException if the run could not finish; the report says what became of it
   * @throws IllegalStateException if the plan was executed before
   */
  default R execute(RunOptions options) {
    return start(options).join();
  }

  /**
   * Starts executing and returns at once.
   *
   * @throws IllegalStateException if the plan was executed before
   */
  RunHandle<R> start(RunOptions options);
}
