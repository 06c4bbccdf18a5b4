package dev.backstep.impala;

import java.time.Duration;
import java.util.Objects;

/**
 * Where a balancer writes its access logs: an S3 bucket of the same region, whose policy must let
 * Elastic Load Balancing write there.
 *
 * @param bucket its name: 3 to 63 lower-case letters, digits, dots and hyphens
 * @param prefix what the names of the logs begin with, before {@code /AWSLogs/}; may be empty
 * @param interval between two logs: 5 or 60 minutes, default 60
 * @param managesBucketPolicy whether the statement that is needed is added to the bucket's policy
 */
public record AccessLogs(
    String bucket, String prefix, Duration interval, boolean managesBucketPolicy) {

  /** To a bucket, every 60 minutes, without a prefix. */
  public static AccessLogs toBucket(String bucket) {
    return new AccessLogs(
        Objects.requireNonNull(bucket, "bucket"), "", Duration.ofMinutes(60), false);
  }

  /** Begins the names of the logs so; neither begins nor ends with a slash, nor holds AWSLogs. */
  public AccessLogs prefix(String prefix) {
    return new AccessLogs(
        bucket, Objects.requireNonNull(prefix, "prefix"), interval, managesBucketPolicy);
  }

  /** The time between two logs: 5 or 60 minutes. */
  public AccessLogs every(Duration interval) {
    return new AccessLogs(
        bucket, prefix, Objects.requireNonNull(interval, "interval"), managesBucketPolicy);
  }

  /**
   * Adds the statement that Elastic Load Balancing needs to the bucket's policy, under an Sid of
   * its own by which {@code destroy()} removes it, and leaves the rest of the policy as it is.
   * Default: the policy is only checked.
   */
  public AccessLogs manageBucketPolicy() {
    return new AccessLogs(bucket, prefix, interval, true);
  }
}
