package dev.backstep.internal.text;

import java.time.Duration;

/** Durations as people say them: {@code 2 h 5 min}, {@code 90 s}, {@code 250 ms}. */
public final class DurationText {

  private DurationText() {}

  /** The duration in its two largest units that matter. */
  public static String of(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds >= 3600) {
      return two(duration.toHours(), "h", duration.toMinutesPart(), "min");
    }
    if (seconds >= 120 || seconds == 60) {
      return two(duration.toMinutes(), "min", duration.toSecondsPart(), "s");
    }
    return seconds > 0 && duration.toMillisPart() == 0
        ? seconds + " s"
        : seconds >= 10 ? seconds + " s" : duration.toMillis() + " ms";
  }

  private static String two(long large, String largeUnit, int small, String smallUnit) {
    return small == 0
        ? large + " " + largeUnit
        : "%d %s %d %s".formatted(large, largeUnit, small, smallUnit);
  }
}
