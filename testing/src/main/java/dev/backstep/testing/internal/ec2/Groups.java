package dev.backstep.testing.internal.ec2;

import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.wire.AwsError;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/** Sets of groups on an interface, and what AWS asks of them. */
public final class Groups {

  private Groups() {}

  static List<GroupIdentifier> identifiers(Ec2State ec2, List<String> groupIds) {
    return groupIds.stream()
        .distinct()
        .flatMap(id -> ec2.groups.get(id).stream())
        .map(g -> GroupIdentifier.builder().groupId(g.groupId()).groupName(g.groupName()).build())
        .toList();
  }

  /** Refuses groups that are not there, of another VPC, or too many. */
  static void check(Context context, String vpcId, List<String> groupIds) {
    Ec2State ec2 = Ec2State.of(context.region());
    for (String id : groupIds) {
      SecurityGroup group = ec2.groups.use(id, () -> Missing.group(id));
      if (!group.vpcId().equals(vpcId)) {
        throw AwsError.of(
            "InvalidGroup.NotFound",
            "Security group %s and the network interface belong to different networks: %s, %s",
            id,
            group.vpcId(),
            vpcId);
      }
    }
    if (groupIds.stream().distinct().count() > context.settings().groupsPerInterface) {
      throw AwsError.of(
          "SecurityGroupsPerInterfaceLimitExceeded",
          "The maximum number of security groups per interface has been reached: %d.",
          context.settings().groupsPerInterface);
    }
  }

  /** The VPC's default group. */
  public static String defaultOf(Ec2State ec2, String vpcId) {
    return ec2.groups.all().stream()
        .filter(group -> group.vpcId().equals(vpcId) && group.groupName().equals("default"))
        .map(SecurityGroup::groupId)
        .findFirst()
        .orElseThrow(() -> Missing.vpc(vpcId));
  }
}
