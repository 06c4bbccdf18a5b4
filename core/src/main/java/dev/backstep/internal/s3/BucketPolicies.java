package dev.backstep.internal.s3;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Delta;
import dev.backstep.internal.engine.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The statements of bucket policies, by Sid. S3 takes the whole policy: it is read just before it
 * is written, and the statements of others stay in it.
 */
public final class BucketPolicies implements Settings {

  /** The kind. */
  public static final String KIND = "bucket-policy";

  private final AwsAccess aws;

  /** In the account and region of an access. */
  public BucketPolicies(AwsAccess aws) {
    this.aws = aws;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Map<String, Map<String, String>> read(List<String> buckets, Attempt run) {
    Map<String, Map<String, String>> values = new HashMap<>();
    for (String bucket : buckets) {
      policy(bucket, run).ifPresent(policy -> values.put(bucket, policy.bySid()));
    }
    return values;
  }

  @Override
  public void write(String thing, Map<String, String> current, Delta change, Attempt run) {
    PolicyDocument policy = policy(thing, run).orElseGet(PolicyDocument::empty);
    for (String sid : change.before().keySet()) {
      policy = policy.without(sid);
    }
    for (Map.Entry<String, String> statement : change.after().entrySet()) {
      policy = policy.with(statement.getKey(), statement.getValue());
    }
    PolicyDocument written = policy;
    if (written.isEmpty()) {
      run.change("s3:DeleteBucketPolicy", () -> aws.s3().deleteBucketPolicy(r -> r.bucket(thing)));
    } else {
      run.change(
          "s3:PutBucketPolicy",
          () -> aws.s3().putBucketPolicy(r -> r.bucket(thing).policy(written.toString())));
    }
  }

  @Override
  public boolean verifies() {
    return true;
  }

  @Override
  public String command(String thing, Delta change) {
    return "aws s3api get-bucket-policy --region %s --bucket %s --query Policy --output text"
        .formatted(aws.regionName(), thing);
  }

  @Override
  public String family() {
    return ApiFamily.S3.name();
  }

  /** Empty when the bucket is not there; a policy without statements when it has none. */
  private Optional<PolicyDocument> policy(String bucket, Attempt run) {
    try {
      return Optional.of(
          PolicyDocument.parse(
              run.read(
                  "s3:GetBucketPolicy",
                  () -> aws.s3().getBucketPolicy(request -> request.bucket(bucket)).policy())));
    } catch (NoSuchBucketException e) {
      return Optional.empty();
    } catch (S3Exception e) {
      return missing(e);
    }
  }

  private static Optional<PolicyDocument> missing(S3Exception e) {
    return switch (e.awsErrorDetails().errorCode()) {
      case "NoSuchBucketPolicy" -> Optional.of(PolicyDocument.empty());
      case "NoSuchBucket" -> Optional.empty();
      default -> throw e;
    };
  }
}
