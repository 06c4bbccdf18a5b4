package dev.backstep.testing.internal.wire;

import java.util.List;
import java.util.Optional;

/**
 * How an operation of S3 is told from the others: by its method, by whether it is about a bucket,
 * and by the sub-resource, which is a query parameter without a value.
 *
 * @param status of a success
 * @param plain whether the payload is answered as it is, and not as XML
 */
record S3Route(
    String operation,
    String method,
    boolean onBucket,
    String subResource,
    int status,
    boolean plain) {

  private static final List<S3Route> ALL =
      List.of(
          new S3Route("ListBuckets", "GET", false, "", 200, false),
          new S3Route("CreateBucket", "PUT", true, "", 200, false),
          new S3Route("HeadBucket", "HEAD", true, "", 200, false),
          new S3Route("DeleteBucket", "DELETE", true, "", 204, false),
          new S3Route("GetBucketLocation", "GET", true, "location", 200, false),
          new S3Route("GetBucketPolicy", "GET", true, "policy", 200, true),
          new S3Route("PutBucketPolicy", "PUT", true, "policy", 204, false),
          new S3Route("DeleteBucketPolicy", "DELETE", true, "policy", 204, false));

  static Optional<S3Route> of(S3Address address, String method) {
    return ALL.stream()
        .filter(
            route ->
                address.key().isEmpty()
                    && route.method.equals(method)
                    && route.onBucket != address.bucket().isEmpty()
                    && route.subResource.equals(address.subResource()))
        .findFirst();
  }

  static S3Route of(String operation) {
    return ALL.stream()
        .filter(route -> route.operation.equals(operation))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no route for " + operation));
  }
}
