package dev.backstep.plan;

/** How a run stands or ended. */
public enum RunState {
  /** Under way, or cut off. */
  RUNNING,
  /** Undoing what it did. */
  ROLLING_BACK,
  /** Everything is done. */
  COMPLETED,
  /** Everything it did is undone. */
  ROLLED_BACK,
  /** What could be undone is; the leftovers are listed. */
  ROLLBACK_INCOMPLETE,
  /** It failed and what it did was kept, as asked. */
  KEPT,
  /** It stopped where it was, and can go on: credentials have expired, or a person must act. */
  PARKED;

  /** Whether nothing more happens by itself. */
  public boolean isOver() {
    return this != RUNNING && this != ROLLING_BACK;
  }
}
