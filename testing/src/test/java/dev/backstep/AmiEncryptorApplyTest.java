package dev.backstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.ami.EncryptedAmi;
import dev.backstep.ami.Shell;
import dev.backstep.ami.Strategy;
import dev.backstep.plan.Plan;
import dev.backstep.plan.PlanEvent;
import dev.backstep.plan.RunState;
import dev.backstep.testing.Call;
import dev.backstep.testing.SampleImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Snapshot;

/** What is there after an image was made, and what is not there any more. */
class AmiEncryptorApplyTest {

  @AutoClose private final AmiSite site = new AmiSite();
  private final List<PlanEvent> events = new ArrayList<>();

  @ParameterizedTest
  @EnumSource
  void apply_byEachStrategy_leavesOneEncryptedImageAndNothingElse(Strategy strategy)
      throws Exception {
    List<String> before = site.things();

    EncryptedAmi ami = apply(site.encryptor(strategy));

    assertThat(ami.report().state()).isEqualTo(RunState.COMPLETED);
    assertThat(site.more(before))
        .containsExactlyInAnyOrder(
            "image " + ami.imageId(), "snapshot " + ami.snapshotIds().get(0));
    assertThat(before).isSubsetOf(site.things());
    Image image = site.image(ami.imageId());
    assertThat(image.name()).isEqualTo(AmiSite.NAME);
    assertThat(image.stateAsString()).isEqualTo("available");
    assertThat(image.blockDeviceMappings())
        .singleElement()
        .satisfies(
            device -> {
              assertThat(device.ebs().encrypted()).isTrue();
              assertThat(device.ebs().snapshotId()).isEqualTo(ami.snapshotIds().get(0));
            });
    assertThat(site.snapshots())
        .filteredOn(snapshot -> snapshot.snapshotId().equals(ami.snapshotIds().get(0)))
        .singleElement()
        .satisfies(snapshot -> assertThat(snapshot.kmsKeyId()).isEqualTo(site.keyArn));
    assertThat(ami.kmsKeyArn()).isEqualTo(site.keyArn);
    assertThat(ami).hasToString("us-west-2: " + ami.imageId());
  }

  @ParameterizedTest
  @EnumSource
  void apply_byEachStrategy_tagsTheImageAndItsSnapshotsInTheCallThatMakesThem(Strategy strategy) {
    EncryptedAmi ami = apply(site.encryptor(strategy).snapshotTag("tier", "gold"));

    Map<String, String> tags = AmiSite.tags(site.image(ami.imageId()).tags());
    assertThat(tags)
        .containsEntry("Name", "CentOS 7")
        .containsEntry("backstep:owner", "ami/" + AmiSite.NAME)
        .containsEntry("backstep:run", ami.report().runId())
        .containsEntry("backstep:step", "image")
        .doesNotContainKey("tier");
    Map<String, String> expected = new TreeMap<>(tags);
    expected.put("tier", "gold");
    assertThat(ami.snapshotIds())
        .allSatisfy(id -> assertThat(AmiSite.tags(snapshot(id).tags())).isEqualTo(expected));
    assertThat(site.aws.ledger().operations()).doesNotContain("CreateTags");
  }

