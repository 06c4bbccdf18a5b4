package dev.backstep.simulation;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A thing in the toy cloud, also after it is gone. */
final class ToyThing {

  static final long NEVER = Long.MAX_VALUE;

  final String id;
  final String name;
  final Map<String, String> tags;
  final List<String> parents;

  /** The step that made it; empty when the user did. */
  final String step;

  final long madeAt;
  long goneAt = NEVER;

  /** When the user took our tag off: from then on it is his. */
  long releasedAt = NEVER;

  /** When a read last showed it with our tag. */
  long seenOursAt = -1;

  ToyThing(
      String id,
      String name,
      Map<String, String> tags,
      List<String> parents,
      String step,
      long madeAt) {
    this.id = id;
    this.name = name;
    this.tags = new HashMap<>(tags);
    this.parents = List.copyOf(parents);
    this.step = step;
    this.madeAt = madeAt;
  }

  boolean isThere() {
    return goneAt == NEVER;
  }

  boolean isOurs() {
    return !step.isEmpty() && releasedAt == NEVER;
  }

  boolean isSeenAsOf(long moment) {
    return (madeAt <= moment || step.isEmpty()) && goneAt > moment;
  }

  @Override
  public String toString() {
    return "%s \"%s\" of %s, made at %s%s%s"
        .formatted(
            id,
            name,
            step.isEmpty() ? "the user" : step,
            Duration.ofNanos(madeAt),
            isThere() ? "" : ", gone at " + Duration.ofNanos(goneAt),
            releasedAt == NEVER ? "" : ", released at " + Duration.ofNanos(releasedAt));
  }
}
