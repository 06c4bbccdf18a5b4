package dev.backstep.internal.s3;

import dev.backstep.aws.AwsAccess;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Reads where a bucket is and what its policy says: two calls. */
public final class BucketReader {

  private final AwsAccess aws;

  /** Through an access. */
  public BucketReader(AwsAccess aws) {
    this.aws = aws;
  }

  /** The bucket; one that is not there says so. A policy that may not be read is not known. */
  public Bucket read(String name) {
    try {
      String location =
          aws.s3().getBucketLocation(request -> request.bucket(name)).locationConstraintAsString();
      String region =
          location == null || location.isEmpty() || location.equals("null")
              ? "us-east-1"
              : location.equals("EU") ? "eu-west-1" : location;
      return region.equals(aws.regionName())
          ? withPolicy(name, region)
          : new Bucket(name, true, region, "", false);
    } catch (S3Exception e) {
      if (e.statusCode() == 404) {
        return new Bucket(name, false, "", "", false);
      }
      throw e;
    }
  }

  private Bucket withPolicy(String name, String region) {
    try {
      String policy = aws.s3().getBucketPolicy(request -> request.bucket(name)).policy();
      return new Bucket(name, true, region, policy == null ? "" : policy, true);
    } catch (S3Exception e) {
      if (e.statusCode() == 404) {
        return new Bucket(name, true, region, "", true);
      }
      if (e.statusCode() == 403) {
        return new Bucket(name, true, region, "", false);
      }
      throw e;
    }
  }
}
