package dev.backstep.testing;

import static dev.backstep.testing.Errors.refused;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.Tag;

class SimulatedImageCopyTest {

  private final Bakery bakery = new Bakery();
  private final SimulatedAws aws = bakery.aws;
  private final World world = bakery.world;
  private final Clients clients = bakery.clients;
  private final String golden = world.kms().add("alias/golden");
  private final String source =
      world.imaging().add(SampleImage.named("plain").productCode(Bakery.CODE).tag("team", "data"));

  @Test
  void copyImage_whenEncrypted_isUnderTheKeyAndKeepsTheRest() {
    String id =
        bakery.copy(
            source,
            r ->
                r.kmsKeyId("alias/golden")
                    .description("ours")
                    .copyImageTags(true)
                    .tagSpecifications(
                        Clients.tags("image", "run", "1"), Clients.tags("snapshot", "run", "1")));
    assertThat(bakery.image(id).stateAsString()).isEqualTo("pending");
    bakery.pass(150);
    assertThat(copied(id).progress()).isEqualTo("50%");
    bakery.pass(150);

    Image image = bakery.image(id);
    assertThat(image.stateAsString()).isEqualTo("available");
    assertThat(image.description()).isEqualTo("ours");
    assertThat(image.sourceImageId()).isEqualTo(source);
    assertThat(image.sourceImageRegion()).isEqualTo("us-west-2");
    assertThat(image.productCodes().get(0).productCodeId()).isEqualTo(Bakery.CODE);
    assertThat(image.rootDeviceName()).isEqualTo("/dev/xvda");
    assertThat(image.blockDeviceMappings().get(0).ebs().encrypted()).isTrue();
    assertThat(image.tags()).extracting(Tag::key).containsExactly("run", "team");
    assertThat(copied(id).encrypted()).isTrue();
    assertThat(copied(id).kmsKeyId()).isEqualTo(golden);
    assertThat(copied(id).tags()).extracting(Tag::key).containsExactly("run");
  }

  @Test
  void copyImage_whenNoKeyIsNamed_takesTheDefaultOne() {
    String first = bakery.copy(source, r -> {});
    world.kms().makeDefault("alias/golden");
    String second = bakery.copy(source, r -> {});
    bakery.pass(300);

    assertThat(copied(first).kmsKeyId()).isEqualTo(world.kms().arn("alias/aws/ebs"));
    assertThat(copied(second).kmsKeyId()).isEqualTo(golden);
  }

  @Test
  void copyImage_whenTheRegionEncryptsByDefault_isEncryptedUnasked() {
    world.kms().encryptByDefault(true);
    String id = bakery.copy(source, r -> r.encrypted(false));
    bakery.pass(300);

    assertThat(copied(id).encrypted()).isTrue();
  }

  @Test
  void copyImage_whenNotEncrypted_isAsPlainAsItsSource() {
    String id = bakery.copy(source, r -> r.encrypted(null));
    bakery.pass(300);

    assertThat(copied(id).encrypted()).isFalse();
    assertThat(bakery.image(id).blockDeviceMappings().get(0).ebs().encrypted()).isFalse();
  }

  @Test
  void copyImage_whenTheSourceIsEncrypted_staysSoUnderItsKeyOrAnother() {
    String encrypted = world.imaging().add(SampleImage.named("e").encryptedUnder(golden));
    String silver = world.kms().add("alias/silver");

    String same = bakery.copy(encrypted, r -> r.encrypted(null));
    String other = bakery.copy(encrypted, r -> r.kmsKeyId("alias/silver"));
    bakery.pass(300);

    assertThat(copied(same).kmsKeyId()).isEqualTo(golden);
    assertThat(copied(other).kmsKeyId()).isEqualTo(silver);
    assertThat(
            refused(400, "InvalidRequest", () -> bakery.copy(encrypted, r -> r.encrypted(false))))
        .hasMessageContaining("Creating unencrypted copy");
  }

  @Test
  void copyImage_whenTheKeyIsOfNoUse_failsAtTheEndWithTheReason() {
    world.kms().addRsa("alias/rsa");
    world.kms().add("alias/off");
    world.kms().disable("alias/off");
    world.kms().add("alias/going");
    world.kms().scheduleDeletion("alias/going");

    for (String key : new String[] {"alias/none", "alias/rsa", "alias/off", "alias/going"}) {
      String id = bakery.copy(source, r -> r.kmsKeyId(key));
      assertThat(bakery.image(id).stateAsString()).isEqualTo("pending");
      bakery.pass(300);

      assertThat(bakery.image(id).stateAsString()).as(key).isEqualTo("failed");
      assertThat(bakery.image(id).stateReason().message())
          .contains("Given key ID is not accessible");
      assertThat(copied(id).stateAsString()).isEqualTo("error");
      clients.ec2.deregisterImage(r -> r.imageId(id).deleteAssociatedSnapshots(true));
    }
    assertThat(world.images()).containsExactly(source);
    assertThat(world.snapshots()).hasSize(1);
  }

