package dev.backstep.testing;

import static dev.backstep.testing.Bakery.device;
import static dev.backstep.testing.Clients.filter;
import static dev.backstep.testing.Errors.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ec2.model.DeregisterImageResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.LaunchPermission;
import software.amazon.awssdk.services.ec2.model.Snapshot;

class SimulatedImagesTest {

  private static final Instant OLD = Instant.parse("2019-01-30T23:43:37Z");

  private final Bakery bakery = new Bakery();
  private final SimulatedAws aws = bakery.aws;
  private final World world = bakery.world;
  private final Clients clients = bakery.clients;

  @ParameterizedTest
  @CsvSource({
    "owner-alias, aws-marketplace, 1",
    "owner-alias, amazon, 1",
    "owner-id, 679593333241, 1",
    "product-code, aw0evgkw8e5c1q413zgy5pjce, 1",
    "product-code.type, marketplace, 1",
    "virtualization-type, hvm, 3",
    "virtualization-type, paravirtual, 1",
    "architecture, arm64, 1",
    "name, CentOS Linux 7*, 1",
    "name, centos*, 0",
    "name, g?lden, 1",
    "root-device-type, ebs, 3",
    "root-device-type, instance-store, 1",
    "root-device-name, /dev/sda1, 1",
    "block-device-mapping.encrypted, true, 1",
    "block-device-mapping.volume-size, 8, 3",
    "block-device-mapping.device-name, /dev/xvda, 2",
    "is-public, true, 2",
    "state, available, 4",
    "state, pending, 0",
    "tag:team, data, 1",
    "tag-key, team, 1",
    "creation-date, 2019-01-30T*, 1",
    "ena-support, false, 1"
  })
  void describeImages_whenFiltered_shows(String name, String value, int expected) {
    seed();

    assertThat(find(filter(name, value))).hasSize(expected);
  }

  @Test
  void describeImages_whenAFilterIsUnknown_isRefused() {
    refused(400, "InvalidParameterValue", () -> find(filter("productcode", "x")));
  }

  @ParameterizedTest
  @CsvSource({
    "self, 2",
    "amazon, 1",
    "aws-marketplace, 1",
    "679593333241, 1",
    "123456789012, 2",
    "000000000000, 0"
  })
  void describeImages_whenAskedByOwner_shows(String owner, int expected) {
    seed();

    assertThat(clients.ec2.describeImages(r -> r.owners(owner)).images()).hasSize(expected);
  }

  @Test
  void describeImages_whenPagesAreSmall_paginatorsFindAll() {
    seed();
    aws.pageSize(2);
    long mark = aws.ledger().mark();

    assertThat(clients.ec2.describeImagesPaginator().images()).hasSize(4);
    assertThat(aws.ledger().since(mark).count("DescribeImages")).isEqualTo(2);
  }

  @Test
  void describeImages_whenDeprecated_showsOnlyTheOwnersUnlessAsked() {
    String theirs = world.imaging().add(SampleImage.named("old").ofAmazon().deprecatedAt(OLD));
    world.imaging().add(SampleImage.named("old").deprecatedAt(OLD));

    assertThat(find(filter("name", "old"))).hasSize(1);
    assertThat(
            clients
                .ec2
                .describeImages(r -> r.filters(filter("name", "old")).includeDeprecated(true))
                .images())
        .hasSize(2);
    assertThat(bakery.image(theirs).deprecationTime()).isEqualTo("2019-01-30T23:43:37.000Z");
  }

  @Test
  void describeImages_whenTheIdIsNotThereOrNotAnId_isRefused() {
    refused(400, "InvalidAMIID.NotFound", () -> bakery.image("ami-0"));
    refused(400, "InvalidAMIID.Malformed", () -> bakery.image("centos"));
  }

  @Test
  void describeImages_whenSharedWithTheAccount_findsIt() {
    String shared = world.imaging().add(SampleImage.named("golden").sharedBy("210987654321"));

    assertThat(bakery.image(shared).ownerId()).isEqualTo("210987654321");
    assertThat(clients.ec2.describeImages(r -> r.executableUsers("self")).images())
        .extracting(Image::imageId)
        .containsExactly(shared);
    refused(
        400,
        "InvalidSnapshot.NotFound",
        () ->
            bakery.snapshot(bakery.image(shared).blockDeviceMappings().get(0).ebs().snapshotId()));
  }

