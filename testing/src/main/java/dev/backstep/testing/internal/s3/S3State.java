package dev.backstep.testing.internal.s3;

import dev.backstep.testing.internal.state.Lines;
import dev.backstep.testing.internal.state.Part;
import dev.backstep.testing.internal.state.Region;
import dev.backstep.testing.internal.state.Store;
import java.util.Optional;

/** The buckets of one region. Their names are unique over all regions. */
public final class S3State implements Part {

  final Store<Bucket> buckets;
  final Store<BucketPolicy> policies;
  private final Region region;

  private S3State(Region region) {
    this.region = region;
    buckets = region.store();
    policies = region.store();
  }

  /** The buckets of the region. */
  public static S3State of(Region region) {
    return region.part(S3State.class, S3State::new);
  }

  /** Adds a bucket. */
  public void add(String name) {
    buckets.put(name, new Bucket(name, region.name(), region.account().timeline().now()));
  }

  /** Replaces the policy of a bucket. */
  public void setPolicy(String bucket, BucketPolicy policy) {
    policies.put(bucket, policy);
  }

  /** Whether the bucket is there, in truth. */
  public boolean has(String bucket) {
    return buckets.get(bucket).isPresent();
  }

  /** The policy of a bucket, in truth. */
  public Optional<BucketPolicy> policy(String bucket) {
    return policies.get(bucket);
  }

  /** The policy of a bucket, as other services see it by now. */
  public Optional<BucketPolicy> seenPolicy(String bucket) {
    return buckets.seen(bucket).flatMap(it -> policies.seen(it.name()));
  }

  @Override
  public void describe(Lines lines) {
    for (Bucket bucket : buckets.all()) {
      lines.add("bucket", bucket.name(), "Region=" + bucket.region());
      policy(bucket.name())
          .ifPresent(
              policy ->
                  policy.facts().forEach(fact -> lines.add("bucket-policy", bucket.name(), fact)));
    }
  }
}
