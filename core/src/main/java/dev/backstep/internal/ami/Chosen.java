package dev.backstep.internal.ami;

import dev.backstep.ami.Strategy;
import java.util.Optional;

/**
 * How the image is made.
 *
 * @param strategy the way; empty: the source is as it should be already
 * @param reason why
 */
record Chosen(Optional<Strategy> strategy, String reason) {

  static Chosen nothing(String reason) {
    return new Chosen(Optional.empty(), reason);
  }

  static Chosen of(Strategy strategy, String reason) {
    return new Chosen(Optional.of(strategy), reason);
  }
}
