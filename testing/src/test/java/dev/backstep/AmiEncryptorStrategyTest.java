package dev.backstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.backstep.ami.BlockDevice;
import dev.backstep.ami.EncryptedAmi;
import dev.backstep.ami.Shell;
import dev.backstep.ami.Strategy;
import dev.backstep.plan.InvalidSettingsException;
import dev.backstep.plan.Plan;
import dev.backstep.testing.SampleImage;
import dev.backstep.testing.SimulatedAws;
import dev.backstep.testing.World;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which way the planner chooses where, and what it says of it. */
class AmiEncryptorStrategyTest {

  private static final String OTHER_ACCOUNT = "210987654321";
  private static final String COPY = "strategy COPY: ";
  private static final String LAUNCH = "strategy LAUNCH_ENCRYPTED: ";
  private static final String COPY_AFTER = "strategy COPY_AFTER_CREATE: ";
  private static final Map<String, Integer> CHOSEN = new TreeMap<>();

  private final SimulatedAws aws = SimulatedAws.empty();
  private final World world = aws.world();
  private final String vpc = world.addVpc("build", "10.40.0.0/16");
  private final String key = world.kms().add("alias/golden");
  private final String otherKey = world.kms().add("alias/other");

  @BeforeEach
  void addSubnet() {
    world.addSubnet(vpc, "build", "10.40.1.0/24", "us-west-2a");
  }

  /**
   * One situation.
   *
   * @param source the image
   * @param settings what is asked for besides
   * @param expected how the first note begins, or a part of the problem
   * @param reason a part of the reason
   */
  record Situation(
      Function<AmiEncryptorStrategyTest, SampleImage> source,
      Consumer<AmiEncryptor> settings,
      String expected,
      String reason) {}

