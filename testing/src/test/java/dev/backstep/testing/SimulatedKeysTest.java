package dev.backstep.testing;

import static dev.backstep.testing.Errors.refused;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.model.AliasListEntry;
import software.amazon.awssdk.services.kms.model.KeyMetadata;

class SimulatedKeysTest {

  private final SimulatedAws aws = SimulatedAws.empty(ManualTime.stopped());
  private final KeyWorld hands = aws.world().kms();
  private final Clients clients = Clients.of(aws);

  @Test
  void describeKey_whenNamedByIdArnOrAlias_isTheSame() {
    String arn = hands.add("alias/golden");
    KeyMetadata key = describe("alias/golden");

    assertThat(key.arn()).isEqualTo(arn);
    assertThat(describe(key.keyId())).isEqualTo(key);
    assertThat(describe(arn)).isEqualTo(key);
    assertThat(describe("arn:aws:kms:us-west-2:123456789012:alias/golden")).isEqualTo(key);
    assertThat(key.keyStateAsString()).isEqualTo("Enabled");
    assertThat(key.keySpecAsString()).isEqualTo("SYMMETRIC_DEFAULT");
    assertThat(key.keyManagerAsString()).isEqualTo("CUSTOMER");
    assertThat(key.enabled()).isTrue();
    assertThat(key.creationDate()).isEqualTo(aws.time().now());
  }

  @Test
  void describeKey_whenNotThere_isRefusedAsAwsDoes() {
    missing("alias/none", "Alias arn:aws:kms:us-west-2:123456789012:alias/none is not found");
    missing("1234", "Key 'arn:aws:kms:us-west-2:123456789012:key/1234' does not exist");
    missing("arn:aws:kms:us-east-1:123456789012:key/1234", "Invalid arn us-east-1");
  }

  @Test
  void describeKey_whenOfAnotherRegion_isNotThere() {
    String arn = hands.add("alias/golden");

    refused(
        400,
        "NotFoundException",
        () -> Clients.of(aws, "us-east-1").kms.describeKey(r -> r.keyId(arn)));
  }

  @Test
  void aliasOfEbs_whenAsked_isOfAws() {
    KeyMetadata key = describe("alias/aws/ebs");

    assertThat(key.keyManagerAsString()).isEqualTo("AWS");
    assertThat(key.keyStateAsString()).isEqualTo("Enabled");
    refused(400, "AccessDeniedException", () -> clients.kms.disableKey(r -> r.keyId(key.keyId())));
  }

  @Test
  void states_whenChanged_areShown() {
    hands.add("alias/golden");
    hands.addRsa("alias/rsa");

    hands.disable("alias/golden");
    assertThat(describe("alias/golden").keyStateAsString()).isEqualTo("Disabled");
    hands.scheduleDeletion("alias/golden");
    assertThat(describe("alias/golden").keyStateAsString()).isEqualTo("PendingDeletion");
    hands.enable("alias/golden");
    assertThat(describe("alias/golden").keyStateAsString()).isEqualTo("Enabled");
    assertThat(describe("alias/rsa").keySpecAsString()).isEqualTo("RSA_2048");
  }

  @Test
  void keys_whenMadeByCalls_areTheSameKeys() {
    String id = clients.kms.createKey(r -> r.description("mine")).keyMetadata().keyId();
    clients.kms.createAlias(r -> r.aliasName("alias/mine").targetKeyId(id));
    refused(
        400,
        "AlreadyExistsException",
        () -> clients.kms.createAlias(r -> r.aliasName("alias/mine").targetKeyId(id)));

    clients.kms.disableKey(r -> r.keyId(id));
    assertThat(describe("alias/mine").enabled()).isFalse();
    clients.kms.enableKey(r -> r.keyId(id));
    assertThat(clients.kms.listAliases().aliases())
        .extracting(AliasListEntry::aliasName)
        .containsExactly("alias/aws/ebs", "alias/mine");
    assertThat(
            clients
                .kms
                .scheduleKeyDeletion(r -> r.keyId(id).pendingWindowInDays(7))
                .keyStateAsString())
        .isEqualTo("PendingDeletion");
    clients.kms.cancelKeyDeletion(r -> r.keyId(id));
    assertThat(describe(id).keyStateAsString()).isEqualTo("Disabled");
    clients.kms.deleteAlias(r -> r.aliasName("alias/mine"));
    missing("alias/mine", "is not found");
    refused(
        400, "NotFoundException", () -> clients.kms.deleteAlias(r -> r.aliasName("alias/mine")));
    refused(
        400,
        "NotAuthorizedException",
        () -> clients.kms.createAlias(r -> r.aliasName("alias/aws/x").targetKeyId(id)));
  }

  @Test
  void defaults_whenChanged_areAsked() {
    assertThat(clients.ec2.getEbsEncryptionByDefault(r -> {}).ebsEncryptionByDefault()).isFalse();
    assertThat(clients.ec2.getEbsDefaultKmsKeyId(r -> {}).kmsKeyId()).isEqualTo("alias/aws/ebs");
    String arn = hands.add("alias/golden");

    clients.ec2.enableEbsEncryptionByDefault(r -> {});
    clients.ec2.modifyEbsDefaultKmsKeyId(r -> r.kmsKeyId("alias/golden"));

    assertThat(clients.ec2.getEbsEncryptionByDefault(r -> {}).ebsEncryptionByDefault()).isTrue();
    assertThat(clients.ec2.getEbsDefaultKmsKeyId(r -> {}).kmsKeyId()).isEqualTo(arn);
    clients.ec2.disableEbsEncryptionByDefault(r -> {});
    clients.ec2.resetEbsDefaultKmsKeyId(r -> {});
    assertThat(clients.ec2.getEbsEncryptionByDefault(r -> {}).ebsEncryptionByDefault()).isFalse();
    assertThat(clients.ec2.getEbsDefaultKmsKeyId(r -> {}).kmsKeyId()).isEqualTo("alias/aws/ebs");
    refused(
        400,
        "InvalidParameterValue",
        () -> clients.ec2.modifyEbsDefaultKmsKeyId(r -> r.kmsKeyId("alias/none")));
  }

  private KeyMetadata describe(String key) {
    return clients.kms.describeKey(r -> r.keyId(key)).keyMetadata();
  }

  private void missing(String key, String message) {
    assertThat(refused(400, "NotFoundException", () -> describe(key)))
        .hasMessageContaining(message);
  }
}
