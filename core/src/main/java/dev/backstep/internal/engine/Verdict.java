package dev.backstep.internal.engine;

import java.time.Duration;

/** What follows from an outcome. */
sealed interface Verdict {

  /** It is over, and well. */
  record Over() implements Verdict {}

  /** Again after a while, since it failed or is not ready. */
  record Again(Duration after, String why, boolean failed) implements Verdict {}

  /** It is over, and failed. */
  record Failed(Failure failure) implements Verdict {}
}
