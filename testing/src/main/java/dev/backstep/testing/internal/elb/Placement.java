package dev.backstep.testing.internal.elb;

import dev.backstep.testing.internal.ec2.Addresses;
import dev.backstep.testing.internal.ec2.Ec2State;
import dev.backstep.testing.internal.ec2.Making;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.state.Origin;
import dev.backstep.testing.internal.wire.AwsError;
import java.util.List;
import java.util.Objects;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;

/** Where load balancers stand: their subnets, groups and interfaces. */
final class Placement {

  private static final int FREE_ADDRESSES = 8;

  private Placement() {}

  /** The subnets, if one load balancer can stand in all of them. */
  static List<Subnet> subnets(Context context, List<String> ids, boolean facesInternet) {
    Ec2State ec2 = Ec2State.of(context.region());
    List<Subnet> subnets =
        ids.stream().distinct().map(id -> ec2.subnets.use(id, () -> absentSubnet(id))).toList();
    if (subnets.stream().map(Subnet::vpcId).distinct().count() > 1) {
      throw Checks.configuration("All subnets of a load balancer must be in the same VPC.");
    }
    if (subnets.stream().map(Subnet::availabilityZone).distinct().count() < subnets.size()) {
      throw Checks.configuration("ELB cannot be attached to multiple subnets in the same AZ.");
    }
    String vpcId = subnets.get(0).vpcId();
    if (facesInternet && !ec2.internetGateways.contains(vpcId)) {
      throw AwsError.of("InvalidSubnet", "VPC %s has no internet gateway", vpcId);
    }
    return subnets;
  }

  /** Refuses subnets without enough free addresses for a new load balancer. */
  static void requireRoom(Context context, List<Subnet> subnets) {
    for (Subnet subnet : subnets) {
      if (Addresses.free(Ec2State.of(context.region()), subnet) < FREE_ADDRESSES) {
        throw AwsError.of(
            "InvalidSubnet",
            "Not enough IP space available in %s. ELB requires at least %d free IP addresses in"
                + " each subnet.",
            subnet.subnetId(),
            FREE_ADDRESSES);
      }
    }
  }

  static void checkGroups(Context context, String vpcId, List<String> ids) {
    Ec2State ec2 = Ec2State.of(context.region());
    for (String id : ids) {
      SecurityGroup group = ec2.groups.use(id, () -> badGroup(id, "does not exist"));
      if (!group.vpcId().equals(vpcId)) {
        throw badGroup(id, "is not in the VPC " + vpcId);
      }
    }
    if (ids.size() > context.settings().groupsPerInterface) {
      throw Checks.configuration(
          "A load balancer takes at most %d security groups",
          context.settings().groupsPerInterface);
    }
  }

  static void addInterface(Context context, String name, Subnet subnet, List<String> groupIds) {
    Ec2State ec2 = Ec2State.of(context.region());
    NetworkInterface.Builder about =
        NetworkInterface.builder()
            .description("ELB " + name)
            .requesterId("amazon-elb")
            .requesterManaged(true)
            .status("in-use")
            .attachment(
                a ->
                    a.attachmentId(context.account().ids().next("ela-attach"))
                        .deviceIndex(1)
                        .instanceOwnerId("amazon-elb")
                        .deleteOnTermination(false)
                        .status("attached"));
    new Making(ec2, new Origin.Service("elasticloadbalancing"))
        .networkInterface(about, subnet, groupIds);
  }

  static List<NetworkInterface> interfaces(Context context, String name) {
    return Ec2State.of(context.region()).interfaces.all().stream()
        .filter(it -> Objects.equals(it.requesterId(), "amazon-elb"))
        .filter(it -> it.description().equals("ELB " + name))
        .toList();
  }

  /** Takes the interfaces away after the usual time. */
  static void releaseLater(Context context, List<NetworkInterface> interfaces) {
    Ec2State ec2 = Ec2State.of(context.region());
    Runnable release =
        () -> interfaces.forEach(it -> ec2.interfaces.remove(it.networkInterfaceId()));
    if (context.settings().interfaceLinger.isZero()) {
      release.run();
    } else {
      context.after(context.settings().interfaceLinger, release);
    }
  }

  static void setGroups(Context context, String name, List<String> groupIds) {
    Ec2State ec2 = Ec2State.of(context.region());
    List<GroupIdentifier> groups =
        groupIds.stream()
            .flatMap(id -> ec2.groups.get(id).stream())
            .map(
                g ->
                    GroupIdentifier.builder().groupId(g.groupId()).groupName(g.groupName()).build())
            .toList();
    interfaces(context, name)
        .forEach(
            it ->
                ec2.interfaces.put(it.networkInterfaceId(), it.toBuilder().groups(groups).build()));
  }

  private static AwsError absentSubnet(String id) {
    return AwsError.of("SubnetNotFound", "The requested subnet %s cannot be found", id);
  }

  private static AwsError badGroup(String id, String why) {
    return AwsError.of("InvalidSecurityGroup", "The security group %s %s", id, why);
  }
}