  @Test
  void createImage_whenStopped_becomesAvailableWithItsSnapshot() {
    world.imaging().subscribe(Bakery.CODE);
    Instance instance = stopped(world.imaging().add(SampleImage.centOs7()));

    String id =
        clients
            .ec2
            .createImage(
                r ->
                    r.instanceId(instance.instanceId())
                        .name("CentOS 7 (encrypted) 20261121")
                        .description("ours")
                        .tagSpecifications(
                            Clients.tags("image", "run", "1"),
                            Clients.tags("snapshot", "run", "1")))
            .imageId();
    Image pending = bakery.image(id);
    Snapshot growing = bakery.onlySnapshot();

    assertThat(pending.stateAsString()).isEqualTo("pending");
    assertThat(pending.sourceInstanceId()).isEqualTo(instance.instanceId());
    assertThat(pending.blockDeviceMappings().get(0).ebs().snapshotId()).isNull();
    assertThat(pending.tags()).hasSize(1);
    assertThat(growing.stateAsString()).isEqualTo("pending");
    assertThat(growing.progress()).isEqualTo("0%");
    assertThat(growing.tags()).hasSize(1);
    assertThat(growing.description())
        .isEqualTo("Created by CreateImage(%s) for %s".formatted(instance.instanceId(), id));
    bakery.pass(10);
    assertThat(bakery.image(id).blockDeviceMappings().get(0).ebs().snapshotId())
        .isEqualTo(growing.snapshotId());
    bakery.pass(110);
    assertThat(bakery.snapshot(growing.snapshotId()).progress()).isEqualTo("50%");
    bakery.pass(119);
    assertThat(bakery.snapshot(growing.snapshotId()).progress()).isEqualTo("99%");
    assertThat(bakery.image(id).stateAsString()).isEqualTo("pending");
    bakery.pass(1);

    Image image = bakery.image(id);
    assertThat(image.stateAsString()).isEqualTo("available");
    assertThat(image.rootDeviceName()).isEqualTo("/dev/sda1");
    assertThat(image.description()).isEqualTo("ours");
    assertThat(image.productCodes().get(0).productCodeId()).isEqualTo(Bakery.CODE);
    assertThat(image.blockDeviceMappings().get(0).ebs().deleteOnTermination()).isFalse();
    assertThat(image.blockDeviceMappings().get(0).ebs().encrypted()).isFalse();
    assertThat(bakery.snapshot(growing.snapshotId()).stateAsString()).isEqualTo("completed");
    assertThat(bakery.snapshot(growing.snapshotId()).progress()).isEqualTo("100%");
  }

  @Test
  void createImage_whenTheVolumeIsEncrypted_theImageIs() {
    String key = world.kms().add("alias/golden");
    Instance instance =
        bakery.running(
            world.publicImage(),
            r ->
                r.blockDeviceMappings(
                    device("/dev/xvda", e -> e.encrypted(true).kmsKeyId("alias/golden"))));

    String id = bakery.image(instance.instanceId(), "encrypted");
    bakery.pass(240);

    assertThat(bakery.image(id).blockDeviceMappings().get(0).ebs().encrypted()).isTrue();
    assertThat(bakery.onlySnapshot().encrypted()).isTrue();
    assertThat(bakery.onlySnapshot().kmsKeyId()).isEqualTo(key);
  }

  @Test
  void createImage_whenTheInstanceIsPending_isRefused() {
    String id = bakery.launch(world.publicImage(), r -> {}).instanceId();

    assertThat(refused(400, "InvalidParameterValue", () -> bakery.image(id, "early")))
        .hasMessageContaining("Instance is not in state");
  }

