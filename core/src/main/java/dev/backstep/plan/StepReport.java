package dev.backstep.plan;

import java.util.Map;

/**
 * What became of one step.
 *
 * @param id the step's id
 * @param state how it stands
 * @param calls how many AWS calls it made, undo included
 * @param results what it made, such as {@code id}
 * @param message the last failure or what it waited for; empty when there is none
 */
public record StepReport(
    String id, State state, int calls, Map<String, String> results, String message) {

  /** The key of the result of a step that is done and has something to say of it. */
  public static final String WARNING = "warning";

  /** Copies the map. */
  public StepReport {
    results = Map.copyOf(results);
  }

  /** How a step stands at the end of a run. */
  public enum State {
    /** Never begun. */
    NOT_STARTED,
    /** Begun, and not known to be done. */
    UNRESOLVED,
    /** Done. */
    DONE,
    /** Refused: known not to be done. */
    FAILED,
    /** Done, then undone; or found not to be there. */
    UNDONE,
    /** Could not be undone. */
    UNDO_FAILED
  }
}
