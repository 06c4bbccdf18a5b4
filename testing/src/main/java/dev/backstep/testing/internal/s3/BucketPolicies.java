package dev.backstep.testing.internal.s3;

import dev.backstep.testing.internal.service.Area;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.service.Operations;
import dev.backstep.testing.internal.wire.AwsError;
import software.amazon.awssdk.services.s3.model.DeleteBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketPolicyResponse;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyResponse;
import software.amazon.awssdk.services.s3.model.PutBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.PutBucketPolicyResponse;

/** The policy of a bucket: one text, written whole. */
public final class BucketPolicies implements Area {

  @Override
  public void addTo(Operations operations) {
    operations.read("GetBucketPolicy", GetBucketPolicyRequest::builder, this::get);
    operations.write("PutBucketPolicy", PutBucketPolicyRequest::builder, this::put);
    operations.write("DeleteBucketPolicy", DeleteBucketPolicyRequest::builder, this::delete);
  }

  private GetBucketPolicyResponse get(Context context, GetBucketPolicyRequest request) {
    Bucket bucket = BucketLookup.seen(context, request.bucket(), request.expectedBucketOwner());
    BucketPolicy policy =
        S3State.of(context.region())
            .seenPolicy(bucket.name())
            .orElseThrow(
                () ->
                    AwsError.of("NoSuchBucketPolicy", "The bucket policy does not exist")
                        .detail("BucketName", bucket.name()));
    return GetBucketPolicyResponse.builder().policy(policy.text()).build();
  }

  private PutBucketPolicyResponse put(Context context, PutBucketPolicyRequest request) {
    Bucket bucket = BucketLookup.use(context, request.bucket(), request.expectedBucketOwner());
    String text = request.policy() == null ? "" : request.policy();
    S3State.of(context.region())
        .setPolicy(
            bucket.name(), BucketPolicy.of(bucket.name(), context.region().partition(), text));
    return PutBucketPolicyResponse.builder().build();
  }

  private DeleteBucketPolicyResponse delete(Context context, DeleteBucketPolicyRequest request) {
    Bucket bucket = BucketLookup.use(context, request.bucket(), request.expectedBucketOwner());
    S3State.of(context.region()).policies.remove(bucket.name());
    return DeleteBucketPolicyResponse.builder().build();
  }
}
