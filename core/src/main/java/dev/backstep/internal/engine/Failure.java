package dev.backstep.internal.engine;

import java.time.Duration;
import java.util.Optional;

/**
 * Why a call or a step failed, without the request and so without secrets.
 *
 * @param errorClass what it means
 * @param code the service's error code, or a short word of ours
 * @param message the service's words
 * @param requestId the service's id of the request, for its support
 * @param retryAfter when the service said to come back
 */
public record Failure(
    ErrorClass errorClass,
    String code,
    String message,
    Optional<String> requestId,
    Optional<Duration> retryAfter) {

  /** A failure found by ourselves. */
  public static Failure of(ErrorClass errorClass, String code, String message) {
    return new Failure(errorClass, code, message, Optional.empty(), Optional.empty());
  }

  /** Code, message and request id. */
  @Override
  public String toString() {
    return "%s: %s%s"
        .formatted(code, message, requestId.map(id -> " (request " + id + ")").orElse(""));
  }
}
