package dev.backstep.plan;

/** The base of everything that Backstep throws on purpose, save for misuse of an object. */
public abstract class BackstepException extends RuntimeException {

  /** With what failed, which value, what was expected and what to do. */
  protected BackstepException(String message) {
    super(message);
  }

  /** The same, with what led to it. */
  protected BackstepException(String message, Throwable cause) {
    super(message, cause);
  }
}