  @Test
  void createImage_whenTheNameIsTaken_isRefused() {
    String id = bakery.running(world.publicImage()).instanceId();
    String first = bakery.image(id, "golden");

    assertThat(refused(400, "InvalidAMIName.Duplicate", () -> bakery.image(id, "golden")))
        .hasMessageContaining(first);
    clients.ec2.deregisterImage(r -> r.imageId(first));
    bakery.image(id, "golden");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ab", "a:b", "a*b", "größe"})
  void createImage_whenTheNameIsMalformed_isRefused(String name) {
    String id = bakery.running(world.publicImage()).instanceId();

    refused(400, "InvalidAMIName.Malformed", () -> bakery.image(id, name));
  }

  @ParameterizedTest
  @CsvSource({
    "encrypted, InvalidBlockDeviceMapping, conflicting encryption setting",
    "size, InvalidBlockDeviceMapping, cannot be modified",
    "key, UnknownParameter, KmsKeyId"
  })
  void createImage_whenAVolumeIsToDiffer_isRefused(String what, String code, String says) {
    String id = bakery.running(world.publicImage()).instanceId();

    assertThat(
            refused(
                400,
                code,
                () ->
                    clients.ec2.createImage(
                        r ->
                            r.instanceId(id)
                                .name("other")
                                .blockDeviceMappings(
                                    device(
                                        "/dev/xvda",
                                        e -> {
                                          switch (what) {
                                            case "encrypted" -> e.encrypted(true);
                                            case "size" -> e.volumeSize(9);
                                            default -> e.kmsKeyId("alias/aws/ebs");
                                          }
                                        })))))
        .hasMessageContaining(says);
  }

  @Test
  void createImage_whenItSaysWhatEndsWithTheInstance_theImageSaysSo() {
    world.imaging().subscribe(Bakery.CODE);
    Instance instance = stopped(world.imaging().add(SampleImage.centOs7()));

    String id =
        clients
            .ec2
            .createImage(
                r ->
                    r.instanceId(instance.instanceId())
                        .name("ends")
                        .blockDeviceMappings(
                            device("/dev/sda1", e -> e.deleteOnTermination(true).volumeSize(8))))
            .imageId();

    assertThat(bakery.image(id).blockDeviceMappings().get(0).ebs().deleteOnTermination()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"failed", "error", "invalid"})
  void createImage_whenItIsToEndOtherwise_doesWithTheReason(String state) {
    world.imaging().endNext(state, "the disk caught fire");
    String id = bakery.image(bakery.running(world.publicImage()).instanceId(), "golden");
    bakery.pass(240);

    assertThat(bakery.image(id).stateAsString()).isEqualTo(state);
    assertThat(bakery.image(id).stateReason().message()).isEqualTo("the disk caught fire");
    assertThat(bakery.onlySnapshot().stateAsString()).isEqualTo("error");
    assertThat(bakery.onlySnapshot().stateMessage()).isEqualTo("the disk caught fire");
    refused(400, "InvalidAMIID.Unavailable", () -> bakery.launch(id, r -> {}));
  }

  @Test
  void createImage_whenReadsAreBehind_isNotFoundYet() {
    String instance = bakery.running(world.publicImage()).instanceId();
    aws.readLag(Duration.ofSeconds(3));
    String id = bakery.image(instance, "golden");

    refused(400, "InvalidAMIID.NotFound", () -> bakery.image(id));
    refused(400, "InvalidAMIID.NotFound", () -> clients.ec2.deregisterImage(r -> r.imageId(id)));
    bakery.pass(3);
    assertThat(bakery.image(id).stateAsString()).isEqualTo("pending");
  }

  @Test
  void deregisterImage_whenSnapshotsAreNotAskedFor_theyStay() {
    String id = finished("golden");
    String snapshot = bakery.onlySnapshot().snapshotId();
    assertThat(
            refused(
                400,
                "InvalidSnapshot.InUse",
                () -> clients.ec2.deleteSnapshot(r -> r.snapshotId(snapshot))))
        .hasMessageContaining(id);

    clients.ec2.deregisterImage(r -> r.imageId(id));

    refused(400, "InvalidAMIID.NotFound", () -> bakery.image(id));
    refused(400, "InvalidAMIID.Unavailable", () -> clients.ec2.deregisterImage(r -> r.imageId(id)));
    clients.ec2.deleteSnapshot(r -> r.snapshotId(snapshot));
    refused(
        400,
        "InvalidSnapshot.NotFound",
        () -> clients.ec2.deleteSnapshot(r -> r.snapshotId(snapshot)));
    assertThat(world.images()).isEmpty();
    assertThat(world.snapshots()).isEmpty();
  }

  @Test
  void deregisterImage_whenSnapshotsAreAskedFor_saysWhatBecameOfEach() {
    String id = finished("golden");
    String snapshot = bakery.onlySnapshot().snapshotId();

    DeregisterImageResponse answer =
        clients.ec2.deregisterImage(r -> r.imageId(id).deleteAssociatedSnapshots(true));

    assertThat(answer.deleteSnapshotResults())
        .extracting(it -> it.snapshotId() + " " + it.returnCodeAsString())
        .containsExactly(snapshot + " success");
    assertThat(world.snapshots()).isEmpty();
  }

  @Test
  void deregisterImage_whenPending_itsSnapshotGoesOn() {
    String id = bakery.image(bakery.running(world.publicImage()).instanceId(), "golden");

    assertThat(
            clients
                .ec2
                .deregisterImage(r -> r.imageId(id).deleteAssociatedSnapshots(true))
                .deleteSnapshotResults())
        .isEmpty();
    bakery.pass(240);

    assertThat(bakery.onlySnapshot().stateAsString()).isEqualTo("completed");
    assertThat(world.images()).isEmpty();
  }

  @Test
  void deregisterImage_whenOfSomebodyElse_isRefused() {
    refused(
        403, "AuthFailure", () -> clients.ec2.deregisterImage(r -> r.imageId(world.publicImage())));
  }

  @Test
  void describeSnapshots_whenAskedByOwnerAndState_shows() {
    finished("golden");
    seed();

    assertThat(clients.ec2.describeSnapshots(r -> r.ownerIds("self")).snapshots()).hasSize(2);
    assertThat(
            clients
                .ec2
                .describeSnapshots(
                    r -> r.ownerIds("self").filters(filter("status", "completed", "pending")))
                .snapshots())
        .hasSize(2);
    assertThat(
            clients.ec2.describeSnapshots(r -> r.filters(filter("encrypted", "true"))).snapshots())
        .hasSize(1);
  }

  @Test
  void modifyImageAttribute_whenShared_saysWithWhom() {
    String id = finished("golden");

    clients.ec2.modifyImageAttribute(
        r -> r.imageId(id).attribute("launchPermission").operationType("add").userIds("1", "2"));
    clients.ec2.modifyImageAttribute(
        r ->
            r.imageId(id)
                .launchPermission(p -> p.remove(LaunchPermission.builder().userId("1").build())));
    clients.ec2.modifyImageAttribute(r -> r.imageId(id).description(d -> d.value("new")));

    assertThat(
            clients
                .ec2
                .describeImageAttribute(r -> r.imageId(id).attribute("launchPermission"))
                .launchPermissions())
        .extracting(it -> it.userId())
        .containsExactly("2");
    assertThat(bakery.image(id).description()).isEqualTo("new");
  }

  @Test
  void snapshotOfTheWorld_whenImagesComeAndGo_showsThem() throws Exception {
    Instance instance = bakery.running(world.publicImage());
    WorldSnapshot before = aws.snapshot();

    String id = bakery.image(instance.instanceId(), "golden");
    assertThat(before.diff(aws.snapshot()))
        .anyMatch(line -> line.startsWith("+ us-west-2 image " + id))
        .anyMatch(line -> line.startsWith("+ us-west-2 snapshot snap-"));
    aws.settle();
    clients.ec2.deregisterImage(r -> r.imageId(id).deleteAssociatedSnapshots(true));

    assertThat(before.diff(aws.snapshot())).isEmpty();
  }

  private void seed() {
    world.imaging().add(SampleImage.centOs7());
    String key = world.kms().add("alias/golden");
    world.imaging().add(SampleImage.named("golden").encryptedUnder(key).tag("team", "data"));
    world
        .imaging()
        .add(
            SampleImage.named("old")
                .instanceStore()
                .architecture("arm64")
                .virtualizationType("paravirtual"));
  }

  private String finished(String name) {
    String id = bakery.image(bakery.running(world.publicImage()).instanceId(), name);
    bakery.pass(240);
    return id;
  }

  private Instance stopped(String image) {
    String id = bakery.running(image).instanceId();
    clients.ec2.stopInstances(r -> r.instanceIds(id));
    bakery.pass(20);
    return bakery.instance(id);
  }

  private List<Image> find(Filter... filters) {
    return clients.ec2.describeImages(r -> r.filters(filters)).images();
  }
}
