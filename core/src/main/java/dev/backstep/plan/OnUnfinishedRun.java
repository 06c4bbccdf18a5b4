package dev.backstep.plan;

/**
 * What is done about a run of the same target that neither completed nor was rolled back, before
 * another one begins.
 */
public enum OnUnfinishedRun {
  /** Stop, and say which run it is and what to type. The default. */
  REFUSE,
  /** Finish it first: forward, or with its rollback if that had begun. */
  RESUME,
  /** Roll it back first. */
  ROLL_BACK
}
