package dev.backstep.testing.internal.state;

/** Who made a resource. */
public sealed interface Origin {

  /** The user, by hand, before or beside the run. */
  record User() implements Origin {}

  /** An API call. */
  record Caller(String accessKeyId, String operation, String requestId) implements Origin {}

  /** AWS itself, on behalf of another resource. */
  record Service(String name) implements Origin {}
}
