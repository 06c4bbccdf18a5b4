package dev.backstep.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.CopyImageRequest;
import software.amazon.awssdk.services.ec2.model.CreateImageRequest;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterfaceSpecification;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.Volume;

/**
 * Images, their snapshots and the instances between them, as encrypting an image relies on them.
 */
@OnEachReferee
class ImageContractTest extends Contract {

  private String source;
  private String subnet;

  @BeforeEach
  void build() {
    String vpc = referee.addVpc("build", "10.30.0.0/16");
    subnet = referee.addSubnet(vpc, "build", "10.30.1.0/24", "us-west-2a");
    source = referee.addImage("source");
  }

  @Test
  void describeImages_whenAskedByNameAndOwner_findsTheOne() {
    referee.addImage("other");

    assertThat(
            ec2.describeImages(
                    r -> r.owners("self").filters(Sdk.filter("name", "sou*"), available()))
                .images())
        .extracting(Image::imageId)
        .containsExactly(source);
  }

  @Test
  void describeImages_whenTheIdIsNotThere_isRefused() {
    refused("InvalidAMIID.NotFound", () -> image("ami-0123456789abcdef0"));
  }

  @Test
  void runInstances_whenAVolumeIsToBeEncrypted_itIs() {
    Volume volume = rootVolume(run(this::encrypted));

    assertThat(volume.encrypted()).isTrue();
    assertThat(volume.size()).isEqualTo(8);
    assertThat(volume.volumeTypeAsString()).isEqualTo("gp2");
    assertThat(volume.kmsKeyId()).startsWith("arn:aws:kms:us-west-2:");
  }

  @Test
  void runInstances_whenSentAgainWithItsToken_isTheSame() {
    String first = run(r -> r.clientToken("token")).instanceId();
    String second = run(r -> r.clientToken("token")).instanceId();

    assertThat(second.equals(first)).isEqualTo(!departs(Departure.RUNS_TOKEN_TWICE));
  }

  @Test
  void runInstances_whenGivenUserData_theInstanceSaysThem() {
    Instance made = run(r -> r.userData("I2Nsb3VkLWNvbmZpZwo="));

    assertThat(
            ec2.describeInstanceAttribute(
                    r -> r.instanceId(made.instanceId()).attribute("userData"))
                .userData()
                .value())
        .isEqualTo("I2Nsb3VkLWNvbmZpZwo=");
  }

  @Test
  void runInstances_whenAskedForAPublicAddress_hasOneWhenItRuns() {
    Instance made =
        run(
            r ->
                r.subnetId(null)
                    .networkInterfaces(
                        InstanceNetworkInterfaceSpecification.builder()
                            .deviceIndex(0)
                            .subnetId(subnet)
                            .associatePublicIpAddress(true)
                            .build()));

    assertThat(made.publicIpAddress()).matches("\\d+\\.\\d+\\.\\d+\\.\\d+");
  }

  @Test
  void stopInstances_whenDone_isStopped() {
    assertThat(stopped(r -> {}).state().nameAsString()).isEqualTo("stopped");
  }

  @Test
  void terminateInstances_whenDone_theRootVolumeIsGone() {
    Instance made = run(r -> {});
    String volume = made.blockDeviceMappings().get(0).ebs().volumeId();
    ec2.terminateInstances(r -> r.instanceIds(made.instanceId()));
    referee.settle();

    refused("InvalidVolume.NotFound", () -> ec2.describeVolumes(r -> r.volumeIds(volume)));
  }

  @Test
  void deleteVolume_whenAttached_isRefused() {
    String volume = run(r -> {}).blockDeviceMappings().get(0).ebs().volumeId();

    refused("VolumeInUse", () -> ec2.deleteVolume(r -> r.volumeId(volume)));
  }

  @Test
  void createImage_whenAnswered_isPendingFirst() {
    String id = create("made");

    assertThat(image(id).stateAsString())
        .isEqualTo(departs(Departure.IMAGES_AT_ONCE) ? "available" : "pending");
  }

  @Test
  void createImage_whenDone_isAvailableWithNameTagsAndSnapshot() {
    Instance instance = stopped(r -> {});
    String id =
        ec2.createImage(
                r ->
                    r.instanceId(instance.instanceId())
                        .name("made")
                        .description("ours")
                        .tagSpecifications(Sdk.tagged(ResourceType.IMAGE, Map.of("run", "1"))))
            .imageId();
    referee.settle();

    Image made = image(id);
    assertThat(made.stateAsString()).isEqualTo("available");
    assertThat(made.name()).isEqualTo("made");
    assertThat(made.description()).isEqualTo("ours");
    assertThat(Sdk.map(made.tags())).isEqualTo(Map.of("run", "1"));
    assertThat(snapshotOf(made).stateAsString()).isEqualTo("completed");
    assertThat(snapshotOf(made).progress()).isEqualTo("100%");
  }

