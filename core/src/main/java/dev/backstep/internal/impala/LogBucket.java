package dev.backstep.internal.impala;

import dev.backstep.impala.AccessLogs;
import dev.backstep.internal.planning.Problems;
import dev.backstep.internal.s3.Bucket;
import dev.backstep.internal.s3.LogDelivery;
import dev.backstep.internal.s3.PolicyDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Holds the bucket for access logs against what Elastic Load Balancing needs of it. */
final class LogBucket {

  private LogBucket() {}

  /** The Sid of the statement for a cluster: letters and digits only. */
  static String sid(BalancerSpec spec) {
    return "BackstepAccessLogs" + spec.cluster().replace("-", "x2D");
  }

  /** The statement that the policy needs. */
  static String statement(BalancerSpec spec, AccessLogs logs, String region, String account) {
    Optional<String> writer = LogDelivery.account(region);
    return PolicyDocument.statement(
        sid(spec),
        writer.isPresent() ? "AWS" : "Service",
        writer
            .map(id -> LogDelivery.partition(region) + ":iam::" + id + ":root")
            .orElse(LogDelivery.SERVICE),
        LogDelivery.resource(region, logs.bucket(), logs.prefix(), account));
  }

  /** Whether the bucket's policy lets the logs in, as far as can be told. */
  static boolean letsIn(Bucket bucket, AccessLogs logs, String region, String account) {
    List<String> names = new ArrayList<>(List.of(LogDelivery.SERVICE));
    LogDelivery.account(region)
        .ifPresent(
            id -> {
              names.add(id);
              names.add(LogDelivery.partition(region) + ":iam::" + id + ":root");
            });
    return !bucket.policyIsKnown()
        || bucket
            .document()
            .letsPut(names, LogDelivery.resource(region, logs.bucket(), logs.prefix(), account));
  }

  /** What is wrong with the bucket, and a note where it could not be told. */
  static void check(
      BalancerSpec spec,
      AccessLogs logs,
      Bucket bucket,
      String region,
      String account,
      Problems problems,
      List<String> notes) {
    problems.unless(
        bucket.exists(),
        "accessLogs.toBucket: \"%s\" is not there (expected: a bucket of %s)",
        logs.bucket(),
        region);
    problems.unless(
        !bucket.exists() || bucket.region().equals(region),
        "accessLogs.toBucket: \"%s\" is in %s (expected: a bucket of %s, where the load balancer is)",
        logs.bucket(),
        bucket.region(),
        region);
    if (bucket.exists() && bucket.region().equals(region)) {
      problems.unless(
          logs.managesBucketPolicy() || letsIn(bucket, logs, region, account),
          "accessLogs.toBucket: the policy of \"%s\" does not let Elastic Load Balancing write there (expected: AccessLogs.manageBucketPolicy(), or this statement in it):%n%s",
          logs.bucket(),
          PolicyDocument.pretty(statement(spec, logs, region, account)));
      if (!bucket.policyIsKnown()) {
        notes.add(
            "the policy of bucket %s may not be read, so it was not checked"
                .formatted(logs.bucket()));
      }
    }
  }
}
