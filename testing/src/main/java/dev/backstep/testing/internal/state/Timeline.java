package dev.backstep.testing.internal.state;

import dev.backstep.plan.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The account's time: stands still during one piece of work, then jumps, letting what was due
 * happen at its own time.
 */
public final class Timeline {

  private final TimeSource source;
  private final Settings settings;
  private final Agenda agenda = new Agenda();
  private Instant now;
  private boolean userAtWork;

  Timeline(TimeSource source, Settings settings) {
    this.source = source;
    this.settings = settings;
    this.now = source.now();
  }

  /** The time of the work in hand. */
  public Instant now() {
    return now;
  }

  /** The time whose state reads show. */
  Instant horizon() {
    return userAtWork ? now : now.minus(settings.readLag);
  }

  /** Whether a change made now is seen by every read at once. */
  boolean seenAtOnce() {
    return userAtWork || settings.readLag.isZero();
  }

  /** Lets something happen later. */
  public void after(Duration delay, Runnable effect) {
    agenda.add(now.plus(delay), effect);
  }

  void catchUp() {
    Instant target = source.now();
    while (agenda.next().filter(at -> !at.isAfter(target)).isPresent()) {
      Instant at = agenda.next().orElseThrow();
      now = at.isAfter(now) ? at : now;
      agenda.runNext();
    }
    now = target.isAfter(now) ? target : now;
  }

  /** How long until the next thing happens by itself. */
  Optional<Duration> untilNext() {
    return agenda.next().map(at -> Duration.between(now, at));
  }

  <T> T asUser(Supplier<T> work) {
    userAtWork = true;
    try {
      return work.get();
    } finally {
      userAtWork = false;
    }
  }
}
