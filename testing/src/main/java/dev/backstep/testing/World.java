package dev.backstep.testing;

import dev.backstep.testing.internal.ec2.Ec2State;
import dev.backstep.testing.internal.ec2.Making;
import dev.backstep.testing.internal.ec2.Rules;
import dev.backstep.testing.internal.ec2.StockImage;
import dev.backstep.testing.internal.elb.ServerCertificates;
import dev.backstep.testing.internal.route53.DnsState;
import dev.backstep.testing.internal.s3.BucketPolicy;
import dev.backstep.testing.internal.s3.S3State;
import dev.backstep.testing.internal.state.Account;
import dev.backstep.testing.internal.state.Origin;
import dev.backstep.testing.internal.wire.AwsError;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.KeyPairInfo;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Volume;
import software.amazon.awssdk.services.ec2.model.Vpc;

/**
 * One region of the simulated account, as the user builds and changes it by hand. What is done here
 * is no call: it is not in the {@link Ledger}, takes no time, and every read sees it at once. All
 * of it is remembered as made by the user.
 *
 * <p>Whatever else a user does, such as terminate an instance or change a load balancer, is an
 * ordinary SDK call through {@link SimulatedAws#asUser()}.
 */
public final class World {

  private final Account account;
  private final String region;

  World(Account account, String region) {
    this.account = account;
    this.region = region;
  }

  /** The region's name, such as {@code us-west-2}. */
  public String region() {
    return region;
  }

  /**
   * Adds a VPC with its default security group.
   *
   * @param name its Name tag
   * @param cidr such as {@code 10.30.0.0/16}
   * @return its id
   */
  public String addVpc(String name, String cidr) {
    return make((ec2, making) -> making.vpc(cidr, Map.of("Name", name)));
  }

  /**
   * Adds the default VPC, 172.31.0.0/16, with a way to the internet and a default subnet in each of
   * the zones a and b, whose instances have public addresses.
   *
   * @return its id
   */
  public String addDefaultVpc() {
    return make((ec2, making) -> making.defaultVpc());
  }

  /** Takes a subnet its way to the internet: it has a route table of its own from now on. */
  public void isolateSubnet(String subnetId) {
    change(ec2 -> ec2.isolatedSubnets.add(subnetId));
  }

  /** Gives a VPC a way to the internet, which internet-facing load balancers need. */
  public void addInternetGateway(String vpcId) {
    change(ec2 -> ec2.internetGateways.add(vpcId));
  }

  /**
   * Adds a subnet.
   *
   * @param zone such as {@code us-west-2a}
   * @return its id
   */
  public String addSubnet(String vpcId, String name, String cidr, String zone) {
    return make((ec2, making) -> making.subnet(vpcId, cidr, zone, Map.of("Name", name)));
  }

  /**
   * Adds a security group that lets everything out and nothing in.
   *
   * @return its id
   */
  public String addSecurityGroup(String vpcId, String name) {
    return addSecurityGroup(vpcId, name, Map.of());
  }

  /** As {@link #addSecurityGroup(String, String)}, with tags. */
  public String addSecurityGroup(String vpcId, String name, Map<String, String> tags) {
    return make((ec2, making) -> making.group(vpcId, name, "Made by hand", tags));
  }

  /**
   * Lets a block of addresses in on one TCP port.
   *
   * @param cidr such as {@code 10.0.0.0/8}
   * @return the id of the rule
   */
  public String addRule(String groupId, int port, String cidr) {
    return make(
        (ec2, making) ->
            making.rule(
                Rules.of(groupId, "tcp", port, port).isEgress(false).cidrIpv4(cidr), Map.of()));
  }

  /**
   * Lets the members of another group in on one TCP port.
   *
   * @return the id of the rule
   */
  public String addRuleFromGroup(String groupId, int port, String sourceGroupId) {
    return make(
        (ec2, making) ->
            making.rule(
                Rules.of(groupId, "tcp", port, port)
                    .isEgress(false)
                    .referencedGroupInfo(Rules.peer(sourceGroupId)),
                Map.of()));
  }

  /**
   * Adds a running instance with one interface.
   *
   * @return its id
   */
  public String addInstance(String subnetId, List<String> groupIds, Map<String, String> tags) {
    return make(
        (ec2, making) ->
            making.instance(
                making.reservation(),
                Instance.builder()
                    .imageId(StockImage.ID)
                    .instanceType("r5.4xlarge")
                    .amiLaunchIndex(0)
                    .launchTime(account.timeline().now())
                    .architecture("x86_64")
                    .virtualizationType("hvm")
                    .rootDeviceType("ebs"),
                InstanceStateName.RUNNING,
                subnet(ec2, subnetId),
                groupIds,
                tags));
  }

