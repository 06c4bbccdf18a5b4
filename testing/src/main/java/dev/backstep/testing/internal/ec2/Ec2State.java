package dev.backstep.testing.internal.ec2;

import dev.backstep.testing.internal.kms.KmsState;
import dev.backstep.testing.internal.state.Lines;
import dev.backstep.testing.internal.state.Part;
import dev.backstep.testing.internal.state.Region;
import dev.backstep.testing.internal.state.Store;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.KeyPairInfo;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.Volume;
import software.amazon.awssdk.services.ec2.model.Vpc;

/**
 * EC2 in one region. Each fact is kept once: tags apart from what they are on, rules apart from
 * their groups, an instance's groups on its interfaces.
 */
public final class Ec2State implements Part {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** By id, without tags. */
  public final Store<Vpc> vpcs;

  /** By id, without tags and free addresses. */
  public final Store<Subnet> subnets;

  /** By id, without rules and tags. */
  public final Store<SecurityGroup> groups;

  /** By id, without tags. */
  public final Store<SecurityGroupRule> rules;

  /** By id, without tags. */
  public final Store<NetworkInterface> interfaces;

  /** By id, without interfaces, groups and tags. */
  public final Store<Instance> instances;

  /** VPCs with a way to the internet. */
  public final Set<String> internetGateways = new HashSet<>();

  /** Subnets with a route table of their own that leads nowhere. */
  public final Set<String> isolatedSubnets = new HashSet<>();

  /** By id, without tags. */
  public final Store<KeyPairInfo> keyPairs;

  /** By id, without tags and permissions; also those of others that this account knows of. */
  public final Store<Image> images;

  /** By id, without tags and progress; also those of others that this account knows of. */
  public final Store<Snapshot> snapshots;

  /** By id, without tags. */
  public final Store<Volume> volumes;

  /** What instances were launched with, by their ids. */
  public final Map<String, Boot> boots = new HashMap<>();

  /** What instances have written on their consoles, by their ids. */
  public final Map<String, String> consoles = new HashMap<>();

  /** Who may make volumes of a snapshot beside its owner, by its id: accounts, or {@code all}. */
  public final Map<String, Set<String>> snapshotPermissions = new HashMap<>();

  /** Who may launch an image beside its owner, by its id: account numbers. */
  public final Map<String, Set<String>> launchPermissions = new HashMap<>();

  /** The product codes that the account is subscribed to. */
  public final Set<String> subscriptions = new HashSet<>();

  /** The availability zones that have no room for another instance. */
  public final Set<String> fullZones = new HashSet<>();

  /** The instance profiles that launches may name. */
  public final Set<String> instanceProfiles = new HashSet<>();

  /** How the next launches fail, after they were answered. */
  public final Queue<Ending> launchEndings = new ArrayDeque<>();

  /** How the next images and copies end, instead of {@code available}. */
  public final Queue<Ending> imageEndings = new ArrayDeque<>();

  /** Whether new volumes and copied snapshots are encrypted without being asked. */
  public boolean encryptsByDefault;

  /** The key for what is encrypted without a key being named. */
  public String defaultKey = KmsState.EBS_ALIAS;

  int publicAddresses;
  final Map<String, Growth> growths = new HashMap<>();
  final Map<String, CopyToken> copyTokens = new HashMap<>();

  /** The snapshots that images are made of, also while they do not say so yet. */
  public final Map<String, List<String>> imageSnapshots = new HashMap<>();

  final Set<String> deregistered = new HashSet<>();
  final List<Kind<?>> kinds;
  final Map<String, LaunchToken> launchTokens = new HashMap<>();
  final Map<String, String> reservations = new HashMap<>();
  private final Store<SortedMap<String, String>> tags;
  private final List<Consumer<String>> whenInstanceGone = new ArrayList<>();
  private final Region region;

