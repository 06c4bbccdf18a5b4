package dev.backstep.internal.engine;

/**
 * Leaves a thing that is there as it is, and gives its id to the steps after it.
 *
 * @param thing its id
 */
public record KeepStep(String thing) implements Step {

  /** Makes no call. */
  static final class Handler implements StepHandler<KeepStep> {
    @Override
    public Outcome attempt(KeepStep step, Attempt run) {
      return Outcome.done(step.thing());
    }

    @Override
    public String family() {
      return "";
    }
  }
}