  /** The hands for images of this region and what the account may do with them. */
  public ImageWorld imaging() {
    return new ImageWorld(account, region);
  }

  /** The hands for the keys of this region. */
  public KeyWorld kms() {
    return new KeyWorld(account, region);
  }

  /** The hands for launches in this region, and what instances were launched with. */
  public LaunchWorld launches() {
    return new LaunchWorld(account, region);
  }

  /** Launches in a zone such as {@code us-west-2a} find no room from now on. */
  public void fillZone(String zone) {
    change(ec2 -> ec2.fullZones.add(zone));
  }

  /** Launches in a zone find room again. */
  public void emptyZone(String zone) {
    change(ec2 -> ec2.fullZones.remove(zone));
  }

  /** The public image that is in every region, Amazon Linux 2023 for x86_64. */
  public String publicImage() {
    return StockImage.ID;
  }

  /**
   * Adds one more interface to an instance.
   *
   * @param deviceIndex from 1
   * @return its id
   */
  public String addInterface(
      String instanceId, int deviceIndex, String subnetId, List<String> groupIds) {
    return make(
        (ec2, making) ->
            making.networkInterface(
                NetworkInterface.builder()
                    .description("")
                    .requesterManaged(false)
                    .status("in-use")
                    .attachment(making.attachment(instanceId, deviceIndex)),
                subnet(ec2, subnetId),
                groupIds));
  }

  /**
   * Adds a certificate of a given ARN that load balancer listeners can use: of IAM, or of ACM in
   * this region, for {@code www.example.com}. {@link #certificates()} adds others.
   *
   * @param arn such as {@code arn:aws:iam::123456789012:server-certificate/abc}
   * @throws IllegalArgumentException if it is neither
   */
  public void addCertificate(String arn) {
    account.asUser(() -> ServerCertificates.add(account.region(region), arn));
  }

  /** The certificates of ACM in this region. */
  public CertificateWorld certificates() {
    return new CertificateWorld(account, region);
  }

  /**
   * Adds a public hosted zone, which all regions share.
   *
   * @param name such as {@code example.com}
   * @return its id
   */
  public String addHostedZone(String name) {
    return addHostedZone(name, false);
  }

  /** As {@link #addHostedZone(String)}, only for VPCs: what is in it proves nothing to ACM. */
  public String addPrivateHostedZone(String name) {
    return addHostedZone(name, true);
  }

  private String addHostedZone(String name, boolean isPrivate) {
    return account.asUser(
        () -> {
          String id = DnsState.of(account).add(account.ids(), name, "by hand " + name, isPrivate);
          account.made(id, new Origin.User());
          return id;
        });
  }

  /** The ids of all hosted zones. */
  public List<String> hostedZones() {
    return account.locked(() -> DnsState.of(account).zoneIds());
  }

  /**
   * The records of a hosted zone, but those at its own name, each as one line of name, type and
   * values, such as {@code www.example.com. CNAME elb.example.net.}
   */
  public List<String> records(String zoneId) {
    return account.locked(() -> DnsState.of(account).records(zoneId));
  }

  /**
   * Adds a bucket without a policy. Buckets of all regions need names of their own.
   *
   * @throws IllegalStateException if there is one of that name
   */
  public void addBucket(String name) {
    addBucket(name, Optional.empty());
  }

  /**
   * Adds a bucket with a policy, which S3 keeps in its own way: see {@link #bucketPolicy(String)}.
   *
   * @throws IllegalStateException if there is one of that name
   * @throws IllegalArgumentException if S3 would not take the policy, with S3's message
   */
  public void addBucket(String name, String policyJson) {
    BucketPolicy policy =
        account.locked(
            () -> {
              try {
                return BucketPolicy.of(name, account.region(region).partition(), policyJson);
              } catch (AwsError malformed) {
                throw new IllegalArgumentException(malformed.text() + ": " + policyJson, malformed);
              }
            });
    addBucket(name, Optional.of(policy));
  }

  private void addBucket(String name, Optional<BucketPolicy> policy) {
    account.asUser(
        () -> {
          if (account.regions().stream().anyMatch(it -> S3State.of(it).has(name))) {
            throw new IllegalStateException("there is a bucket " + name + " already");
          }
          S3State s3 = S3State.of(account.region(region));
          s3.add(name);
          policy.ifPresent(it -> s3.setPolicy(name, it));
          account.made(name, new Origin.User());
          return true;
        });
  }

