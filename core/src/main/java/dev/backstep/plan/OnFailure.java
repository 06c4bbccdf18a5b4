package dev.backstep.plan;

/** What becomes of what a run did when it cannot finish. */
public enum OnFailure {
  /** Undo it, in reverse order. The default. */
  ROLL_BACK,
  /** Leave it as it is, for a look at it; the journal can roll it back later. */
  KEEP
}
