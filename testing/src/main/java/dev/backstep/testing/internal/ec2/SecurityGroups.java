package dev.backstep.testing.internal.ec2;

import dev.backstep.testing.internal.service.Area;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.service.Operations;
import dev.backstep.testing.internal.service.Page;
import dev.backstep.testing.internal.wire.AwsError;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.CreateSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSecurityGroupResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/** Security groups themselves; what they let through is in {@link SecurityGroupRules}. */
public final class SecurityGroups implements Area {

  private static final Pattern TEXT =
      Pattern.compile("[a-zA-Z0-9 ._\\-:/()#,@\\[\\]+=&;{}!$*]{1,255}");

  private static final Listing<SecurityGroup> GROUPS =
      new Listing<>(
          SecurityGroup::groupId,
          new Filters<>(SecurityGroup::tags)
              .on("group-id", SecurityGroup::groupId)
              .on("group-name", SecurityGroup::groupName)
              .on("vpc-id", SecurityGroup::vpcId)
              .on("description", SecurityGroup::description)
              .on("owner-id", SecurityGroup::ownerId)
              .onEach("ip-permission.cidr", it -> cidrs(it.ipPermissions()))
              .onEach("ip-permission.group-id", it -> peers(it.ipPermissions()))
              .onEach(
                  "ip-permission.from-port",
                  it -> it.ipPermissions().stream().map(p -> String.valueOf(p.fromPort())))
              .onEach(
                  "ip-permission.to-port",
                  it -> it.ipPermissions().stream().map(p -> String.valueOf(p.toPort())))
              .onEach(
                  "ip-permission.protocol",
                  it -> it.ipPermissions().stream().map(IpPermission::ipProtocol))
              .onEach("egress.ip-permission.cidr", it -> cidrs(it.ipPermissionsEgress()))
              .onEach("egress.ip-permission.group-id", it -> peers(it.ipPermissionsEgress())),
          "InvalidGroup.NotFound",
          "security group");

  @Override
  public void addTo(Operations operations) {
    operations.read(
        "DescribeSecurityGroups", DescribeSecurityGroupsRequest::builder, this::describe);
    operations.write("CreateSecurityGroup", CreateSecurityGroupRequest::builder, this::create);
    operations.write("DeleteSecurityGroup", DeleteSecurityGroupRequest::builder, this::delete);
  }

  private DescribeSecurityGroupsResponse describe(
      Context context, DescribeSecurityGroupsRequest request) {
    Ec2State ec2 = Ec2State.of(context.region());
    List<SecurityGroup> all =
        ec2.groups.seen().stream().map(group -> Permissions.show(ec2, group)).toList();
    for (String name : request.groupNames()) {
      if (all.stream().noneMatch(group -> group.groupName().equals(name))) {
        throw AwsError.of("InvalidGroup.NotFound", "The security group '%s' does not exist", name);
      }
    }
    List<SecurityGroup> named =
        request.groupNames().isEmpty()
            ? all
            : all.stream().filter(g -> request.groupNames().contains(g.groupName())).toList();
    Page<SecurityGroup> page =
        GROUPS.page(
            context,
            named,
            request.groupIds(),
            request.filters(),
            request.maxResults(),
            request.nextToken());
    return DescribeSecurityGroupsResponse.builder()
        .securityGroups(page.items())
        .nextToken(page.next())
        .build();
  }

  private CreateSecurityGroupResponse create(Context context, CreateSecurityGroupRequest request) {
    Ec2State ec2 = Ec2State.of(context.region());
    String name = Missing.required(request.groupName(), "groupName");
    String description = Missing.required(request.description(), "groupDescription");
    checkName(name);
    checkText(description, "GroupDescription");
    if (request.vpcId() == null) {
      throw AwsError.of("VPCIdNotSpecified", "No default VPC for this user");
    }
    String vpcId = request.vpcId();
    ec2.vpcs.use(vpcId, () -> Missing.vpc(vpcId));
    Map<String, String> tags = Tagging.of(request.tagSpecifications(), "security-group");
    if (ec2.groups.all().stream()
        .anyMatch(it -> it.vpcId().equals(vpcId) && it.groupName().equalsIgnoreCase(name))) {
      throw AwsError.of(
          "InvalidGroup.Duplicate",
          "The security group '%s' already exists for VPC '%s'",
          name,
          vpcId);
    }
    String id = new Making(ec2, context.origin()).group(vpcId, name, description, tags);
    return CreateSecurityGroupResponse.builder()
        .groupId(id)
        .securityGroupArn(context.arn("ec2", "security-group/" + id))
        .tags(Tagging.list(tags))
        .build();
  }

  private DeleteSecurityGroupResponse delete(Context context, DeleteSecurityGroupRequest request) {
    Ec2State ec2 = Ec2State.of(context.region());
    if (request.groupId() == null && request.groupName() != null) {
      throw AwsError.of(
          "InvalidGroup.NotFound",
          "The security group '%s' does not exist in default VPC 'null'",
          request.groupName());
    }
    String id = Missing.required(request.groupId(), "groupName or groupId");
    SecurityGroup group = ec2.groups.use(id, () -> Missing.group(id));
    if (group.groupName().equals("default")) {
      throw AwsError.of(
          "CannotDelete",
          "the specified group: \"%s\" name: \"default\" cannot be deleted by a user",
          id);
    }
    if (isUsed(ec2, id)) {
      throw AwsError.of("DependencyViolation", "resource %s has a dependent object", id);
    }
    for (SecurityGroupRule rule : ec2.rulesOf(id)) {
      ec2.rules.remove(rule.securityGroupRuleId());
      ec2.forget(rule.securityGroupRuleId());
    }
    ec2.groups.remove(id);
    ec2.forget(id);
    return DeleteSecurityGroupResponse.builder().returnValue(true).groupId(id).build();
  }

  private static boolean isUsed(Ec2State ec2, String id) {
    boolean onInterface =
        ec2.interfaces.all().stream()
            .anyMatch(it -> it.groups().stream().anyMatch(group -> group.groupId().equals(id)));
    boolean inRule =
        ec2.rules.all().stream()
            .anyMatch(rule -> !rule.groupId().equals(id) && Rules.peerOf(rule).equals(id));
    return onInterface || inRule;
  }

  private static void checkName(String name) {
    if (name.startsWith("sg-")) {
      throw AwsError.of(
          "InvalidParameterValue",
          "Value (%s) for parameter GroupName is invalid. Group names may not be in the format sg-*.",
          name);
    }
    if (name.equalsIgnoreCase("default")) {
      throw AwsError.of("InvalidGroup.Reserved", "The security group name '%s' is reserved", name);
    }
    checkText(name, "GroupName");
  }

  static void checkText(String text, String parameter) {
    if (!TEXT.matcher(text).matches()) {
      throw AwsError.of(
          "InvalidParameterValue",
          "Value (%s) for parameter %s is invalid. Valid are up to 255 characters from"
              + " a-z, A-Z, 0-9, spaces and ._-:/()#,@[]+=&;{}!$*",
          text,
          parameter);
    }
  }

  private static Stream<String> cidrs(List<IpPermission> permissions) {
    return permissions.stream().flatMap(it -> it.ipRanges().stream()).map(IpRange::cidrIp);
  }

  private static Stream<String> peers(List<IpPermission> permissions) {
    return permissions.stream()
        .flatMap(it -> it.userIdGroupPairs().stream())
        .map(UserIdGroupPair::groupId);
  }
}
