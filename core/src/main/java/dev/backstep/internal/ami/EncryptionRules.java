package dev.backstep.internal.ami;

import dev.backstep.ami.BlockDevice;
import dev.backstep.ami.ImageFilter;
import dev.backstep.ami.Strategy;
import dev.backstep.internal.engine.Tags;
import dev.backstep.internal.planning.Cidr;
import dev.backstep.internal.planning.Problems;
import dev.backstep.internal.ssh.Provision;
import dev.backstep.internal.ssh.Provisioning;
import dev.backstep.internal.text.DurationText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What can be known of a spec without asking AWS. Each problem names the setting to mend. */
final class EncryptionRules {

  /** EC2 takes 50 tags, and three say whose a thing is. */
  private static final int MOST_USER_TAGS = 47;

  private static final int LONGEST_DESCRIPTION = 255;
  private static final int LONGEST_USER_DATA = 16_384;

  private final EncryptionSpec spec;
  private final String region;
  private final Problems problems = new Problems();

  private EncryptionRules(EncryptionSpec spec, String region) {
    this.spec = spec;
    this.region = region;
  }

  /** What is to be provisioned, as data; throws with all problems if there are any. */
  static List<Provision> check(EncryptionSpec spec, String region) {
    EncryptionRules rules = new EncryptionRules(spec, region);
    rules.checkSource();
    rules.checkName();
    rules.checkKey();
    rules.checkStrategy();
    rules.checkNetwork();
    rules.checkSsh();
    rules.checkInstance();
    rules.checkDevices();
    rules.checkTags("tag", spec.tags());
    rules.checkTags("snapshotTag", spec.allSnapshotTags());
    rules.checkTags("buildTag", spec.buildTags());
    rules.checkTimes();
    List<Provision> provisions = Provisioning.plan(spec.provisioners(), rules.problems);
    rules.problems.raise(spec.owner());
    return provisions;
  }

  /** The blocks of addresses that SSH may come from, in canonical form and each once. */
  static List<String> clients(EncryptionSpec spec, String... more) {
    List<String> blocks = new ArrayList<>(List.of(more));
    spec.allowSshFrom().stream()
        .flatMap(text -> Cidr.parse(text).stream())
        .map(Cidr::toString)
        .forEach(blocks::add);
    if (spec.allowSshFromAnywhere()) {
      blocks.add("0.0.0.0/0");
    }
    return blocks.stream().distinct().toList();
  }

  private void checkSource() {
    ImageFilter source = spec.source();
    List<String> ids = source.filters().getOrDefault("image-id", List.of());
    if (source.owners().isEmpty()) {
      ids.forEach(id -> checkId("from", "ami-", id));
      problems.unless(
          !ids.isEmpty(),
          "from: %s (expected: ImageFilter.ownedBy(...) with at least one owner, since otherwise any account's image could match)",
          source);
    }
    source
        .owners()
        .forEach(
            owner ->
                problems.unless(
                    owner.matches("\\d{12}|self|amazon|aws-marketplace|aws-backup-vault"),
                    "from: owner \"%s\" (expected: an account of 12 digits, self, amazon or aws-marketplace)",
                    owner));
    source
        .filters()
        .forEach(
            (name, values) ->
                problems.unless(
                    !values.isEmpty() && !name.isBlank(),
                    "from: filter \"%s\" without a value (expected: at least one)",
                    name));
  }

  private void checkName() {
    if (spec.name().isEmpty()) {
      problems.unless(false, "named: not given (expected: .named(\"...\"), the image's name)");
      return;
    }
    String name = spec.name().get();
    problems.unless(
        name.length() >= 3 && name.length() <= 128,
        "named: \"%s\" has %d characters (expected: 3 to 128)",
        name,
        name.length());
    problems.unless(
        name.matches("[0-9A-Za-z()\\[\\] ./\\-'@_]*"),
        "named: \"%s\" (expected: only letters, digits, blanks and ( ) [ ] . / - ' @ _)",
        name);
    problems.unless(
        spec.description().length() <= LONGEST_DESCRIPTION,
        "describedAs: %d characters (expected: at most %d)",
        spec.description().length(),
        LONGEST_DESCRIPTION);
  }

  private void checkKey() {
    spec.kmsKey().ifPresent(key -> checkKey("kmsKey", key));
  }