  @ParameterizedTest
  @EnumSource
  void plan_byEachStrategy_makesNoChange(Strategy strategy) throws Exception {
    List<String> before = site.things();

    Plan<EncryptedAmi> plan = site.encryptor(strategy).plan();

    assertThat(plan.hasChanges()).isTrue();
    assertThat(plan.describe()).contains("strategy " + strategy);
    assertThat(site.aws.ledger().mutating().operations()).isEmpty();
    assertThat(site.things()).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource
  void events_whileAnImageIsMade_tellItsProgress(Strategy strategy) {
    apply(site.encryptor(strategy));

    List<PlanEvent.StepProgress> progress =
        events.stream()
            .filter(PlanEvent.StepProgress.class::isInstance)
            .map(PlanEvent.StepProgress.class::cast)
            .toList();
    assertThat(progress).hasSizeGreaterThan(3);
    assertThat(progress).anyMatch(event -> event.left().isPresent());
    assertThat(progress).extracting(PlanEvent.StepProgress::percent).allMatch(it -> it <= 100);
  }

  @Test
  void apply_whenAScriptIsRun_streamsWhatItWrites() {
    apply(site.build(Strategy.LAUNCH_ENCRYPTED));

    assertThat(events)
        .filteredOn(PlanEvent.StepOutput.class::isInstance)
        .extracting(Object::toString)
        .anyMatch(line -> line.contains("** Shreding sensitive data ..."));
    assertThat(site.instance.scripts())
        .singleElement()
        .satisfies(script -> assertThat(script).contains(AmiSite.SHRED));
    assertThat(site.instance.logins()).isOne();
    assertThat(site.instance.cleanedOfKey()).isNotEmpty();
  }

  @Test
  void apply_whenNothingIsEncryptedYet_neverHasAnUnencryptedSnapshot() {
    apply(site.build(Strategy.LAUNCH_ENCRYPTED));

    Call launch = site.aws.ledger().calls("RunInstances").calls().get(0);
    assertThat(launch.parameters())
        .containsEntry("BlockDeviceMappings.1.DeviceName", "/dev/sda1")
        .containsEntry("BlockDeviceMappings.1.Ebs.Encrypted", "true")
        .containsEntry("BlockDeviceMappings.1.Ebs.KmsKeyId", site.keyArn)
        .containsEntry("BlockDeviceMappings.1.Ebs.DeleteOnTermination", "true");
    assertThat(site.aws.ledger().operations()).doesNotContain("CopyImage", "DeregisterImage");
  }

  @Test
  void apply_whenTheImageIsCopied_neverGivesAnUnencryptedOneItsName() {
    apply(site.build(Strategy.COPY_AFTER_CREATE));

    Call create = site.aws.ledger().calls("CreateImage").calls().get(0);
    assertThat(create.parameter("Name")).startsWith("backstep-intermediate-");
    assertThat(site.aws.ledger().count("DeregisterImage")).isOne();
  }

  @Test
  void apply_whenTheInstanceIsOpened_isOpenToTheseAddressesOnly() {
    apply(site.build(Strategy.LAUNCH_ENCRYPTED));

    Call rule = site.aws.ledger().calls("AuthorizeSecurityGroupIngress").calls().get(0);
    assertThat(rule.parameters().values()).contains("203.0.113.7/32");
    assertThat(site.aws.ledger().count("AuthorizeSecurityGroupIngress")).isOne();
  }

  @Test
  void apply_whenTheFirstSubnetHasNoRoom_launchesInTheNext() {
    site.world.fillZone("us-west-2a");

    EncryptedAmi ami = apply(site.build(Strategy.LAUNCH_ENCRYPTED).subnet(site.second));

    assertThat(ami.report().state()).isEqualTo(RunState.COMPLETED);
    List<Call> launches = site.aws.ledger().calls("RunInstances").calls();
    assertThat(launches)
        .extracting(call -> call.parameter("NetworkInterfaces.1.SubnetId"))
        .containsExactly(site.subnet, site.second);
    assertThat(launches.get(0).parameter("ClientToken"))
        .isNotEqualTo(launches.get(1).parameter("ClientToken"));
  }

  @Test
  void apply_whenTheLaunchIsUnclear_goesToNoOtherSubnetBeforeItIsClear() {
    site.world.fillZone("us-west-2a");
    site.aws.onCall("RunInstances").status(500).acted(false);

    apply(site.build(Strategy.LAUNCH_ENCRYPTED).subnet(site.second));

    assertThat(site.aws.ledger().calls("RunInstances").calls())
        .extracting(call -> call.parameter("NetworkInterfaces.1.SubnetId"))
        .containsExactly(site.subnet, site.subnet, site.second);
  }

  @Test
  void apply_whenNothingIsProvisioned_letsNobodyInAndMakesNoKey() throws Exception {
    List<String> before = site.things();
    AmiEncryptor encryptor =
        AmiEncryptor.from(site.centOs)
            .aws(site.access())
            .named(AmiSite.NAME)
            .vpc(site.vpc)
            .kmsKey(AmiSite.KEY);

    EncryptedAmi ami = apply(encryptor);

    assertThat(site.aws.ledger().mutating().operations())
        .doesNotContain("ImportKeyPair", "AuthorizeSecurityGroupIngress")
        .contains("RunInstances", "CreateImage");
    assertThat(site.more(before)).hasSize(2).contains("image " + ami.imageId());
  }

  @Test
  void apply_whenTheSourceIsAsItShouldBe_changesNothing() {
    String done = site.world.imaging().add(SampleImage.named("done").encryptedUnder(site.keyArn));

    EncryptedAmi ami =
        apply(AmiEncryptor.from(done).aws(site.access()).named("other").kmsKey(AmiSite.KEY));

    assertThat(ami.imageId()).isEqualTo(done);
    assertThat(ami.snapshotIds()).hasSize(1);
    assertThat(site.aws.ledger().mutating().operations()).isEmpty();
  }

  @Test
  void apply_whenTheImageRequiresIt_requiresImdsV2OfTheInstance() {
    String source = site.world.imaging().add(SampleImage.named("new").requiresImdsV2());
    AmiEncryptor encryptor = site.build(Strategy.LAUNCH_ENCRYPTED);

    apply(encryptor);
    apply(
        AmiEncryptor.from(source)
            .aws(site.access())
            .named("with tokens")
            .vpc(site.vpc)
            .ssh("centos")
            .sshPort(site.instance.port())
            .allowSshFrom("10.0.0.0/8")
            .provision(Shell.inline("true")));

    assertThat(site.aws.ledger().calls("RunInstances").calls())
        .extracting(call -> call.parameter("MetadataOptions.HttpTokens"))
        .containsExactly("", "required");
  }

  @Test
  void apply_whenAVolumeIsToStay_saysSoInTheImageAlone() throws Exception {
    List<String> before = site.things();
    AmiEncryptor encryptor =
        site.build(Strategy.LAUNCH_ENCRYPTED)
            .blockDevice(
                dev.backstep.ami.BlockDevice.named("/dev/sdf")
                    .sizeGiB(1)
                    .deleteOnTermination(false));

    EncryptedAmi ami = apply(encryptor);

    List<BlockDeviceMapping> devices = site.image(ami.imageId()).blockDeviceMappings();
    assertThat(devices)
        .extracting(device -> device.deviceName() + " " + device.ebs().deleteOnTermination())
        .containsExactlyInAnyOrder("/dev/sda1 true", "/dev/sdf false");
    assertThat(site.more(before)).hasSize(3).noneMatch(thing -> thing.startsWith("volume"));
  }

  private EncryptedAmi apply(AmiEncryptor encryptor) {
    return encryptor.apply(site.options().listener(events::add));
  }

  private Snapshot snapshot(String id) {
    return site.snapshots().stream()
        .filter(one -> one.snapshotId().equals(id))
        .findFirst()
        .orElseThrow();
  }
}
