package dev.backstep.testing.internal.s3;

import dev.backstep.testing.internal.service.Area;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.service.Operations;
import dev.backstep.testing.internal.service.Page;
import dev.backstep.testing.internal.state.Account;
import dev.backstep.testing.internal.wire.AwsError;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CreateBucketConfiguration;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketResponse;
import software.amazon.awssdk.services.s3.model.GetBucketLocationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketLocationResponse;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.model.ListBucketsRequest;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;

/** Making, finding and deleting buckets. Nothing is ever in them. */
public final class Buckets implements Area {

  private static final String FIRST_REGION = "us-east-1";

  @Override
  public void addTo(Operations operations) {
    operations.read("ListBuckets", ListBucketsRequest::builder, this::list);
    operations.read("HeadBucket", HeadBucketRequest::builder, this::head);
    operations.read("GetBucketLocation", GetBucketLocationRequest::builder, this::location);
    operations.write("CreateBucket", CreateBucketRequest::builder, this::create);
    operations.write("DeleteBucket", DeleteBucketRequest::builder, this::delete);
  }

  private ListBucketsResponse list(Context context, ListBucketsRequest request) {
    String prefix = request.prefix() == null ? "" : request.prefix();
    List<Bucket> all =
        context.account().regions().stream()
            .flatMap(region -> S3State.of(region).buckets.seen().stream())
            .filter(it -> it.name().startsWith(prefix))
            .filter(
                it -> request.bucketRegion() == null || it.region().equals(request.bucketRegion()))
            .toList();
    int cap = context.settings().s3PageSize;
    int size = request.maxBuckets() == null ? cap : Math.min(cap, request.maxBuckets());
    Page<Bucket> page = Page.of(all, Bucket::name, request.continuationToken(), size);
    return ListBucketsResponse.builder()
        .buckets(page.items().stream().map(Buckets::listed).toList())
        .owner(owner -> owner.id(Account.ID))
        .prefix(request.prefix())
        .continuationToken(page.next())
        .build();
  }

  private static software.amazon.awssdk.services.s3.model.Bucket listed(Bucket bucket) {
    return software.amazon.awssdk.services.s3.model.Bucket.builder()
        .name(bucket.name())
        .bucketRegion(bucket.region())
        .creationDate(bucket.created())
        .build();
  }

  private HeadBucketResponse head(Context context, HeadBucketRequest request) {
    Bucket bucket = BucketLookup.seen(context, request.bucket(), request.expectedBucketOwner());
    return HeadBucketResponse.builder()
        .bucketRegion(bucket.region())
        .accessPointAlias(false)
        .build();
  }

  private GetBucketLocationResponse location(Context context, GetBucketLocationRequest request) {
    Bucket bucket = BucketLookup.anywhere(context, request.bucket(), request.expectedBucketOwner());
    return GetBucketLocationResponse.builder()
        .locationConstraint(bucket.region().equals(FIRST_REGION) ? null : bucket.region())
        .build();
  }

  private CreateBucketResponse create(Context context, CreateBucketRequest request) {
    String name = request.bucket();
    requireName(name);
    String region = region(context.region().name(), request.createBucketConfiguration());
    Optional<Bucket> taken = BucketLookup.taken(context.account(), name);
    boolean again =
        taken.isPresent()
            && context.region().name().equals(FIRST_REGION)
            && taken.get().region().equals(region);
    if (taken.isPresent() && !again) {
      throw AwsError.of(
              "BucketAlreadyOwnedByYou",
              "Your previous request to create the named bucket succeeded and you already own it.")
          .detail("BucketName", name);
    }
    if (!again) {
      S3State.of(context.account().region(region)).add(name);
      context.account().made(name, context.origin());
    }
    return CreateBucketResponse.builder().location("/" + name).build();
  }

  private DeleteBucketResponse delete(Context context, DeleteBucketRequest request) {
    Bucket bucket = BucketLookup.use(context, request.bucket(), request.expectedBucketOwner());
    S3State s3 = S3State.of(context.region());
    s3.policies.remove(bucket.name());
    s3.buckets.remove(bucket.name());
    return DeleteBucketResponse.builder().build();
  }

  private static void requireName(String name) {
    if (!name.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]") || name.contains("..")) {
      throw AwsError.of("InvalidBucketName", "The specified bucket is not valid.")
          .detail("BucketName", name);
    }
  }

  /** Only us-east-1 makes buckets for other regions, and has no name for itself. */
  private static String region(String here, @Nullable CreateBucketConfiguration configuration) {
    String given = configuration == null ? null : configuration.locationConstraintAsString();
    if (here.equals(FIRST_REGION)) {
      if (FIRST_REGION.equals(given)) {
        throw AwsError.of(
            "InvalidLocationConstraint", "The specified location-constraint is not valid");
      }
      return given == null ? FIRST_REGION : given;
    }
    if (!here.equals(given)) {
      throw AwsError.of(
          "IllegalLocationConstraintException",
          "The %s location constraint is incompatible for the region specific endpoint this"
              + " request was sent to.",
          given == null ? "unspecified" : given);
    }
    return here;
  }
}
