package dev.backstep.testing.internal.elb;

import dev.backstep.testing.internal.s3.Access;
import dev.backstep.testing.internal.s3.BucketPolicy;
import dev.backstep.testing.internal.s3.S3State;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.state.Account;
import dev.backstep.testing.internal.state.Region;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether access logs may be written into a bucket: by the account of the region or, in any region,
 * by the service. AWS tries with a test file; here the first log has to go in as well, so that a
 * policy for the test file alone does not pass. Nothing is written.
 */
final class LogDelivery {

  private static final String SERVICE = "logdelivery.elasticloadbalancing.amazonaws.com";

  private LogDelivery() {}

  /** Refuses a bucket of another region, and one whose policy does not let the logs in. */
  static void check(Context context, String balancer, String bucket, @Nullable String prefix) {
    Region region = context.region();
    BucketPolicy policy = S3State.of(region).seenPolicy(bucket).orElseThrow(() -> denied(bucket));
    String folder = prefix == null || prefix.isEmpty() ? "" : prefix + "/";
    String root =
        "arn:" + region.partition() + ":s3:::" + bucket + "/" + folder + "AWSLogs/" + Account.ID;
    List<String> files =
        List.of(
            root + "/ELBAccessLogTestFile",
            root + "/elasticloadbalancing/" + region.name() + "/2026/01/01/" + balancer + ".log");
    Map<String, String> facts =
        Map.of(
            "aws:SecureTransport",
            "true",
            "aws:SourceAccount",
            Account.ID,
            "aws:SourceArn",
            context.arn("elasticloadbalancing", "loadbalancer/" + balancer),
            "s3:x-amz-acl",
            "bucket-owner-full-control");
    boolean allowed =
        writers(region)
            .anyMatch(
                writer ->
                    files.stream()
                        .map(file -> new Access(writer[0], writer[1], "s3:PutObject", file, facts))
                        .allMatch(policy::allows));
    if (!allowed) {
      throw denied(bucket);
    }
  }

  /** Kind and name of those who may be the writer. */
  private static Stream<String[]> writers(Region region) {
    Stream<String[]> accounts =
        LogAccounts.of(region.name()).stream()
            .map(id -> new String[] {"AWS", "arn:" + region.partition() + ":iam::" + id + ":root"});
    return Stream.concat(accounts, Stream.<String[]>of(new String[] {"Service", SERVICE}));
  }

  private static RuntimeException denied(String bucket) {
    return Checks.configuration(
        "Access Denied for bucket: %s. Please check S3bucket permission", bucket);
  }
}
