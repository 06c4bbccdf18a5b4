package dev.backstep.internal.ami;

import dev.backstep.ami.BlockDevice;
import dev.backstep.ami.ImageFilter;
import dev.backstep.ami.Provisioner;
import dev.backstep.ami.Strategy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** What was asked for. {@link EncryptionRules} says whether it can be. */
@Value.Immutable
@Value.Style(jdkOnly = true)
public interface EncryptionSpec {

  /** The image to start from. */
  @Value.Parameter
  ImageFilter source();

  /** The name of the encrypted image; it has to be given. */
  Optional<String> name();

  /** Its description; empty: none. */
  @Value.Default
  default String description() {
    return "";
  }

  /** The key: id, ARN or alias; empty: the account's default key for EBS. */
  Optional<String> kmsKey();

  /** How it is to be made; empty: the planner chooses. */
  Optional<Strategy> strategy();

  /** Tags of the image and its snapshots. */
  Map<String, String> tags();

  /** More tags of the snapshots, or other values for theirs. */
  Map<String, String> snapshotTags();

  /** Tags of the build instance, its volumes and interface, the key pair and the group. */
  Map<String, String> buildTags();

  /** The build instance's type; empty: a small one that can run the source. */
  Optional<String> instanceType();

  /** The VPC; empty: that of the subnets, or by tags, or the default. */
  Optional<String> vpc();

  /** Tags of the VPC. */
  Map<String, String> vpcTags();

  /** The subnets, in the order in which they are tried; empty: by tags, or those of the VPC. */
  List<String> subnets();

  /** Tags of the subnets. */
  Map<String, String> subnetTags();

  /** Groups for the build instance instead of a temporary one. */
  List<String> securityGroups();

  /** Whether the build instance gets a public address and is reached there. */
  @Value.Default
  default boolean publicIp() {
    return true;
  }

  /** Who logs in; has to be given where something is provisioned. */
  Optional<String> sshUser();

  /** The port of SSH. */
  @Value.Default
  default int sshPort() {
    return 22;
  }

  /** From where SSH may come. */
  List<String> allowSshFrom();

  /** Whether SSH may come from anywhere. */
  @Value.Default
  default boolean allowSshFromAnywhere() {
    return false;
  }

  /** Who tells this machine's address, where SSH may come from it. */
  Optional<URI> addressService();

  /** Whether a host key that cannot be known is taken. */
  @Value.Default
  default boolean acceptUnknownHostKey() {
    return false;
  }

  /** Whether RSA keys and SHA-1 key exchanges are used, for old images. */
  @Value.Default
  default boolean legacySsh() {
    return false;
  }

  /** Whether commands run without a terminal. */
  @Value.Default
  default boolean withoutTerminal() {
    return false;
  }

  /** How long SSH may take to be there. */
  @Value.Default
  default Duration sshWithin() {
    return Duration.ofMinutes(5);
  }

  /** Whether the temporary key stays in the image. */
  @Value.Default
  default boolean keepAuthorizedKey() {
    return false;
  }

  /** The name or ARN of an instance profile. */
  Optional<String> instanceProfile();

  /** User data, as text. */
  Optional<String> userData();

  /** Whether IMDSv2 is required, whatever the image says. */
  @Value.Default
  default boolean requireImdsV2() {
    return false;
  }

  /** Volumes that differ from the source's. */
  List<BlockDevice> blockDevices();

  /** What is done on the build instance, in order. */
  List<Provisioner> provisioners();

  /** How long one provisioner may take. */
  @Value.Default
  default Duration provisionWithin() {
    return Duration.ofHours(1);
  }

  /** How long a wait for an image may take. */
  @Value.Default
  default Duration imageWithin() {
    return Duration.ofHours(2);
  }

  /** Settings that were given as empty lists. */
  List<String> emptySettings();

  /** Whether something is to be done that takes an instance. */
  default boolean needsInstance() {
    return !provisioners().isEmpty() || !blockDevices().isEmpty() || userData().isPresent();
  }

  /** The owner tag. */
  default String owner() {
    return "ami/" + name().orElse("");
  }

  /** Tags of the snapshots, the image's included. */
  default Map<String, String> allSnapshotTags() {
    Map<String, String> all = new java.util.LinkedHashMap<>(tags());
    all.putAll(snapshotTags());
    return all;
  }
}
