package dev.backstep.internal.engine;

import java.util.List;

/**
 * A handler whose steps read before they write, and share that read: steps of one batch that are
 * due together are read with one call and then attempted in parallel.
 *
 * @param <S> the type of step
 * @param <O> what the shared read saw
 */
public interface BatchedStepHandler<S extends Step, O> extends StepHandler<S> {

  /** The batch that a step belongs to. */
  String batch(S step);

  /** Reads once for all of these. */
  O read(List<S> steps, Attempt run);

  /** Makes one attempt, given what was just read. */
  Outcome attempt(S step, O seen, Attempt run);

  /** Reads for one step alone, then attempts. */
  @Override
  default Outcome attempt(S step, Attempt run) {
    return attempt(step, read(List.of(step), run), run);
  }
}
