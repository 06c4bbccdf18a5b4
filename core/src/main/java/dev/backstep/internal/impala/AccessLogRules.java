package dev.backstep.internal.impala;

import dev.backstep.impala.AccessLogs;
import dev.backstep.internal.planning.Problems;
import java.time.Duration;

/** What can be known of access logs without asking AWS. */
final class AccessLogRules {

  private AccessLogRules() {}

  static void check(AccessLogs logs, Problems problems) {
    String bucket = logs.bucket();
    problems.unless(
        bucket.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
            && !bucket.contains("..")
            && !bucket.matches("\\d+\\.\\d+\\.\\d+\\.\\d+"),
        "accessLogs.toBucket: \"%s\" (expected: a bucket name: 3 to 63 lower-case letters, digits, dots and hyphens, with a letter or digit at both ends)",
        bucket);
    String prefix = logs.prefix();
    problems.unless(
        !prefix.contains("AWSLogs"),
        "accessLogs.prefix: \"%s\" (expected: without \"AWSLogs\", which comes behind it)",
        prefix);
    problems.unless(
        !prefix.startsWith("/") && !prefix.endsWith("/"),
        "accessLogs.prefix: \"%s\" (expected: no slash at either end)",
        prefix);
    problems.unless(
        prefix.matches("[0-9A-Za-z!_.*'()/-]{0,255}"),
        "accessLogs.prefix: \"%s\" (expected: at most 255 letters, digits and ! _ . * ' ( ) / -)",
        prefix);
    boolean known =
        logs.interval().equals(Duration.ofMinutes(5))
            || logs.interval().equals(Duration.ofMinutes(60));
    problems.unless(
        known, "accessLogs.every: %s (expected: 5 or 60 minutes)", inWords(logs.interval()));
  }

  private static String inWords(Duration interval) {
    return interval.equals(Duration.ofMinutes(interval.toMinutes()))
        ? interval.toMinutes() + " minutes"
        : interval.toString();
  }
}
