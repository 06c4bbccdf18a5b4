package dev.backstep.plan;

/** AWS refused something that a plan has to read. Nothing was changed. */
public final class PlanningFailedException extends BackstepException {

  /** With the call, AWS's answer and what to do. */
  public PlanningFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
