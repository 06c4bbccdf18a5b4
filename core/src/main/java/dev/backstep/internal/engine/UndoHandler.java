package dev.backstep.internal.engine;

/**
 * Takes back one type of undo. Like a {@link StepHandler} it makes one attempt; it must be safe to
 * repeat.
 *
 * @param <U> the type of undo
 */
public interface UndoHandler<U extends Undo> {

  /** One attempt: {@code Done} when it is gone, or {@link Attempt#absent} when it was not there. */
  Outcome attempt(U undo, Attempt run);

  /** What is left when it cannot be undone, and the command that removes it. */
  Remains remains(U undo, Attempt run);

  /** Which rate limit its calls fall under. */
  String family();

  /** A thing that is left, in words, and the command that removes it. */
  record Remains(String what, String command) {}
}