  static Stream<Arguments> situations() {
    return Stream.of(
        of("owned", it -> own(), plain(), COPY, "this account's own"),
        of("owned, provisioned", it -> own(), provisioned(), LAUNCH, "done on an instance"),
        of("owned, with a volume", it -> own(), volume(), LAUNCH, "done on an instance"),
        of(
            "owned, with user data",
            it -> own(),
            it -> it.userData("#!/bin/sh"),
            LAUNCH,
            "done on an instance"),
        of("shared, snapshots readable", it -> shared(), plain(), COPY, "can be read"),
        of(
            "shared, snapshots readable, provisioned",
            it -> shared(),
            provisioned(),
            LAUNCH,
            "done on an instance"),
        of(
            "shared, snapshots not readable",
            it -> unreadable(),
            plain(),
            LAUNCH,
            "cannot be read, but an instance can be launched"),
        of(
            "shared, snapshots not readable, provisioned",
            it -> unreadable(),
            provisioned(),
            LAUNCH,
            "done on an instance"),
        of("Amazon's, public", it -> own().ofAmazon(), plain(), COPY, "can be read"),
        of(
            "marketplace",
            it -> SampleImage.centOs7(),
            plain(),
            LAUNCH,
            "Marketplace product code (aw0evgkw8e5c1q413zgy5pjce)"),
        of(
            "marketplace, provisioned",
            it -> SampleImage.centOs7(),
            provisioned(),
            LAUNCH,
            "done on an instance"),
        of(
            "owned, made from a marketplace image",
            it -> own().productCode("aw0evgkw8e5c1q413zgy5pjce"),
            plain(),
            COPY,
            "this account's own"),
        of(
            "owned, encrypted under the wanted key",
            it -> own().encryptedUnder(it.key),
            plain(),
            "",
            "is encrypted under arn:aws:kms:"),
        of(
            "owned, encrypted under the wanted key, provisioned",
            it -> own().encryptedUnder(it.key),
            provisioned(),
            LAUNCH,
            "done on an instance"),
        of(
            "owned, encrypted under the wanted key, a copy asked for",
            it -> own().encryptedUnder(it.key),
            it -> it.strategy(Strategy.COPY),
            COPY,
            "it was asked for"),
        of(
            "owned, encrypted under another key",
            it -> own().encryptedUnder(it.otherKey),
            plain(),
            COPY,
            "this account's own"),
        of(
            "owned, encrypted under another key, provisioned",
            it -> own().encryptedUnder(it.otherKey),
            provisioned(),
            LAUNCH,
            "done on an instance"),
        of(
            "owned, one volume of two encrypted: none is done",
            it -> own().volume("/dev/sdf", 1, "gp2", true),
            plain(),
            COPY,
            "this account's own"),
        of(
            "shared, encrypted, readable",
            it -> shared().encryptedUnder("arn:aws:kms:us-west-2:210987654321:key/theirs"),
            plain(),
            COPY,
            "can be read"),
        of(
            "encryption by default, under the wanted key",
            it -> it.byDefault(it.key, own()),
            plain(),
            COPY,
            "this account's own"),
        of(
            "encryption by default, provisioned",
            it -> it.byDefault(it.key, own()),
            provisioned(),
            LAUNCH,
            "done on an instance"),
        of(
            "encryption by default, the seed's way asked for",
            it -> it.byDefault(it.key, own()),
            provisioned().andThen(it -> it.strategy(Strategy.COPY_AFTER_CREATE)),
            COPY_AFTER,
            "it was asked for"),
        of(
            "provisioned, the seed's way asked for",
            it -> SampleImage.centOs7(),
            provisioned().andThen(it -> it.strategy(Strategy.COPY_AFTER_CREATE)),
            COPY_AFTER,
            "it was asked for"),
        of(
            "a volume under another key",
            it -> own(),
            it -> it.blockDevice(root().kmsKey("alias/other")),
            COPY_AFTER,
            "volumes are built under arn:aws:kms:"),
        of(
            "a volume under the same key, by another name",
            it -> own(),
            it -> it.blockDevice(root().kmsKey("alias/golden")),
            LAUNCH,
            "done on an instance"),
        of(
            "a volume under another key, launching asked for",
            it -> own(),
            it -> it.blockDevice(root().kmsKey("alias/other")).strategy(Strategy.LAUNCH_ENCRYPTED),
            "refused",
            "strategy: LAUNCH_ENCRYPTED, but volumes are built under"),
        of(
            "marketplace, a copy asked for",
            it -> SampleImage.centOs7(),
            it -> it.strategy(Strategy.COPY),
            "refused",
            "strategy: COPY, but AWS does not copy images with a Marketplace product code"),
        of(
            "shared, snapshots not readable, a copy asked for",
            it -> unreadable(),
            it -> it.strategy(Strategy.COPY),
            "refused",
            "strategy: COPY, but AWS copies an image only for who may read its snapshots"),
        of(
            "instance store",
            it -> own().instanceStore(),
            plain(),
            "refused",
            "has a root device of type instance-store (expected: ebs"),
        of(
            "still pending",
            it -> own().inState("pending"),
            plain(),
            "refused",
            "is pending (expected: available)"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("situations")
  void plan_inThisSituation_choosesAndSaysWhy(String name, Situation situation) throws Exception {
    String source = world.imaging().add(situation.source().apply(this));
    AmiEncryptor encryptor =
        AmiEncryptor.from(source).aws(aws.access()).named("encrypted").kmsKey("alias/golden");
    situation.settings().accept(encryptor.vpc(vpc));

    if (situation.expected().equals("refused")) {
      InvalidSettingsException refused =
          catchThrowableOfType(InvalidSettingsException.class, encryptor::plan);
      assertThat(refused).isNotNull().hasMessageContaining(situation.reason());
    } else {
      Plan<EncryptedAmi> plan = encryptor.plan();
      assertThat(plan.describe())
          .contains("note: " + situation.expected())
          .contains(situation.reason());
      assertThat(plan.hasChanges()).isEqualTo(!situation.expected().isEmpty());
    }
    assertThat(aws.ledger().mutating().operations()).isEmpty();
    CHOSEN.merge(situation.expected().replace(": ", ""), 1, Integer::sum);
  }

  @AfterAll
  static void count() {
    System.out.println("Situations by what is chosen: " + CHOSEN);
  }

  private SampleImage byDefault(String standardKey, SampleImage image) {
    world.kms().makeDefault(standardKey);
    world.kms().encryptByDefault(true);
    return image;
  }

  private static SampleImage own() {
    return SampleImage.named("golden").rootDevice("/dev/sda1", 8, "gp2", true);
  }

  private static SampleImage shared() {
    return own().sharedBy(OTHER_ACCOUNT).withReadableSnapshots();
  }

  private static SampleImage unreadable() {
    return own().sharedBy(OTHER_ACCOUNT);
  }

  private static BlockDevice root() {
    return BlockDevice.named("/dev/sda1");
  }

  private static Consumer<AmiEncryptor> plain() {
    return it -> {};
  }

  private static Consumer<AmiEncryptor> volume() {
    return it -> it.blockDevice(BlockDevice.named("/dev/sdf").sizeGiB(10));
  }

  private static Consumer<AmiEncryptor> provisioned() {
    return it -> it.ssh("centos").allowSshFrom("10.0.0.0/8").provision(Shell.inline("true"));
  }

  private static Arguments of(
      String name,
      Function<AmiEncryptorStrategyTest, SampleImage> source,
      Consumer<AmiEncryptor> settings,
      String expected,
      String reason) {
    return Arguments.of(name, new Situation(source, settings, expected, reason));
  }
}