  @Test
  void createImage_whenTheSnapshotsAreTagged_theyAre() {
    Instance instance = stopped(r -> {});
    Consumer<CreateImageRequest.Builder> request =
        r ->
            r.instanceId(instance.instanceId())
                .name("made")
                .tagSpecifications(Sdk.tagged(ResourceType.SNAPSHOT, Map.of("run", "1")));

    if (departs(Departure.NO_SNAPSHOT_TAGS_AT_CREATION)) {
      assertThatThrownBy(() -> ec2.createImage(request))
          .isInstanceOfSatisfying(
              Ec2Exception.class, e -> assertThat(e.statusCode()).isEqualTo(500));
      return;
    }
    ec2.createImage(request);
    assertThat(ec2.describeSnapshots(r -> r.filters(Sdk.filter("tag:run", "1"))).snapshots())
        .hasSize(1);
  }

  @Test
  void createImage_whenTheVolumeIsEncrypted_theSnapshotIs() {
    Instance instance = stopped(this::encrypted);
    String id = ec2.createImage(r -> r.instanceId(instance.instanceId()).name("made")).imageId();
    referee.settle();

    assertThat(snapshotOf(image(id)).encrypted())
        .isEqualTo(!departs(Departure.PLAIN_IMAGES_OF_ENCRYPTED_VOLUMES));
  }

  @Test
  void createImage_whenTheNameIsTaken_isRefused() {
    create("made");

    if (departs(Departure.TAKES_IMAGE_NAMES_TWICE)) {
      create("made");
    } else {
      refused("InvalidAMIName.Duplicate", () -> create("made"));
    }
  }

  @Test
  void createImage_whenTheNameIsMalformed_isRefused() {
    if (departs(Departure.ANY_IMAGE_NAME)) {
      create("a:b*");
    } else {
      refused("InvalidAMIName.Malformed", () -> create("a:b*"));
    }
  }

  @Test
  void createImage_whenTheInstanceIsNotThere_isRefused() {
    refused(
        "InvalidInstanceID.NotFound",
        () -> ec2.createImage(r -> r.instanceId("i-0123456789abcdef0").name("made")));
  }

  @Test
  void copyImage_whenDone_isAvailableUnderItsName() {
    Image copied = image(copy(r -> r.encrypted(null).description("ours")));

    assertThat(copied.stateAsString()).isEqualTo("available");
    assertThat(copied.name()).isEqualTo("copy");
    assertThat(copied.description()).isEqualTo("ours");
    assertThat(copied.ownerId()).isEqualTo("123456789012");
  }

  @Test
  void copyImage_whenEncrypted_theSnapshotIs() {
    assertThat(snapshotOf(image(copy(r -> {}))).encrypted())
        .isEqualTo(!departs(Departure.COPIES_PLAIN));
  }

  @Test
  void copyImage_whenTagged_theImageIs() {
    String id = copy(r -> r.tagSpecifications(Sdk.tagged(ResourceType.IMAGE, Map.of("run", "1"))));

    assertThat(image(id).tags().isEmpty()).isEqualTo(departs(Departure.NO_TAGS_ON_COPIES));
  }

  @Test
  void copyImage_whenSentAgainWithItsToken_isTheSame() {
    String first = copy(r -> r.clientToken("token"));
    String second = copy(r -> r.clientToken("token"));

    assertThat(second.equals(first)).isEqualTo(!departs(Departure.COPIES_TOKEN_TWICE));
  }

  @Test
  void copyImage_whenTheKeyIsNotThere_failsLater() {
    String id = copy(r -> r.kmsKeyId("alias/none"));

    assertThat(image(id).stateAsString())
        .isEqualTo(departs(Departure.COPIES_UNDER_ANY_KEY) ? "available" : "failed");
  }

  @Test
  void copyImage_whenTheSourceIsNotThere_isRefused() {
    refused("InvalidAMIID.NotFound", () -> copy(r -> r.sourceImageId("ami-0123456789abcdef0")));
  }

