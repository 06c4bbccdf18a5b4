package dev.backstep;

import dev.backstep.ami.BlockDevice;
import dev.backstep.ami.EncryptedAmi;
import dev.backstep.ami.ImageFilter;
import dev.backstep.ami.Provisioner;
import dev.backstep.ami.Strategy;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.ami.EncryptionPlanner;
import dev.backstep.internal.ami.ImmutableEncryptionSpec;
import dev.backstep.plan.InvalidSettingsException;
import dev.backstep.plan.Plan;
import dev.backstep.plan.PlanFailedException;
import dev.backstep.plan.RunOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Makes an encrypted image (AMI) of another image, provisioned on the way where that is asked for:
 * by a copy, or with a temporary instance that is gone afterwards. Nothing in AWS changes before
 * {@link #apply()} or {@link Plan#execute()}.
 *
 * <pre>{@code
 * EncryptedAmi ami = AmiEncryptor.from("ami-0abc12d3")
 *     .aws(AwsAccess.inRegion("us-east-1"))
 *     .named("golden 20261121")
 *     .kmsKey("alias/golden")
 *     .apply();
 * }</pre>
 *
 * <p>A builder may be used again: each plan sees the settings of its moment. It is not meant for
 * several threads at once.
 */
public final class AmiEncryptor {

  private AwsAccess aws = AwsAccess.shared();
  private ImmutableEncryptionSpec spec;

  private AmiEncryptor(ImageFilter source) {
    this.spec = ImmutableEncryptionSpec.of(source);
  }

  /** Starts from the image of an id, such as {@code ami-0abc12d3}. */
  public static AmiEncryptor from(String imageId) {
    return from(ImageFilter.id(imageId));
  }

  /** Starts from the image that a filter finds when the plan is made; the plan keeps to it. */
  public static AmiEncryptor from(ImageFilter source) {
    return new AmiEncryptor(Objects.requireNonNull(source, "from"));
  }

  /** The account and region. Default: {@link AwsAccess#fromEnvironment()}. */
  public AmiEncryptor aws(AwsAccess access) {
    aws = Objects.requireNonNull(access, "aws");
    return this;
  }

  /**
   * The image's name, which must be given: 3 to 128 letters, digits, blanks and {@code ( ) [ ] . /
   * - ' @ _}, of no other image of this account in this region.
   */
  public AmiEncryptor named(String name) {
    spec = spec.withName(Objects.requireNonNull(name, "named"));
    return this;
  }

  /** The image's description, at most 255 characters. Default: none. */
  public AmiEncryptor describedAs(String description) {
    spec = spec.withDescription(description);
    return this;
  }

  /**
   * The KMS key of all of the image's snapshots: id, ARN or {@code alias/...}, symmetric, enabled,
   * of this region. Default: the account's default key for EBS.
   */
  public AmiEncryptor kmsKey(String key) {
    spec = spec.withKmsKey(Objects.requireNonNull(key, "kmsKey"));
    return this;
  }

  /** How it is made. Default: the planner chooses, and the plan says why. */
  public AmiEncryptor strategy(Strategy strategy) {
    spec = spec.withStrategy(Objects.requireNonNull(strategy, "strategy"));
    return this;
  }

  /** Adds a tag to the image and its snapshots: at most 47. */
  public AmiEncryptor tag(String key, String value) {
    spec = spec.withTags(and("tag", spec.tags(), key, value));
    return this;
  }

  /** Adds a tag to the snapshots alone, or gives theirs another value: at most 47 with the rest. */
  public AmiEncryptor snapshotTag(String key, String value) {
    spec = spec.withSnapshotTags(and("snapshotTag", spec.snapshotTags(), key, value));
    return this;
  }

  /** Adds a tag to all that is temporary: build instance, volumes, interface, key pair, group. */
  public AmiEncryptor buildTag(String key, String value) {
    spec = spec.withBuildTags(and("buildTag", spec.buildTags(), key, value));
    return this;
  }

  /**
   * The build instance's type, such as {@code t2.nano}. Default: {@code t3.micro}, {@code t2.micro}
   * for images without the ENA driver, {@code t4g.micro} for arm64.
   */
  public AmiEncryptor instanceType(String type) {
    spec = spec.withInstanceType(Objects.requireNonNull(type, "instanceType"));
    return this;
  }

  /** The VPC of the build instance. Default: that of the subnets, else the region's default VPC. */
  public AmiEncryptor vpc(String vpcId) {
    spec = spec.withVpc(Objects.requireNonNull(vpcId, "vpc"));
    return this;
  }

  /** Adds a tag that the VPC of the build instance has; it must be the only one. */
  public AmiEncryptor vpcTagged(String key, String value) {
    spec = spec.withVpcTags(and("vpcTagged", spec.vpcTags(), key, value));
    return this;
  }

  /**
   * Adds a subnet for the build instance; the next one is tried where one has no capacity. Default:
   * those of the VPC, the one with the most free addresses first.
   */
  public AmiEncryptor subnet(String subnetId) {
    List<String> more = new ArrayList<>(spec.subnets());
    more.add(Objects.requireNonNull(subnetId, "subnet"));
    spec = spec.withSubnets(more);
    return this;
  }

  /** Adds a tag that the subnets for the build instance have. */
  public AmiEncryptor subnetTagged(String key, String value) {
    spec = spec.withSubnetTags(and("subnetTagged", spec.subnetTags(), key, value));
    return this;
  }

  /** Security groups for the build instance, instead of a temporary one; they are not changed. */
  public AmiEncryptor securityGroups(String... groupIds) {
    List<String> ids = all("securityGroups", groupIds);
    spec = noting("securityGroups", ids.isEmpty()).withSecurityGroups(ids);
    return this;
  }

  /** Whether the build instance gets a public address and is reached there. Default: yes. */
  public AmiEncryptor publicIp(boolean publicIp) {
    spec = spec.withPublicIp(publicIp);
    return this;
  }

  /**
   * The user to log in as, such as {@code centos}; must be given where something is provisioned.
   */
  public AmiEncryptor ssh(String user) {
    spec = spec.withSshUser(Objects.requireNonNull(user, "ssh"));
    return this;
  }

  /** The port that the image's SSH server listens on. Default: 22. */
  public AmiEncryptor sshPort(int port) {
    spec = spec.withSshPort(port);
    return this;
  }

  /** How long SSH may take to let us in after the start: 1 s to 24 hours. Default: 5 minutes. */
  public AmiEncryptor sshWithin(Duration limit) {
    spec = spec.withSshWithin(limit);
    return this;
  }

  /**
   * Uses RSA keys, and SHA-1 for key exchange and signatures where the host knows nothing better:
   * for old images such as CentOS 6. Default: Ed25519 and current algorithms.
   */
  public AmiEncryptor legacySsh() {
    spec = spec.withLegacySsh(true);
    return this;
  }

  /**
   * Takes whatever host key is shown, so that somebody else can pass for the build instance.
   * Default: only the key that its user data gives it, or that its console output shows.
   */
  public AmiEncryptor acceptUnknownHostKey() {
    spec = spec.withAcceptUnknownHostKey(true);
    return this;
  }

  /** Runs commands without a terminal. Default: with one, which some sudo configurations want. */
  public AmiEncryptor withoutTerminal() {
    spec = spec.withWithoutTerminal(true);
    return this;
  }

  /** Leaves the temporary key among the authorised ones of the image. Default: it is removed. */
  public AmiEncryptor keepAuthorizedKey() {
    spec = spec.withKeepAuthorizedKey(true);
    return this;
  }

  /** Adds blocks of addresses that SSH may come from, such as {@code 203.0.113.7/32}. */
  public AmiEncryptor allowSshFrom(String... cidrs) {
    List<String> blocks = new ArrayList<>(spec.allowSshFrom());
    blocks.addAll(all("allowSshFrom", cidrs));
    spec = noting("allowSshFrom", blocks.isEmpty()).withAllowSshFrom(blocks);
    return this;
  }

  /**
   * Lets SSH come from the address that this machine has on the internet, as {@code
   * https://checkip.amazonaws.com} tells it when the plan is made.
   */
  public AmiEncryptor allowSshFromMyAddress() {
    return allowSshFromMyAddress(URI.create("https://checkip.amazonaws.com"));
  }

  /** The same, as another service tells it: it answers with the IPv4 address and nothing else. */
  public AmiEncryptor allowSshFromMyAddress(URI service) {
    spec = spec.withAddressService(Objects.requireNonNull(service, "allowSshFromMyAddress"));
    return this;
  }

  /** Lets SSH come from anywhere while the build instance lives. Default: not. */
  public AmiEncryptor allowSshFromAnywhere() {
    spec = spec.withAllowSshFromAnywhere(true);
    return this;
  }

  /** An instance profile for the build instance, by name or ARN. Default: none. */
  public AmiEncryptor instanceProfile(String nameOrArn) {
    spec = spec.withInstanceProfile(Objects.requireNonNull(nameOrArn, "instanceProfile"));
    return this;
  }

  /**
   * User data for the build instance, as text of at most 16 KiB; it is part of the plan and its
   * journal. Nothing waits until it has been carried out.
   */
  public AmiEncryptor userData(String text) {
    spec = spec.withUserData(Objects.requireNonNull(text, "userData"));
    return this;
  }

  /** Requires IMDSv2 of the build instance. Default: only where the image says so itself. */
  public AmiEncryptor requireImdsV2() {
    spec = spec.withRequireImdsV2(true);
    return this;
  }

  /** Adds a volume, or changes one that the source has. */
  public AmiEncryptor blockDevice(BlockDevice device) {
    List<BlockDevice> more = new ArrayList<>(spec.blockDevices());
    more.add(Objects.requireNonNull(device, "blockDevice"));
    spec = spec.withBlockDevices(more);
    return this;
  }

  /** Adds something to be done on the build instance, after what was added before. */
  public AmiEncryptor provision(Provisioner provisioner) {
    List<Provisioner> more = new ArrayList<>(spec.provisioners());
    more.add(Objects.requireNonNull(provisioner, "provision"));
    spec = spec.withProvisioners(more);
    return this;
  }

  /** How long one provisioner may take: 1 s to 24 hours. Default: 1 hour. */
  public AmiEncryptor provisionWithin(Duration limit) {
    spec = spec.withProvisionWithin(limit);
    return this;
  }

  /** How long each image may take to be available: 1 s to 24 hours. Default: 2 hours. */
  public AmiEncryptor imageWithin(Duration limit) {
    spec = spec.withImageWithin(limit);
    return this;
  }

  /**
   * Checks all settings, reads AWS, and lists every step. Changes nothing.
   *
   * @throws InvalidSettingsException with all that is wrong with the settings, by themselves (then
   *     AWS was not called) or against what AWS has
   * @throws dev.backstep.aws.AwsAccessException if AWS cannot be reached as the access says
   * @throws dev.backstep.plan.PlanningFailedException if AWS refuses a read
   */
  public Plan<EncryptedAmi> plan() {
    return planner().plan(spec);
  }

  /**
   * Plans and executes.
   *
   * @throws PlanFailedException if the run could not finish: what it did is undone
   */
  public EncryptedAmi apply() {
    return apply(RunOptions.defaults());
  }

  /**
   * Plans and executes with options.
   *
   * @throws PlanFailedException if the run could not finish: its report says what became of it
   */
  public EncryptedAmi apply(RunOptions options) {
    return planner().apply(spec, options);
  }

  /** What is set. */
  @Override
  public String toString() {
    return spec.toString().replaceFirst("^EncryptionSpec", "AmiEncryptor");
  }

  private EncryptionPlanner planner() {
    return new EncryptionPlanner(aws, Catalogs.over(aws));
  }

  /** Remembers settings that were given and are empty: a list computed wrong, not a default. */
  private ImmutableEncryptionSpec noting(String setting, boolean isEmpty) {
    List<String> empty = new ArrayList<>(spec.emptySettings());
    empty.remove(setting);
    if (isEmpty) {
      empty.add(setting);
    }
    return spec.withEmptySettings(empty);
  }

  private static Map<String, String> and(
      String setting, Map<String, String> tags, String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(tags);
    more.put(
        Objects.requireNonNull(key, setting + ": key"),
        Objects.requireNonNull(value, setting + ": value of " + key));
    return more;
  }

  private static List<String> all(String setting, String[] values) {
    Objects.requireNonNull(values, setting);
    for (int i = 0; i < values.length; i++) {
      Objects.requireNonNull(values[i], setting + "[" + i + "]");
    }
    return List.of(values);
  }
}