  private void checkKey(String setting, String key) {
    boolean known =
        key.matches("(mrk-)?[0-9a-f-]{32,36}")
            || key.matches("alias/[0-9A-Za-z/_-]{1,250}")
            || key.matches("arn:aws[a-z-]*:kms:[a-z0-9-]+:\\d{12}:(key|alias)/.+");
    problems.unless(
        known, "%s: \"%s\" (expected: a key's id, its ARN, or alias/...)", setting, key);
    if (known && key.startsWith("arn:")) {
      String home = key.split(":")[3];
      problems.unless(
          home.equals(region),
          "%s: \"%s\" is a key of %s (expected: one of %s, where the image is made)",
          setting,
          key,
          home,
          region);
    }
  }

  private void checkStrategy() {
    if (!spec.strategy().equals(Optional.of(Strategy.COPY))) {
      return;
    }
    String instead =
        "(expected: none with Strategy.COPY, which starts no instance; leave the strategy out, or ask for LAUNCH_ENCRYPTED)";
    problems.unless(
        spec.provisioners().isEmpty(), "provision: %s %s", spec.provisioners(), instead);
    problems.unless(
        spec.blockDevices().isEmpty(), "blockDevice: %s %s", spec.blockDevices(), instead);
    problems.unless(spec.userData().isEmpty(), "userData: given %s", instead);
  }

  private void checkNetwork() {
    spec.emptySettings()
        .forEach(
            setting ->
                problems.unless(
                    false,
                    "%s: none given (expected: at least one; leave the setting out for its default)",
                    setting));
    spec.vpc().ifPresent(vpc -> checkId("vpc", "vpc-", vpc));
    spec.subnets().forEach(subnet -> checkId("subnet", "subnet-", subnet));
    spec.securityGroups().forEach(group -> checkId("securityGroups", "sg-", group));
    checkOnce("subnet", spec.subnets());
    checkOnce("securityGroups", spec.securityGroups());
    problems.unless(
        spec.vpc().isEmpty() || spec.vpcTags().isEmpty(),
        "vpcTagged: %s beside vpc: %s (expected: one of the two)",
        spec.vpcTags(),
        spec.vpc().orElse(""));
    problems.unless(
        spec.subnets().isEmpty() || spec.subnetTags().isEmpty(),
        "subnetTagged: %s beside subnet: %s (expected: one of the two)",
        spec.subnetTags(),
        spec.subnets());
  }

  private void checkSsh() {
    List<Cidr> blocks = new ArrayList<>();
    for (String text : spec.allowSshFrom()) {
      Optional<Cidr> block = Cidr.parse(text);
      problems.unless(
          block.isPresent(),
          "allowSshFrom: \"%s\" (expected: a block of addresses, such as 203.0.113.7/32)",
          text);
      block.ifPresent(blocks::add);
    }
    problems.unless(
        !Cidr.coverTheWorld(blocks),
        "allowSshFrom: %s lets the whole world in (expected: allowSshFromAnywhere(), if that is meant)",
        spec.allowSshFrom());
    boolean opens = !blocks.isEmpty() || spec.allowSshFromAnywhere() || anyAddressService();
    problems.unless(
        spec.securityGroups().isEmpty() || !opens,
        "allowSshFrom: given beside securityGroups: %s (expected: one of the two, since given groups are not changed)",
        spec.securityGroups());
    if (!spec.provisioners().isEmpty()) {
      problems.unless(
          opens || !spec.allowSshFrom().isEmpty() || !spec.securityGroups().isEmpty(),
          "allowSshFrom: not given (expected: from where SSH may come, such as 203.0.113.7/32, or allowSshFromMyAddress(), or securityGroups(...))");
      problems.unless(
          spec.sshUser().isPresent(),
          "ssh: not given (expected: .ssh(\"...\"), the user of the image to log in as, such as centos or ec2-user)");
    }
    spec.sshUser()
        .ifPresent(
            user ->
                problems.unless(
                    user.matches("[A-Za-z0-9_][A-Za-z0-9_.-]{0,31}"),
                    "ssh: \"%s\" (expected: the name of a user)",
                    user));
    problems.unless(
        spec.sshPort() >= 1 && spec.sshPort() <= 65535,
        "sshPort: %d (expected: 1 to 65535)",
        spec.sshPort());
  }

  private boolean anyAddressService() {
    return spec.addressService().isPresent();
  }

