package dev.backstep.plan;

/** A plan whose ground has changed since it was made. Nothing was changed; plan again. */
public final class PlanOutdatedException extends BackstepException {

  /** With what is outdated. */
  public PlanOutdatedException(String message) {
    super(message);
  }
}
