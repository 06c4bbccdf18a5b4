package dev.backstep.internal.ami;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.aws.PlanningCalls;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.kms.model.DescribeKeyRequest;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.NotFoundException;

/** Reads KMS keys, and what the account does with volumes unless told. */
final class KeyReader {

  private final AwsAccess aws;
  private final PlanningCalls calls;

  KeyReader(AwsAccess aws, PlanningCalls calls) {
    this.aws = aws;
    this.calls = calls;
  }

  /**
   * A key as it was found.
   *
   * @param arn its ARN, which aliases lead to
   * @param problem why it cannot encrypt volumes; empty if it can
   */
  record Key(String arn, String problem) {}

  /** A key by id, ARN or alias; the account's default key for EBS when none is given. */
  CompletableFuture<Key> begin(Optional<String> given, String setting) {
    return given
        .map(key -> beginGiven(key, setting))
        .orElseGet(
            () -> {
              String standard =
                  calls.get(
                      calls.begin(
                          ApiFamily.EC2_READ,
                          "ec2:GetEbsDefaultKmsKeyId",
                          () -> aws.ec2().getEbsDefaultKmsKeyId(request -> {}).kmsKeyId()));
              return beginGiven(
                  standard, setting + " (not given, so the account's default key for EBS)");
            });
  }

  /** Whether the account encrypts every new volume. */
  CompletableFuture<Boolean> beginByDefault() {
    return calls.begin(
        ApiFamily.EC2_READ,
        "ec2:GetEbsEncryptionByDefault",
        () ->
            Boolean.TRUE.equals(
                aws.ec2().getEbsEncryptionByDefault(request -> {}).ebsEncryptionByDefault()));
  }

  private CompletableFuture<Key> beginGiven(String key, String setting) {
    DescribeKeyRequest request = DescribeKeyRequest.builder().keyId(key).build();
    return calls.begin(
        ApiFamily.KMS,
        "kms:DescribeKey",
        () -> {
          try {
            return checked(aws.kms().describeKey(request).keyMetadata(), key, setting);
          } catch (NotFoundException e) {
            return new Key(
                key,
                "%s: %s is not there in %s (expected: a key of this region)"
                    .formatted(setting, key, aws.regionName()));
          }
        });
  }

  private static Key checked(KeyMetadata key, String given, String setting) {
    String problem = "";
    if (!"Enabled".equals(key.keyStateAsString())) {
      problem = "%s is %s (expected: Enabled)".formatted(given, key.keyStateAsString());
    } else if (!"SYMMETRIC_DEFAULT".equals(key.keySpecAsString())
        || !"ENCRYPT_DECRYPT".equals(key.keyUsageAsString())) {
      problem =
          "%s is a key of spec %s for %s (expected: SYMMETRIC_DEFAULT for ENCRYPT_DECRYPT, since volumes take no other)"
              .formatted(given, key.keySpecAsString(), key.keyUsageAsString());
    }
    return new Key(key.arn(), problem.isEmpty() ? "" : setting + ": " + problem);
  }
}
