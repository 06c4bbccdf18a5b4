package dev.backstep.internal.engine;

import java.time.Duration;
import java.util.Map;

/** What one attempt came to. */
public sealed interface Outcome {

  /** It is done; {@code id} among the results names what was made. */
  record Done(Map<String, String> results) implements Outcome {
    /** Copies the map. */
    public Done {
      results = Map.copyOf(results);
    }
  }

  /** No failure, but not finished: look again after a while. */
  record NotYet(Duration after, String waitingFor) implements Outcome {}

  /** Definitely not done. Whether it is tried again depends on the class of the failure. */
  record Refused(Failure failure) implements Outcome {}

  /** It may or may not have acted. */
  record Ambiguous(Failure failure) implements Outcome {}

  /** Done, and nothing to remember. */
  static Outcome done() {
    return new Done(Map.of());
  }

  /** Done, and this was made. */
  static Outcome done(String id) {
    return new Done(Map.of("id", id));
  }

  /** Look again at once: the next call of the same step verifies. */
  static Outcome lookAgain(String waitingFor) {
    return new NotYet(Duration.ZERO, waitingFor);
  }
}
