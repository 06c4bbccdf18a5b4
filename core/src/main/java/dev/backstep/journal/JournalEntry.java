package dev.backstep.journal;

import java.time.Instant;

/**
 * One record of a run, as it is kept.
 *
 * @param runId the run, 32 hexadecimal characters
 * @param sequence 1 for the first record of the run, then one more each
 * @param at when it was written
 * @param type what it records
 * @param body the rest, a JSON object on one line; it holds no secret
 */
public record JournalEntry(String runId, long sequence, Instant at, Type type, String body) {

  /** What a record says. */
  public enum Type {
    /** The run begins: its whole resolved plan. */
    RUN,
    /** A mutating call is about to be made, and how it is undone. */
    INTENT,
    /** A step is done, with what it made. */
    DONE,
    /** A step was refused: it is known not to be done. */
    FAILED,
    /** A call was not answered, or not clearly: it may or may not have acted. */
    AMBIGUOUS,
    /** What was decided for the run: to roll back, to keep, to go on. */
    DECISION,
    /** An undoing call is about to be made. */
    UNDO_INTENT,
    /** A step is undone, or was found not to be there. */
    UNDONE,
    /** A step could not be undone. */
    UNDO_FAILED,
    /** The run is over. */
    END,
    /** A type that a newer version wrote; it can be shown, and nothing more. */
    UNKNOWN
  }
}