  private void checkInstance() {
    spec.instanceType()
        .ifPresent(
            type ->
                problems.unless(
                    type.matches("[a-z][a-z0-9-]*\\.[a-z0-9-]+"),
                    "instanceType: \"%s\" (expected: such as t2.nano)",
                    type));
    spec.instanceProfile()
        .ifPresent(
            profile ->
                problems.unless(
                    profile.matches("[\\w+=,.@-]{1,128}")
                        || profile.matches("arn:aws[a-z-]*:iam::\\d{12}:instance-profile/.+"),
                    "instanceProfile: \"%s\" (expected: a name or an ARN)",
                    profile));
    spec.userData()
        .ifPresent(
            data -> {
              int bytes = data.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
              problems.unless(
                  bytes <= LONGEST_USER_DATA,
                  "userData: %d bytes (expected: at most %d)",
                  bytes,
                  LONGEST_USER_DATA);
            });
  }

  private void checkDevices() {
    checkOnce("blockDevice", spec.blockDevices().stream().map(BlockDevice::name).toList());
    spec.blockDevices().forEach(this::checkDevice);
  }

  private void checkDevice(BlockDevice device) {
    String name = device.name();
    problems.unless(
        name.matches("/dev/[a-z0-9]+|xvd[a-z]{1,2}"),
        "blockDevice: \"%s\" (expected: a device name, such as /dev/sda1)",
        name);
    device
        .givenType()
        .ifPresent(
            type ->
                problems.unless(
                    Set.of("gp2", "gp3", "io1", "io2", "st1", "sc1", "standard").contains(type),
                    "blockDevice: %s: type \"%s\" (expected: gp2, gp3, io1, io2, st1, sc1 or standard)",
                    name,
                    type));
    checkNumber(name, "sizeGiB", device.givenSizeGiB(), 1, 65_536);
    checkNumber(name, "iops", device.givenIops(), 100, 256_000);
    checkNumber(name, "throughput", device.givenThroughput(), 125, 2_000);
    device.givenKmsKey().ifPresent(key -> checkKey("blockDevice: %s: kmsKey".formatted(name), key));
  }

  private void checkNumber(
      String device, String what, Optional<Integer> given, int least, int most) {
    given.ifPresent(
        value ->
            problems.unless(
                value >= least && value <= most,
                "blockDevice: %s: %s %d (expected: %d to %d)",
                device,
                what,
                value,
                least,
                most));
  }

  private void checkTags(String setting, Map<String, String> tags) {
    problems.unless(
        tags.size() <= MOST_USER_TAGS,
        "%s: %d given (expected: at most %d, since EC2 takes 50 and Backstep needs 3)",
        setting,
        tags.size(),
        MOST_USER_TAGS);
    tags.forEach(
        (key, value) -> {
          problems.unless(
              !key.isEmpty() && key.length() <= 128,
              "%s: key \"%s\" has %d characters (expected: 1 to 128)",
              setting,
              key,
              key.length());
          problems.unless(
              value.length() <= 256,
              "%s: the value of \"%s\" has %d characters (expected: at most 256)",
              setting,
              key,
              value.length());
          problems.unless(
              !key.startsWith(Tags.PREFIX) && !key.toLowerCase(Locale.ROOT).startsWith("aws:"),
              "%s: \"%s\" (expected: a key that does not begin with \"%s\" or \"aws:\")",
              setting,
              key,
              Tags.PREFIX);
        });
  }

  private void checkTimes() {
    checkTime("sshWithin", spec.sshWithin());
    checkTime("provisionWithin", spec.provisionWithin());
    checkTime("imageWithin", spec.imageWithin());
  }

  private void checkTime(String setting, Duration value) {
    problems.unless(
        value.compareTo(Duration.ofSeconds(1)) >= 0 && value.compareTo(Duration.ofHours(24)) <= 0,
        "%s: %s (expected: 1 s to 24 h)",
        setting,
        DurationText.of(value));
  }

  private void checkId(String setting, String prefix, String id) {
    problems.unless(
        id.matches(prefix + "[0-9A-Za-z]+"),
        "%s: \"%s\" (expected: an id that begins with \"%s\")",
        setting,
        id,
        prefix);
  }

  private void checkOnce(String setting, List<String> values) {
    Set<String> seen = new HashSet<>();
    values.forEach(
        value -> problems.unless(seen.add(value), "%s: \"%s\" is there twice", setting, value));
  }
}
