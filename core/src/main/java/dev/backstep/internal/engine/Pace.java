package dev.backstep.internal.engine;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How fast a step goes that says how far it is. */
final class Pace {

  private @Nullable Long since;
  private int from;

  /** About how long it still takes at the pace so far; empty while that cannot be told. */
  Optional<Duration> timeLeft(int percent, long nanoTime) {
    if (since == null || percent < from) {
      since = nanoTime;
      from = percent;
    }
    if (percent <= from || percent >= 100) {
      return Optional.empty();
    }
    long spent = nanoTime - since;
    return Optional.of(Duration.ofNanos(spent / (percent - from) * (100 - percent)));
  }
}
