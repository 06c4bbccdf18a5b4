package dev.backstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.backstep.ami.BlockDevice;
import dev.backstep.ami.ImageFilter;
import dev.backstep.ami.Shell;
import dev.backstep.ami.Strategy;
import dev.backstep.plan.InvalidSettingsException;
import dev.backstep.testing.SimulatedAws;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with the settings by themselves: said at once, before any call. */
class AmiEncryptorRulesTest {

  private final SimulatedAws aws = SimulatedAws.empty();

  static Stream<Arguments> wrong() {
    return Stream.of(
        wrong(
            "no name",
            it -> {},
            AmiEncryptor.from("ami-1"),
            "named: not given (expected: .named(\"...\")"),
        wrong("short name", it -> it.named("x1"), "named: \"x1\" has 2 characters (expected: 3"),
        wrong("long name", it -> it.named("x".repeat(129)), "has 129 characters"),
        wrong("name", it -> it.named("a:b*c"), "named: \"a:b*c\" (expected: only letters"),
        wrong(
            "description",
            it -> it.describedAs("x".repeat(256)),
            "describedAs: 256 characters (expected: at most 255)"),
        wrong("source", it -> {}, named("image-1"), "from: \"image-1\" (expected: an id"),
        wrong(
            "no owner",
            it -> {},
            AmiEncryptor.from(ImageFilter.ownedBy().name("CentOS*")).named("copy"),
            "expected: ImageFilter.ownedBy(...) with at least one owner"),
        wrong(
            "owner",
            it -> {},
            AmiEncryptor.from(ImageFilter.ownedBy("me")).named("copy"),
            "from: owner \"me\" (expected: an account of 12 digits, self, amazon"),
        wrong(
            "filter without a value",
            it -> {},
            AmiEncryptor.from(ImageFilter.ownedBy("self").filter("name")).named("copy"),
            "from: filter \"name\" without a value"),
        wrong("key", it -> it.kmsKey("golden"), "kmsKey: \"golden\" (expected: a key's id"),
        wrong(
            "key of another region",
            it -> it.kmsKey("arn:aws:kms:eu-west-1:123456789012:key/" + "0".repeat(36)),
            "is a key of eu-west-1 (expected: one of us-west-2"),
        wrong(
            "COPY provisions",
            it -> provisioned(it).strategy(Strategy.COPY),
            "(expected: none with Strategy.COPY, which starts no instance"),
        wrong(
            "COPY with a volume",
            it -> it.blockDevice(BlockDevice.named("/dev/sdf").sizeGiB(1)).strategy(Strategy.COPY),
            "blockDevice: [/dev/sdf 1 GiB] (expected: none with Strategy.COPY"),
        wrong(
            "COPY with user data",
            it -> it.userData("#!/bin/sh").strategy(Strategy.COPY),
            "userData: given (expected: none with Strategy.COPY"),
        wrong("vpc", it -> it.vpc("v-1"), "vpc: \"v-1\" (expected: an id that begins"),
        wrong("subnet", it -> it.subnet("x"), "subnet: \"x\" (expected: an id that begins"),
        wrong(
            "subnet twice",
            it -> it.subnet("subnet-1").subnet("subnet-1"),
            "subnet: \"subnet-1\" is there twice"),
        wrong(
            "vpc and tags",
            it -> it.vpc("vpc-1").vpcTagged("env", "build"),
            "vpcTagged: {env=build} beside vpc: vpc-1"),
        wrong(
            "subnet and tags",
            it -> it.subnet("subnet-1").subnetTagged("env", "build"),
            "subnetTagged: {env=build} beside subnet: [subnet-1]"),
        wrong(
            "no groups",
            it -> it.securityGroups(),
            "securityGroups: none given (expected: at least one"),
        wrong(
            "groups and clients",
            it -> it.securityGroups("sg-1").allowSshFrom("10.0.0.0/8"),
            "allowSshFrom: given beside securityGroups: [sg-1]"),
        wrong(
            "clients",
            it -> it.allowSshFrom("my-host"),
            "allowSshFrom: \"my-host\" (expected: a block of addresses"),
        wrong(
            "the world",
            it -> it.allowSshFrom("0.0.0.0/0"),
            "lets the whole world in (expected: allowSshFromAnywhere()"),
        wrong(
            "nobody let in",
            it -> it.ssh("centos").provision(Shell.inline("true")),
            "allowSshFrom: not given (expected: from where SSH may come"),
        wrong(
            "nobody to log in",
            it -> it.allowSshFrom("10.0.0.0/8").provision(Shell.inline("true")),
            "ssh: not given (expected: .ssh(\"...\")"),
        wrong("user", it -> it.ssh("root; reboot"), "ssh: \"root; reboot\" (expected: the name"),
        wrong("port", it -> it.sshPort(0), "sshPort: 0 (expected: 1 to 65535)"),
        wrong("provisioner", it -> it.provision(Shell.inline()), "provision 1, "),
        wrong("type", it -> it.instanceType("nano"), "instanceType: \"nano\" (expected: such as"),
        wrong(
            "profile",
            it -> it.instanceProfile("my profile"),
            "instanceProfile: \"my profile\" (expected: a name or an ARN)"),
        wrong(
            "user data",
            it -> it.userData("x".repeat(16_385)),
            "userData: 16385 bytes (expected: at most 16384)"),
        wrong(
            "device",
            it -> it.blockDevice(BlockDevice.named("sda1")),
            "blockDevice: \"sda1\" (expected: a device name"),
        wrong(
            "device twice",
            it -> it.blockDevice(device()).blockDevice(device()),
            "blockDevice: \"/dev/sda1\" is there twice"),
        wrong(
            "volume type",
            it -> it.blockDevice(device().type("fast")),
            "blockDevice: /dev/sda1: type \"fast\" (expected: gp2"),
        wrong(
            "volume size",
            it -> it.blockDevice(device().sizeGiB(0)),
            "blockDevice: /dev/sda1: sizeGiB 0 (expected: 1 to 65536)"),
        wrong(
            "volume iops",
            it -> it.blockDevice(device().iops(1)),
            "blockDevice: /dev/sda1: iops 1 (expected"),
        wrong(
            "volume throughput",
            it -> it.blockDevice(device().throughput(1)),
            "blockDevice: /dev/sda1: throughput 1 (expected"),
        wrong(
            "volume key",
            it -> it.blockDevice(device().kmsKey("mine")),
            "blockDevice: /dev/sda1: kmsKey: \"mine\" (expected: a key's id"),
        wrong("tag of ours", it -> it.tag("backstep:run", "1"), "tag: \"backstep:run\" (expected"),
        wrong("tag of AWS's", it -> it.tag("aws:x", "1"), "tag: \"aws:x\" (expected"),
        wrong(
            "long tag",
            it -> it.buildTag("k", "v".repeat(257)),
            "buildTag: the value of \"k\" has"),
        wrong("empty tag", it -> it.snapshotTag("", "v"), "snapshotTag: key \"\" has 0 characters"),
        wrong("many tags", AmiEncryptorRulesTest::tagOften, "tag: 48 given (expected: at most 47"),
        wrong(
            "time for SSH",
            it -> it.sshWithin(Duration.ZERO),
            "sshWithin: 0 ms (expected: 1 s to 24 h)"),
        wrong(
            "time for images",
            it -> it.imageWithin(Duration.ofHours(25)),
            "imageWithin: 25 h (expected: 1 s to 24 h)"),
        wrong(
            "time for provisioners",
            it -> it.provisionWithin(Duration.ofMillis(-1)),
            "provisionWithin: -1 ms (expected: 1 s to 24 h)"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrong")
  void plan_whenASettingIsWrong_namesItBeforeAnyCall(
      String what, AmiEncryptor encryptor, String expected) {
    InvalidSettingsException thrown =
        catchThrowableOfType(
            InvalidSettingsException.class, () -> encryptor.aws(aws.access()).plan());

    assertThat(thrown).isNotNull().hasMessageContaining(expected);
    assertThat(thrown.getMessage()).contains("nothing was changed");
    assertThat(aws.ledger().size()).isZero();
  }

  @Test
  void plan_whenSeveralSettingsAreWrong_namesAllOfThemAtOnce() {
    AmiEncryptor encryptor =
        AmiEncryptor.from("image-1").named("x").kmsKey("golden").sshPort(0).aws(aws.access());

    InvalidSettingsException thrown =
        catchThrowableOfType(InvalidSettingsException.class, encryptor::plan);

    assertThat(List.of("from:", "named:", "kmsKey:", "sshPort:"))
        .allSatisfy(setting -> assertThat(thrown).hasMessageContaining(setting));
  }

  @Test
  void toString_whenSomethingIsSet_saysIt() {
    assertThat(named("ami-1").kmsKey("alias/golden").strategy(Strategy.COPY).toString())
        .startsWith("AmiEncryptor{")
        .contains("ami-1", "alias/golden", "COPY", "name=copy");
  }

  private static Arguments wrong(String what, Consumer<AmiEncryptor> setting, String expected) {
    return wrong(what, setting, named("ami-1"), expected);
  }

  private static Arguments wrong(
      String what, Consumer<AmiEncryptor> setting, AmiEncryptor encryptor, String expected) {
    setting.accept(encryptor);
    return Arguments.of(what, encryptor, expected);
  }

  private static AmiEncryptor named(String source) {
    return AmiEncryptor.from(source).named("copy");
  }

  private static AmiEncryptor provisioned(AmiEncryptor encryptor) {
    return encryptor.ssh("centos").allowSshFrom("10.0.0.0/8").provision(Shell.inline("true"));
  }

  private static BlockDevice device() {
    return BlockDevice.named("/dev/sda1");
  }

  private static void tagOften(AmiEncryptor encryptor) {
    for (int number = 1; number <= 48; number++) {
      encryptor.tag("tag" + number, "x");
    }
  }
}
