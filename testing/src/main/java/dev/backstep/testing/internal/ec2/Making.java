package dev.backstep.testing.internal.ec2;

import dev.backstep.testing.internal.state.Account;
import dev.backstep.testing.internal.state.Origin;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceAttachment;
import software.amazon.awssdk.services.ec2.model.NetworkInterfacePrivateIpAddress;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Vpc;

/** Makes resources of EC2 without asking whether AWS would, for calls and for the user alike. */
public final class Making {

  private final Ec2State ec2;
  private final Origin origin;

  /** Makes in the given region, on behalf of the given maker. */
  public Making(Ec2State ec2, Origin origin) {
    this.ec2 = ec2;
    this.origin = origin;
  }

  /** A VPC with its default group. */
  public String vpc(String cidr, Map<String, String> tags) {
    String id = newId("vpc");
    ec2.vpcs.put(
        id,
        Vpc.builder()
            .vpcId(id)
            .cidrBlock(Cidr.parse(cidr).toString())
            .state("available")
            .isDefault(false)
            .instanceTenancy("default")
            .dhcpOptionsId("dopt-0a1b2c3d4e5f60718")
            .ownerId(Account.ID)
            .build());
    ec2.setTags(id, tags);
    String group = group(id, "default", "default VPC security group", Map.of());
    rule(
        Rules.of(group, "-1", -1, -1).isEgress(false).referencedGroupInfo(Rules.peer(group)),
        Map.of());
    return id;
  }

  /** A subnet. */
  public String subnet(String vpcId, String cidr, String zone, Map<String, String> tags) {
    String id = newId("subnet");
    ec2.subnets.put(
        id,
        Subnet.builder()
            .subnetId(id)
            .vpcId(vpcId)
            .cidrBlock(Cidr.parse(cidr).toString())
            .availabilityZone(zone)
            .state("available")
            .defaultForAz(false)
            .mapPublicIpOnLaunch(false)
            .ownerId(Account.ID)
            .subnetArn(arn("subnet/" + id))
            .build());
    ec2.setTags(id, tags);
    return id;
  }

  /** The default VPC with a default subnet in each of two zones and a way to the internet. */
  public String defaultVpc() {
    String id = vpc("172.31.0.0/16", Map.of());
    ec2.vpcs.update(id, it -> it.toBuilder().isDefault(true).build());
    ec2.internetGateways.add(id);
    for (int i = 0; i < 2; i++) {
      String zone = ec2.region().name() + (char) ('a' + i);
      String made = subnet(id, "172.31." + i * 16 + ".0/20", zone, Map.of());
      ec2.subnets.update(
          made, it -> it.toBuilder().defaultForAz(true).mapPublicIpOnLaunch(true).build());
    }
    return id;
  }

  /** A security group that lets everything out. */
  public String group(String vpcId, String name, String description, Map<String, String> tags) {
    String id = newId("sg");
    ec2.groups.put(
        id,
        SecurityGroup.builder()
            .groupId(id)
            .groupName(name)
            .description(description)
            .vpcId(vpcId)
            .ownerId(Account.ID)
            .securityGroupArn(arn("security-group/" + id))
            .build());
    ec2.setTags(id, tags);
    rule(Rules.of(id, "-1", -1, -1).isEgress(true).cidrIpv4("0.0.0.0/0"), Map.of());
    return id;
  }

  /** A rule, complete but for its id. */
  public String rule(SecurityGroupRule.Builder rule, Map<String, String> tags) {
    String id = newId("sgr");
    ec2.rules.put(
        id,
        rule.securityGroupRuleId(id)
            .groupOwnerId(Account.ID)
            .securityGroupRuleArn(arn("security-group-rule/" + id))
            .build());
    ec2.setTags(id, tags);
    return id;
  }

  /** An interface with an address of its own; what it is for is the caller's to add. */
  public String networkInterface(
      NetworkInterface.Builder about, Subnet subnet, List<String> groupIds) {
    String id = newId("eni");
    String address = Addresses.next(ec2, subnet);
    String name = "ip-" + address.replace('.', '-') + "." + ec2.region().name();
    ec2.interfaces.put(
        id,
        about
            .networkInterfaceId(id)
            .subnetId(subnet.subnetId())
            .vpcId(subnet.vpcId())
            .availabilityZone(subnet.availabilityZone())
            .groups(identifiers(groupIds))
            .ownerId(Account.ID)
            .macAddress(mac(id))
            .privateIpAddress(address)
            .privateDnsName(name + ".compute.internal")
            .privateIpAddresses(
                NetworkInterfacePrivateIpAddress.builder()
                    .primary(true)
                    .privateIpAddress(address)
                    .build())
            .interfaceType("interface")
            .sourceDestCheck(true)
            .build());
    return id;
  }

  /** A launch, which one or more instances share. */
  public String reservation() {
    return newId("r");
  }

  /** An instance with its first interface. */
  public String instance(
      String reservationId,
      Instance.Builder about,
      InstanceStateName state,
      Subnet subnet,
      List<String> groupIds,
      Map<String, String> tags) {
    String id = newId("i");
    String eni =
        networkInterface(
            NetworkInterface.builder()
                .description("")
                .requesterManaged(false)
                .status("in-use")
                .attachment(attachment(id, 0)),
            subnet,
            groupIds);
    NetworkInterface first = ec2.interfaces.get(eni).orElseThrow();
    ec2.instances.put(
        id,
        about
            .instanceId(id)
            .state(States.of(state))
            .vpcId(subnet.vpcId())
            .subnetId(subnet.subnetId())
            .privateIpAddress(first.privateIpAddress())
            .privateDnsName(first.privateDnsName())
            .placement(p -> p.availabilityZone(subnet.availabilityZone()).tenancy("default"))
            .build());
    ec2.reservations.put(id, reservationId);
    ec2.setTags(id, tags);
    return id;
  }

  /** How an interface is attached to an instance. */
  public NetworkInterfaceAttachment attachment(String instanceId, int deviceIndex) {
    return NetworkInterfaceAttachment.builder()
        .attachmentId(ec2.region().account().ids().next("eni-attach"))
        .instanceId(instanceId)
        .instanceOwnerId(Account.ID)
        .deviceIndex(deviceIndex)
        .networkCardIndex(0)
        .deleteOnTermination(true)
        .status("attached")
        .build();
  }

  private List<GroupIdentifier> identifiers(List<String> groupIds) {
    return Groups.identifiers(ec2, groupIds);
  }

  private String newId(String prefix) {
    String id = ec2.region().account().ids().next(prefix);
    ec2.region().account().made(id, origin);
    return id;
  }

  private String arn(String resource) {
    return "arn:aws:ec2:" + ec2.region().name() + ":" + Account.ID + ":" + resource;
  }

  private static String mac(String id) {
    String hex = id.substring(id.length() - 8).toLowerCase(Locale.ROOT);
    return "02:1a:" + String.join(":", hex.split("(?<=\\G..)"));
  }
}
