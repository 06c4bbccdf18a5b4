package dev.backstep.contract;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** How many checks a referee has passed, and what it is known not to do. */
final class RefereeCount {

  private int passed;
  private int failed;
  private final Set<Departure> departed = new TreeSet<>();

  synchronized void passed(Set<Departure> met) {
    passed++;
    departed.addAll(met);
  }

  synchronized void failed() {
    failed++;
  }

  synchronized void add(RefereeCount other) {
    passed += other.passed;
    failed += other.failed;
    departed.addAll(other.departed);
  }

  /** The fields, for {@link #parse}. */
  String toLine() {
    return "%d %d %s"
        .formatted(
            passed, failed, String.join(",", departed.stream().map(Departure::name).toList()));
  }

  static RefereeCount parse(String line) {
    String[] fields = line.split(" ", -1);
    RefereeCount count = new RefereeCount();
    count.passed = Integer.parseInt(fields[0]);
    count.failed = Integer.parseInt(fields[1]);
    for (String name : fields[2].split(",")) {
      if (!name.isEmpty()) {
        count.departed.add(Departure.valueOf(name));
      }
    }
    return count;
  }

  /** Such as {@code 12 checks passed, 1 known departures: dns-name-of-us-east-1}. */
  @Override
  public String toString() {
    String known =
        String.join(
            ", ",
            departed.stream()
                .map(one -> one.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList());
    return passed
        + " checks passed"
        + (failed == 0 ? "" : ", " + failed + " FAILED")
        + (known.isEmpty() ? "" : ", " + departed.size() + " known departures: " + known);
  }
}