  @Test
  void copyImage_whenAKeyIsNamedWithoutEncrypted_isRefused() {
    refused(
        400,
        "InvalidParameterDependency",
        () -> bakery.copy(source, r -> r.encrypted(null).kmsKeyId("alias/golden")));
  }

  @Test
  void copyImage_whenTheTokenIsUsedAgain_answersTheSameImage() {
    String first = bakery.copy(source, r -> r.clientToken("token"));
    String second = bakery.copy(source, r -> r.clientToken("token"));

    assertThat(second).isEqualTo(first);
    assertThat(world.images()).hasSize(2);
    refused(
        400,
        "IdempotentParameterMismatch",
        () -> bakery.copy(source, r -> r.clientToken("token").name("other")));
  }

  @Test
  void copyImage_whenTheSourceMayNotBeCopied_isRefusedAsAwsDoes() {
    refusedToCopy(
        SampleImage.centOs7(),
        "Images from AWS Marketplace cannot be copied to another AWS account");
    refusedToCopy(
        SampleImage.named("theirs").sharedBy("210987654321"),
        "You do not have permission to access the storage of this ami");
    refusedToCopy(
        SampleImage.named("rhel").ofAmazon().billedAs("RunInstances:0010"),
        "Images with EC2 BillingProduct codes cannot be copied to another AWS account");
    refused(400, "InvalidAMIID.NotFound", () -> bakery.copy("ami-0", r -> {}));
    String pending = world.imaging().add(SampleImage.named("slow").inState("pending"));
    refused(400, "InvalidAMIID.Unavailable", () -> bakery.copy(pending, r -> {}));
  }

  @Test
  void copyImage_whenTheSnapshotsMayBeRead_isTheAccountsOwn() {
    String theirs =
        world
            .imaging()
            .add(
                SampleImage.named("theirs")
                    .sharedBy("210987654321")
                    .withReadableSnapshots()
                    .encryptedUnder("arn:aws:kms:us-west-2:210987654321:key/1"));

    String id = bakery.copy(theirs, r -> {});
    bakery.pass(300);

    assertThat(bakery.image(id).ownerId()).isEqualTo(aws.accountId());
    assertThat(bakery.image(id).stateAsString()).isEqualTo("available");
    assertThat(copied(id).kmsKeyId()).isEqualTo(world.kms().arn("alias/aws/ebs"));
  }

  @Test
  void copyImage_whenTooManyAreInProgress_isRefusedUntilOneIsDone() {
    aws.snapshotCopyQuota(2);
    bakery.copy(source, r -> {});
    bakery.pass(100);
    bakery.copy(source, r -> {});

    assertThat(refused(400, "ResourceLimitExceeded", () -> bakery.copy(source, r -> {})))
        .hasMessageContaining("Too many snapshot copies in progress");
    bakery.pass(200);
    bakery.copy(source, r -> {});
  }

  @Test
  void copyImage_whenItIsToFail_doesOnce() {
    world.imaging().endNext("failed", "Copy image failed with an internal error");
    String first = bakery.copy(source, r -> {});
    bakery.pass(300);
    String second = bakery.copy(source, r -> {});
    bakery.pass(300);

    assertThat(bakery.image(first).stateReason().message())
        .isEqualTo("Copy image failed with an internal error");
    assertThat(bakery.image(second).stateAsString()).isEqualTo("available");
  }

  @Test
  void copyImage_whenFromAnotherRegion_isInThisOneUnderItsKeys() {
    Clients east = Clients.of(aws, "us-east-1");

    String id =
        east.ec2
            .copyImage(bakery.copyRequest(source, "east").kmsKeyId("alias/aws/ebs").build())
            .imageId();
    bakery.pass(300);

    Image image = east.ec2.describeImages(r -> r.imageIds(id)).images().get(0);
    assertThat(image.sourceImageRegion()).isEqualTo("us-west-2");
    assertThat(east.ec2.describeSnapshots(r -> r.ownerIds("self")).snapshots().get(0).kmsKeyId())
        .isEqualTo(aws.world("us-east-1").kms().arn("alias/aws/ebs"))
        .startsWith("arn:aws:kms:us-east-1:");
    refused(400, "InvalidAMIID.NotFound", () -> bakery.image(id));
  }

  private void refusedToCopy(SampleImage image, String message) {
    String id = world.imaging().add(image);

    assertThat(refused(400, "InvalidRequest", () -> bakery.copy(id, r -> {})))
        .hasMessageContaining(message);
  }

  private Snapshot copied(String imageId) {
    return bakery.snapshot(bakery.image(imageId).blockDeviceMappings().get(0).ebs().snapshotId());
  }
}
