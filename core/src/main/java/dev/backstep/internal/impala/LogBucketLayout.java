package dev.backstep.internal.impala;

import dev.backstep.impala.AccessLogs;
import dev.backstep.internal.engine.ChangeStep;
import dev.backstep.internal.engine.Delta;
import dev.backstep.internal.engine.Undo;
import dev.backstep.internal.planning.Nodes;
import dev.backstep.internal.s3.Bucket;
import dev.backstep.internal.s3.BucketPolicies;
import dev.backstep.plan.Action;
import java.util.List;
import java.util.Map;

/**
 * Lays out the steps on the policies of buckets for access logs: our one statement, found by its
 * Sid. It leaves before the balancer does, which is what tells which bucket it is in.
 */
final class LogBucketLayout {

  static final String JOIN = "bucket-policy";
  static final String LEAVE = "bucket-policy/obsolete";

  private LogBucketLayout() {}

  /** Adds our statement where it is wanted and managed. */
  static void join(BalancerSpec spec, World world, String region, Nodes nodes) {
    spec.accessLogs()
        .filter(AccessLogs::managesBucketPolicy)
        .ifPresent(
            logs -> {
              Bucket bucket = world.bucket(logs.bucket()).orElseThrow();
              String sid = LogBucket.sid(spec);
              Map<String, String> wanted =
                  Map.of(sid, LogBucket.statement(spec, logs, region, world.account()));
              Map<String, String> current = bucket.document().bySid();
              boolean letIn =
                  !current.containsKey(sid)
                      && bucket.policyIsKnown()
                      && LogBucket.letsIn(bucket, logs, region, world.account());
              if (!letIn) {
                nodes.change(
                    JOIN,
                    BucketPolicies.KIND,
                    logs.bucket(),
                    Delta.between(BalancerLayout.only(current, wanted), wanted),
                    "",
                    List.of(),
                    "let Elastic Load Balancing write to bucket %s".formatted(logs.bucket()),
                    "s3:PutBucketPolicy");
              }
            });
  }

  /** Takes our statement out of a bucket that logs no longer go to. */
  static void leave(BalancerSpec spec, World world, Nodes nodes) {
    String wanted = spec.accessLogs().map(AccessLogs::bucket).orElse("");
    world.buckets().stream()
        .filter(bucket -> !bucket.name().equals(wanted))
        .forEach(bucket -> leave(spec, bucket, nodes, true));
  }

  /** Takes our statement out for good. */
  static void leaveFor(BalancerSpec spec, World world, Nodes nodes) {
    boolean ours =
        world
            .balancer()
            .map(there -> Ownership.of(there.tags(), spec.owner()))
            .filter(is -> is == Ownership.MANAGED || is == Ownership.ADOPTED)
            .isPresent();
    if (ours) {
      world.buckets().forEach(bucket -> leave(spec, bucket, nodes, false));
    }
  }

  private static void leave(BalancerSpec spec, Bucket bucket, Nodes nodes, boolean restorable) {
    String sid = LogBucket.sid(spec);
    String statement = bucket.document().bySid().get(sid);
    if (statement != null) {
      Delta delta = Delta.removing(sid, statement);
      nodes.add(
          LEAVE,
          Action.DELETE,
          ChangeStep.of(BucketPolicies.KIND, bucket.name(), delta),
          restorable
              ? new Undo.RestoreIfStillOurs(BucketPolicies.KIND, bucket.name(), delta)
              : new Undo.Nothing(),
          List.of(Names.ATTRIBUTES),
          "statement %s of the policy of bucket %s".formatted(sid, bucket.name()),
          List.of(),
          "s3:PutBucketPolicy");
    }
  }
}