  /**
   * The policy of a bucket of this region as S3 answers it: without white space, and with {@code
   * arn:aws:iam::123456789012:root} where the one who wrote it said only {@code 123456789012}.
   * Empty if it has none.
   *
   * @throws NoSuchElementException if there is no such bucket in this region
   */
  public Optional<String> bucketPolicy(String name) {
    return account.locked(
        () -> {
          S3State s3 = S3State.of(account.region(region));
          if (!s3.has(name)) {
            throw new NoSuchElementException("no bucket " + name + " in " + region);
          }
          return s3.policy(name).map(BucketPolicy::text);
        });
  }

  /** Replaces the groups of an interface. */
  public void setGroups(String interfaceId, List<String> groupIds) {
    change(
        ec2 ->
            ec2.interfaces.update(
                interfaceId,
                it ->
                    it.toBuilder()
                        .groups(
                            groupIds.stream()
                                .map(id -> GroupIdentifier.builder().groupId(id))
                                .map(
                                    group ->
                                        group.groupName(
                                            ec2.groups
                                                .get(group.build().groupId())
                                                .orElseThrow(NoSuchElementException::new)
                                                .groupName()))
                                .map(GroupIdentifier.Builder::build)
                                .toList())
                        .build()));
  }

  /** Sets one tag of anything of EC2 that has tags. */
  public void tag(String resourceId, String key, String value) {
    change(
        ec2 -> {
          Map<String, String> tags = new TreeMap<>(ec2.tags(resourceId));
          tags.put(key, value);
          ec2.setTags(resourceId, tags);
        });
  }

  /** Takes one tag away. */
  public void untag(String resourceId, String key) {
    change(
        ec2 -> {
          Map<String, String> tags = new TreeMap<>(ec2.tags(resourceId));
          tags.remove(key);
          ec2.setTags(resourceId, tags);
        });
  }

  /** Deletes a rule of a security group. */
  public void deleteRule(String ruleId) {
    change(ec2 -> ec2.rules.remove(ruleId));
  }

  /** The VPCs, oldest first. */
  public List<String> vpcs() {
    return look(ec2 -> ec2.vpcs.all().stream().map(Vpc::vpcId));
  }

  /** The subnets, oldest first. */
  public List<String> subnets() {
    return look(ec2 -> ec2.subnets.all().stream().map(Subnet::subnetId));
  }

  /** The instances in any state, oldest first: of a cluster, worker 1 and so on. */
  public List<String> instances() {
    return look(ec2 -> ec2.instances.all().stream().map(Instance::instanceId));
  }

  /** The images of the account in any state, oldest first. */
  public List<String> images() {
    return look(
        ec2 ->
            ec2.images.all().stream()
                .filter(it -> it.ownerId().equals(Account.ID))
                .map(Image::imageId));
  }

  /** The snapshots of the account in any state, oldest first. */
  public List<String> snapshots() {
    return look(
        ec2 ->
            ec2.snapshots.all().stream()
                .filter(it -> it.ownerId().equals(Account.ID))
                .map(Snapshot::snapshotId));
  }

  /** The volumes in any state, oldest first. */
  public List<String> volumes() {
    return look(ec2 -> ec2.volumes.all().stream().map(Volume::volumeId));
  }

  /** The names of the key pairs, oldest first. */
  public List<String> keyPairs() {
    return look(ec2 -> ec2.keyPairs.all().stream().map(KeyPairInfo::keyName));
  }

  /**
   * The security groups with the given name.
   *
   * @param name as it is, without wildcards
   */
  public List<String> securityGroups(String name) {
    return look(
        ec2 ->
            ec2.groups.all().stream()
                .filter(group -> group.groupName().equals(name))
                .map(SecurityGroup::groupId));
  }

  /** The interface of an instance with device index 0. */
  public String firstInterface(String instanceId) {
    return account.locked(
        () ->
            Ec2State.of(account.region(region)).interfacesOf(instanceId).stream()
                .map(NetworkInterface::networkInterfaceId)
                .findFirst()
                .orElseThrow(
                    () -> new NoSuchElementException("no interface on instance " + instanceId)));
  }

  /** The region and what it is for. */
  @Override
  public String toString() {
    return "World(" + region + ")";
  }

  private List<String> look(Function<Ec2State, Stream<String>> question) {
    return account.locked(
        () -> question.apply(Ec2State.of(account.region(region))).distinct().toList());
  }

  private void change(Consumer<Ec2State> work) {
    account.asUser(
        () -> {
          work.accept(Ec2State.of(account.region(region)));
          return true;
        });
  }

  private String make(BiFunction<Ec2State, Making, String> work) {
    return account.asUser(
        () -> {
          Ec2State ec2 = Ec2State.of(account.region(region));
          return work.apply(ec2, new Making(ec2, new Origin.User()));
        });
  }

  private static Subnet subnet(Ec2State ec2, String id) {
    return ec2.subnets.get(id).orElseThrow(() -> new NoSuchElementException("no subnet " + id));
  }
}