  private Ec2State(Region region) {
    this.region = region;
    vpcs = region.store();
    subnets = region.store();
    groups = region.store();
    rules = region.store();
    interfaces = region.store();
    instances = region.store();
    keyPairs = region.store();
    images = region.store();
    snapshots = region.store();
    volumes = region.store();
    tags = region.store();
    kinds =
        List.of(
            Kind.of("vpc", "vpc", vpcs, Vpc::vpcId, Missing::vpc),
            Kind.of("subnet", "subnet", subnets, Subnet::subnetId, Missing::subnet),
            Kind.of("sg", "security-group", groups, SecurityGroup::groupId, Missing::group),
            Kind.of(
                "sgr",
                "security-group-rule",
                rules,
                SecurityGroupRule::securityGroupRuleId,
                Missing::rule),
            Kind.of(
                "eni",
                "network-interface",
                interfaces,
                NetworkInterface::networkInterfaceId,
                Missing::networkInterface),
            Kind.of("i", "instance", instances, Instance::instanceId, Missing::instance),
            Kind.of("key", "key-pair", keyPairs, KeyPairInfo::keyPairId, Missing::keyPairId),
            Kind.of("ami", "image", images, Image::imageId, Missing::image)
                .listing(it -> !it.imageId().equals(StockImage.ID))
                .showing(it -> it.toBuilder().creationDate(null).build()),
            Kind.of("snap", "snapshot", snapshots, Snapshot::snapshotId, Missing::snapshot)
                .listing(it -> !it.snapshotId().equals(StockImage.SNAPSHOT_ID)),
            Kind.of("vol", "volume", volumes, Volume::volumeId, Missing::volume));
    StockImage.addTo(this);
  }

  /** EC2 in the region. */
  public static Ec2State of(Region region) {
    return region.part(Ec2State.class, Ec2State::new);
  }

  /** How images say points in time. */
  public static String date(Instant instant) {
    return DATE.format(instant);
  }

  /** The region. */
  public Region region() {
    return region;
  }

  /** The tags of a resource, in truth. */
  public SortedMap<String, String> tags(String id) {
    return tags.get(id).orElseGet(TreeMap::new);
  }

  /** Replaces the tags of a resource. */
  public void setTags(String id, Map<String, String> changed) {
    if (changed.isEmpty()) {
      tags.remove(id);
    } else {
      tags.put(id, new TreeMap<>(changed));
    }
  }

  /** The tags of a resource, as reads show them. */
  List<Tag> seenTags(String id) {
    return Tagging.list(tags.seen(id).orElseGet(TreeMap::new));
  }

  /** The rules of a group, in truth. */
  public List<SecurityGroupRule> rulesOf(String groupId) {
    return rules.all().stream().filter(rule -> rule.groupId().equals(groupId)).toList();
  }

  /** The interfaces of an instance by device index, in truth. */
  public List<NetworkInterface> interfacesOf(String instanceId) {
    return Interfaces.of(instanceId, interfaces.all());
  }

  /** The keys that volumes of this region can be encrypted with. */
  KmsState keys() {
    return KmsState.of(region);
  }

  /** The volumes of an instance by device name. */
  static List<Volume> volumesOf(String instanceId, List<Volume> all) {
    return all.stream()
        .filter(it -> it.attachments().stream().anyMatch(a -> a.instanceId().equals(instanceId)))
        .sorted(Comparator.comparing(it -> it.attachments().get(0).device()))
        .toList();
  }

  /** Tells somebody the id of each instance that vanishes, an hour after its end. */
  public void whenInstanceGone(Consumer<String> listener) {
    whenInstanceGone.add(listener);
  }

  /** Takes an instance away that ended a while ago. */
  void vanish(String instanceId) {
    instances.remove(instanceId);
    forget(instanceId);
    boots.remove(instanceId);
    consoles.remove(instanceId);
    whenInstanceGone.forEach(listener -> listener.accept(instanceId));
  }

  /** Whether the resource is there and has been seen to be. */
  boolean knows(String id) {
    return kinds.stream().anyMatch(kind -> kind.knows(id));
  }

  /** Takes a resource's tags away with it. */
  void forget(String id) {
    tags.remove(id);
  }

  @Override
  public void describe(Lines lines) {
    kinds.forEach(kind -> kind.describe(this, lines));
  }
}
