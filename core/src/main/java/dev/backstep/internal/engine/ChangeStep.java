package dev.backstep.internal.engine;

/**
 * Changes values of one thing and leaves its others as they are.
 *
 * @param kind the {@link Settings#kind()}
 * @param thing whose values
 * @param delta what changes
 * @param fresh whether this run has just made the thing: then there is nothing to read first
 * @param batch steps of one batch share their reads; empty: none
 */
public record ChangeStep(String kind, String thing, Delta delta, boolean fresh, String batch)
    implements Step {

  /** A change of a thing that was there before the run. */
  public static ChangeStep of(String kind, String thing, Delta delta) {
    return new ChangeStep(kind, thing, delta, false, "");
  }

  /** The first values of a thing that the run has just made. */
  public static ChangeStep fresh(String kind, String thing, Delta delta) {
    return new ChangeStep(kind, thing, delta, true, "");
  }
}