  @Test
  void deleteSnapshot_whenAnImageNeedsIt_isRefusedUntilItDoesNot() {
    String id = create("made");
    referee.settle();
    String snapshot = snapshotOf(image(id)).snapshotId();
    refused("InvalidSnapshot.InUse", () -> ec2.deleteSnapshot(r -> r.snapshotId(snapshot)));

    ec2.deregisterImage(r -> r.imageId(id));
    ec2.deleteSnapshot(r -> r.snapshotId(snapshot));

    refused("InvalidSnapshot.NotFound", () -> ec2.deleteSnapshot(r -> r.snapshotId(snapshot)));
    assertThat(ec2.describeImages(r -> r.filters(Sdk.filter("name", "made"))).images()).isEmpty();
  }

  @Test
  void deregisterImage_whenDoneBefore_isRefused() {
    String id = create("made");
    ec2.deregisterImage(r -> r.imageId(id));

    refused("InvalidAMIID.Unavailable", () -> ec2.deregisterImage(r -> r.imageId(id)));
  }

  @Test
  void deregisterImage_whenSnapshotsAreAskedFor_theyAreGone() {
    String id = create("made");
    referee.settle();
    String snapshot = snapshotOf(image(id)).snapshotId();

    ec2.deregisterImage(r -> r.imageId(id).deleteAssociatedSnapshots(true));

    List<Snapshot> left =
        ec2.describeSnapshots(r -> r.filters(Sdk.filter("snapshot-id", snapshot))).snapshots();
    assertThat(left.isEmpty()).isEqualTo(!departs(Departure.KEEPS_SNAPSHOTS_OF_IMAGES));
  }

  @Test
  void describeImages_whenDeregistered_theIdIsRefused() {
    String id = create("made");
    ec2.deregisterImage(r -> r.imageId(id));

    if (departs(Departure.NOTHING_FOR_DEREGISTERED_ID)) {
      assertThat(ec2.describeImages(r -> r.imageIds(id)).images()).isEmpty();
    } else {
      refused("InvalidAMIID.NotFound", () -> image(id));
    }
  }

  private static Filter available() {
    return Sdk.filter("state", "available");
  }

  private void encrypted(RunInstancesRequest.Builder request) {
    try (var kms = Sdk.kms(referee)) {
      String key = kms.createKey().keyMetadata().arn();
      request.blockDeviceMappings(
          BlockDeviceMapping.builder()
              .deviceName(image(source).rootDeviceName())
              .ebs(
                  e ->
                      e.volumeSize(8)
                          .volumeType("gp2")
                          .encrypted(true)
                          .kmsKeyId(key)
                          .deleteOnTermination(true))
              .build());
    }
  }

  private Instance run(Consumer<RunInstancesRequest.Builder> change) {
    RunInstancesRequest.Builder request =
        RunInstancesRequest.builder()
            .imageId(source)
            .instanceType("t2.nano")
            .minCount(1)
            .maxCount(1)
            .subnetId(subnet);
    change.accept(request);
    String id = ec2.runInstances(request.build()).instances().get(0).instanceId();
    ec2.describeInstances(r -> r.instanceIds(id));
    referee.settle();
    return instance(id);
  }

  private Instance stopped(Consumer<RunInstancesRequest.Builder> change) {
    String id = run(change).instanceId();
    ec2.stopInstances(r -> r.instanceIds(id));
    referee.settle();
    return instance(id);
  }

  private Instance instance(String id) {
    return ec2.describeInstances(r -> r.instanceIds(id)).reservations().get(0).instances().get(0);
  }

  private String create(String name) {
    String instance = run(r -> {}).instanceId();
    return ec2.createImage(r -> r.instanceId(instance).name(name)).imageId();
  }

  private String copy(Consumer<CopyImageRequest.Builder> change) {
    CopyImageRequest.Builder request =
        CopyImageRequest.builder()
            .sourceImageId(source)
            .sourceRegion(Referee.REGION)
            .name("copy")
            .encrypted(true);
    change.accept(request);
    String id = ec2.copyImage(request.build()).imageId();
    referee.settle();
    return id;
  }

  private Image image(String id) {
    return ec2.describeImages(r -> r.imageIds(id)).images().get(0);
  }

  private Snapshot snapshotOf(Image image) {
    String id = image.blockDeviceMappings().get(0).ebs().snapshotId();
    return ec2.describeSnapshots(r -> r.snapshotIds(id)).snapshots().get(0);
  }

  private Volume rootVolume(Instance instance) {
    String id = instance.blockDeviceMappings().get(0).ebs().volumeId();
    return ec2.describeVolumes(r -> r.volumeIds(id)).volumes().get(0);
  }
}
