package dev.backstep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyMetadata;

/** Keys that volumes are encrypted with, as planning an image reads them. */
@OnEachReferee
class KeyContractTest extends Contract {

  @AutoClose private KmsClient kms;
  private KeyMetadata key;

  @BeforeEach
  void build() {
    kms = Sdk.kms(referee);
    key = kms.createKey(r -> r.keyUsage("ENCRYPT_DECRYPT")).keyMetadata();
    kms.createAlias(r -> r.aliasName("alias/golden").targetKeyId(key.keyId()));
  }

  @Test
  void describeKey_whenNamedByIdArnOrAlias_isTheSame() {
    for (String reference :
        new String[] {
          key.keyId(), key.arn(), "alias/golden", "arn:aws:kms:us-west-2:123456789012:alias/golden"
        }) {
      KeyMetadata found = describe(reference);
      assertThat(found.arn()).isEqualTo(key.arn());
      assertThat(found.keyStateAsString()).isEqualTo("Enabled");
      assertThat(found.keySpecAsString()).isEqualTo("SYMMETRIC_DEFAULT");
      assertThat(found.keyUsageAsString()).isEqualTo("ENCRYPT_DECRYPT");
      assertThat(found.keyManagerAsString()).isEqualTo("CUSTOMER");
    }
  }

  @Test
  void describeKey_whenNotThere_isRefused() {
    refused("NotFoundException", () -> describe("alias/none"));
    refused("NotFoundException", () -> describe("12345678-1234-1234-1234-123456789012"));
  }

  @Test
  void describeKey_whenDisabledOrToBeDeleted_saysSo() {
    kms.disableKey(r -> r.keyId(key.keyId()));
    assertThat(describe("alias/golden").keyStateAsString()).isEqualTo("Disabled");

    kms.scheduleKeyDeletion(r -> r.keyId(key.keyId()).pendingWindowInDays(7));
    assertThat(describe("alias/golden").keyStateAsString()).isEqualTo("PendingDeletion");
  }

  @Test
  void describeKey_whenItIsTheOneOfEbs_isOfAws() {
    assertThat(describe("alias/aws/ebs").keyManagerAsString())
        .isEqualTo(departs(Departure.EBS_KEY_OF_CUSTOMER) ? "CUSTOMER" : "AWS");
  }

  @Test
  void encryptionByDefault_whenSwitchedOn_saysSo() {
    assertThat(ec2.getEbsEncryptionByDefault(r -> {}).ebsEncryptionByDefault()).isFalse();

    ec2.enableEbsEncryptionByDefault(r -> {});

    assertThat(ec2.getEbsEncryptionByDefault(r -> {}).ebsEncryptionByDefault()).isTrue();
  }

  private KeyMetadata describe(String reference) {
    return kms.describeKey(r -> r.keyId(reference)).keyMetadata();
  }
}
