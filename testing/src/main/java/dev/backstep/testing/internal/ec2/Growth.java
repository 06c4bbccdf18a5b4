package dev.backstep.testing.internal.ec2;

import java.time.Duration;
import java.time.Instant;

/**
 * How a snapshot gets done.
 *
 * @param copy whether it counts among the copies in progress
 */
record Growth(Instant start, Duration time, boolean copy) {

  /** How far it is at a time before its end. */
  String progress(Instant now) {
    long whole = Math.max(1, time.toMillis());
    long done = Math.max(0, Duration.between(start, now).toMillis());
    return Math.min(99, done * 100 / whole) + "%";
  }
}
