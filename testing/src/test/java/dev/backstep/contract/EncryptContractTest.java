package dev.backstep.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.backstep.AmiEncryptor;
import dev.backstep.ami.EncryptedAmi;
import dev.backstep.ami.Strategy;
import dev.backstep.journal.Journal;
import dev.backstep.plan.PlanFailedException;
import dev.backstep.plan.RunOptions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/** The calls of the three ways to an encrypted image, and what is there afterwards. */
@OnEachReferee
class EncryptContractTest extends Contract {

  private String source;
  private String subnet;

  @BeforeEach
  void build() {
    String vpc = referee.addVpc("build", "10.30.0.0/16");
    subnet = referee.addSubnet(vpc, "build", "10.30.1.0/24", "us-west-2a");
    source = referee.addImage("source");
  }

  @Test
  void apply_byCopying_endsWithOneEncryptedImage() {
    if (departs(Departure.COPY_FAILS_THE_CHECK)) {
      assertThat(failed(Strategy.COPY)).hasMessageContaining("is not encrypted");
    } else {
      assertMade(encryptor(Strategy.COPY).apply(options()));
    }

    assertThat(wire.changes()).containsExactly("CopyImage");
  }

  @Test
  void apply_byLaunching_endsWithOneEncryptedImage() {
    if (departs(Departure.NO_IMAGE_WITH_SNAPSHOT_TAGS)) {
      failsAtTheImage(Strategy.LAUNCH_ENCRYPTED);
      return;
    }
    assertMade(encryptor(Strategy.LAUNCH_ENCRYPTED).apply(options()));

    assertThat(wire.changes())
        .containsExactly(
            "CreateSecurityGroup",
            "RunInstances",
            "StopInstances",
            "CreateImage",
            "TerminateInstances",
            "DeleteSecurityGroup");
    assertNothingElse();
  }

  @Test
  void apply_byCopyingAfterCreating_endsWithOneEncryptedImage() {
    if (departs(Departure.NO_INTERMEDIATE_WITH_SNAPSHOT_TAGS)) {
      failsAtTheImage(Strategy.COPY_AFTER_CREATE);
      return;
    }
    assertMade(encryptor(Strategy.COPY_AFTER_CREATE).apply(options()));

    assertThat(wire.changes())
        .startsWith("CreateSecurityGroup", "RunInstances", "StopInstances", "CreateImage")
        .containsExactlyInAnyOrder(
            "CreateSecurityGroup",
            "RunInstances",
            "StopInstances",
            "CreateImage",
            "CopyImage",
            "TerminateInstances",
            "DeleteSecurityGroup",
            "DeregisterImage");
    assertNothingElse();
  }

  /** What was made before is taken back, whatever the referee thinks of tags. */
  private void failsAtTheImage(Strategy strategy) {
    assertThat(failed(strategy)).hasMessageContaining("HTTP 500");

    assertThat(wire.changes())
        .startsWith("CreateSecurityGroup", "RunInstances", "StopInstances", "CreateImage")
        .endsWith("TerminateInstances", "DeleteSecurityGroup");
    assertThat(images()).containsExactly("source");
    assertNothingElse();
  }

  private AmiEncryptor encryptor(Strategy strategy) {
    AmiEncryptor encryptor =
        AmiEncryptor.from(source)
            .aws(access)
            .named("encrypted")
            .kmsKey("alias/aws/ebs")
            .strategy(strategy);
    return strategy == Strategy.COPY ? encryptor : encryptor.subnet(subnet);
  }

  private PlanFailedException failed(Strategy strategy) {
    return catchThrowableOfType(
        PlanFailedException.class, () -> encryptor(strategy).apply(options()));
  }

  private static RunOptions options() {
    return RunOptions.defaults().journal(Journal.inMemory()).settleWindow(Duration.ofSeconds(1));
  }

  private void assertMade(EncryptedAmi ami) {
    Image image = ec2.describeImages(r -> r.imageIds(ami.imageId())).images().get(0);
    assertThat(image.name()).isEqualTo("encrypted");
    assertThat(image.blockDeviceMappings())
        .isNotEmpty()
        .allSatisfy(device -> assertThat(device.ebs().encrypted()).isTrue());
    assertThat(images()).containsExactlyInAnyOrder("source", "encrypted");
  }

  private List<String> images() {
    return ec2.describeImages(r -> r.owners("self")).images().stream().map(Image::name).toList();
  }

  private void assertNothingElse() {
    referee.settle();
    assertThat(
            ec2.describeInstances().reservations().stream()
                .flatMap(reservation -> reservation.instances().stream())
                .filter(one -> one.state().name() != InstanceStateName.TERMINATED))
        .isEmpty();
    assertThat(ec2.describeSecurityGroups().securityGroups())
        .noneMatch(group -> group.groupName().startsWith("backstep"));
    assertThat(ec2.describeKeyPairs().keyPairs()).isEmpty();
  }
}
