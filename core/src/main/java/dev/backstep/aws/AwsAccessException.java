package dev.backstep.aws;

import dev.backstep.plan.BackstepException;

/**
 * AWS cannot be reached as it was said to: no region, a region that does not exist, no credentials,
 * or an endpoint that does not answer. Nothing was changed.
 */
public final class AwsAccessException extends BackstepException {

  /** With what is wrong and what to do. */
  public AwsAccessException(String message) {
    super(message);
  }

  /** The same, with what led to it. */
  public AwsAccessException(String message, Throwable cause) {
    super(message, cause);
  }
}
