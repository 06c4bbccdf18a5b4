package dev.backstep.simulation;

import java.util.Map;
import java.util.TreeMap;

/** Counts of what happened in many scenarios. */
final class Tally {

  private final Map<String, Long> faults = new TreeMap<>();
  private final Map<String, Long> ends = new TreeMap<>();

  void fault(String kind) {
    faults.merge(kind, 1L, Long::sum);
  }

  void end(String state) {
    ends.merge(state, 1L, Long::sum);
  }

  Tally plus(Tally other) {
    other.faults.forEach((kind, count) -> faults.merge(kind, count, Long::sum));
    other.ends.forEach((state, count) -> ends.merge(state, count, Long::sum));
    return this;
  }

  long faults(String kind) {
    return faults.getOrDefault(kind, 0L);
  }

  Map<String, Long> ends() {
    return ends;
  }

  @Override
  public String toString() {
    return "ends %s, faults %s".formatted(ends, faults);
  }
}
