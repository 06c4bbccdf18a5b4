package dev.backstep.testing.internal.s3;

import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.state.Account;
import dev.backstep.testing.internal.state.Region;
import dev.backstep.testing.internal.wire.AwsError;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds the bucket that a call names, and sends calls for another region away. */
final class BucketLookup {

  private BucketLookup() {}

  /** The bucket that a call reads, wherever it is. */
  static Bucket anywhere(Context context, String name, @Nullable String owner) {
    return find(context, name, owner, (s3, id) -> s3.buckets.seen(id));
  }

  /** The bucket that a call reads; it must be in the region of the call. */
  static Bucket seen(Context context, String name, @Nullable String owner) {
    return local(context, anywhere(context, name, owner));
  }

  /** The bucket that a call changes; it must be in the region of the call. */
  static Bucket use(Context context, String name, @Nullable String owner) {
    Bucket bucket =
        find(
            context,
            name,
            owner,
            (s3, id) -> s3.buckets.get(id).filter(it -> s3.buckets.seen(id).isPresent()));
    return local(context, bucket);
  }

  /** The truth, over all regions. */
  static Optional<Bucket> taken(Account account, String name) {
    return first(account, s3 -> s3.buckets.get(name));
  }

  private static Bucket find(
      Context context,
      String name,
      @Nullable String owner,
      BiFunction<S3State, String, Optional<Bucket>> question) {
    Bucket bucket =
        first(context.account(), s3 -> question.apply(s3, name))
            .orElseThrow(
                () ->
                    AwsError.of("NoSuchBucket", "The specified bucket does not exist")
                        .detail("BucketName", name));
    if (owner != null && !owner.equals(Account.ID)) {
      throw AwsError.of("AccessDenied", "Access Denied");
    }
    return bucket;
  }

  private static Optional<Bucket> first(
      Account account, Function<S3State, Optional<Bucket>> question) {
    return account.regions().stream()
        .map(S3State::of)
        .flatMap(s3 -> question.apply(s3).stream())
        .findFirst();
  }

  /** Calls for us-east-1 go to the one host of all regions, which asks for another signature. */
  private static Bucket local(Context context, Bucket bucket) {
    Region here = context.region();
    if (bucket.region().equals(here.name())) {
      return bucket;
    }
    AwsError error =
        here.name().equals("us-east-1")
            ? AwsError.of(
                    "AuthorizationHeaderMalformed",
                    "The authorization header is malformed; the region '%s' is wrong; expecting"
                        + " '%s'",
                    here.name(),
                    bucket.region())
                .detail("Region", bucket.region())
            : AwsError.of(
                    "PermanentRedirect",
                    "The bucket you are attempting to access must be addressed using the specified"
                        + " endpoint. Please send all future requests to this endpoint.")
                .detail("Endpoint", "s3." + bucket.region() + ".amazonaws.com")
                .detail("Bucket", bucket.name());
    throw error.header("x-amz-bucket-region", bucket.region());
  }
}
