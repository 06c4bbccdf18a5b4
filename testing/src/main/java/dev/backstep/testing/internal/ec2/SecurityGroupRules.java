package dev.backstep.testing.internal.ec2;

import dev.backstep.testing.internal.service.Area;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.service.Operations;
import dev.backstep.testing.internal.service.Page;
import dev.backstep.testing.internal.wire.AwsError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.AuthorizeSecurityGroupIngressResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesResponse;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.ModifySecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.ModifySecurityGroupRulesResponse;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupIngressRequest;
import software.amazon.awssdk.services.ec2.model.RevokeSecurityGroupIngressResponse;
import software.amazon.awssdk.services.ec2.model.RevokedSecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleUpdate;

/** What security groups let in. */
public final class SecurityGroupRules implements Area {

  private static final Listing<SecurityGroupRule> RULES =
      new Listing<>(
          SecurityGroupRule::securityGroupRuleId,
          new Filters<>(SecurityGroupRule::tags)
              .on("group-id", SecurityGroupRule::groupId)
              .on("security-group-rule-id", SecurityGroupRule::securityGroupRuleId),
          "InvalidSecurityGroupRuleId.NotFound",
          "security group rule ID");

  @Override
  public void addTo(Operations operations) {
    operations.read(
        "DescribeSecurityGroupRules", DescribeSecurityGroupRulesRequest::builder, this::describe);
    operations.write(
        "AuthorizeSecurityGroupIngress",
        AuthorizeSecurityGroupIngressRequest::builder,
        this::authorize);
    operations.write(
        "RevokeSecurityGroupIngress", RevokeSecurityGroupIngressRequest::builder, this::revoke);
    operations.write(
        "ModifySecurityGroupRules", ModifySecurityGroupRulesRequest::builder, this::modify);
  }

  private DescribeSecurityGroupRulesResponse describe(
      Context context, DescribeSecurityGroupRulesRequest request) {
    Ec2State ec2 = Ec2State.of(context.region());
    List<SecurityGroupRule> all =
        ec2.rules.seen().stream()
            .map(rule -> rule.toBuilder().tags(ec2.seenTags(rule.securityGroupRuleId())).build())
            .toList();
    Page<SecurityGroupRule> page =
        RULES.page(
            context,
            all,
            request.securityGroupRuleIds(),
            request.filters(),
            request.maxResults(),
            request.nextToken());
    return DescribeSecurityGroupRulesResponse.builder()
        .securityGroupRules(page.items())
        .nextToken(page.next())
        .build();
  }

  private AuthorizeSecurityGroupIngressResponse authorize(
      Context context, AuthorizeSecurityGroupIngressRequest request) {
    Ec2State ec2 = Ec2State.of(context.region());
    SecurityGroup group = group(ec2, request.groupId(), request.groupName());
    List<IpPermission> permissions =
        request.ipPermissions().isEmpty()
            ? single(request.ipProtocol(), request.fromPort(), request.toPort(), request.cidrIp())
            : request.ipPermissions();
    Map<String, String> tags = Tagging.of(request.tagSpecifications(), "security-group-rule");
    List<SecurityGroupRule> rules = Rules.of(group.groupId(), false, permissions);
    checkNew(context, ec2, group, rules);
    Making making = new Making(ec2, context.origin());
    List<SecurityGroupRule> made = new ArrayList<>();
    for (SecurityGroupRule rule : rules) {
      String id = making.rule(rule.toBuilder(), tags);
      made.add(ec2.rules.get(id).orElseThrow().toBuilder().tags(Tagging.list(tags)).build());
    }
    return AuthorizeSecurityGroupIngressResponse.builder()
        .returnValue(true)
        .securityGroupRules(made)
        .build();
  }

  private static void checkNew(
      Context context, Ec2State ec2, SecurityGroup group, List<SecurityGroupRule> rules) {
    List<SecurityGroupRule> existing =
        ec2.rulesOf(group.groupId()).stream().filter(rule -> !rule.isEgress()).toList();
    Set<String> keys = new HashSet<>();
    for (SecurityGroupRule rule : rules) {
      checkPeer(ec2, group, rule);
      if (rule.description() != null && !rule.description().isEmpty()) {
        SecurityGroups.checkText(rule.description(), "Description");
      }
      if (!keys.add(Rules.key(rule))) {
        throw AwsError.of(
            "InvalidParameterValue", "The same permission must not appear multiple times");
      }
    }
    for (SecurityGroupRule rule : rules) {
      if (existing.stream().anyMatch(it -> Rules.key(it).equals(Rules.key(rule)))) {
        throw Rules.duplicate(rule);
      }
    }
    List<SecurityGroupRule> all = new ArrayList<>(existing);
    all.addAll(rules);
    long v4 = all.stream().filter(rule -> rule.cidrIpv6() == null).count();
    long v6 = all.stream().filter(rule -> rule.cidrIpv4() == null).count();
    if (Math.max(v4, v6) > context.settings().rulesPerGroup) {
      throw AwsError.of(
          "RulesPerSecurityGroupLimitExceeded",
          "The maximum number of rules per security group has been reached.");
    }
  }

  private static void checkPeer(Ec2State ec2, SecurityGroup group, SecurityGroupRule rule) {
    if (rule.referencedGroupInfo() == null) {
      return;
    }
    String peerId = rule.referencedGroupInfo().groupId();
    SecurityGroup peer = ec2.groups.use(peerId, () -> Missing.group(peerId));
    if (!peer.vpcId().equals(group.vpcId())) {
      throw AwsError.of(
          "InvalidGroup.NotFound",
          "You have specified two resources that belong to different networks.");
    }
  }

  private RevokeSecurityGroupIngressResponse revoke(
      Context context, RevokeSecurityGroupIngressRequest request) {
    Ec2State ec2 = Ec2State.of(context.region());
    SecurityGroup group = group(ec2, request.groupId(), request.groupName());
    List<SecurityGroupRule> inbound =
        ec2.rulesOf(group.groupId()).stream().filter(rule -> !rule.isEgress()).toList();
    List<SecurityGroupRule> revoked = new ArrayList<>();
    for (String id : request.securityGroupRuleIds()) {
      ec2.rules.use(id, () -> Missing.rule(id));
      revoked.add(
          inbound.stream()
              .filter(rule -> rule.securityGroupRuleId().equals(id))
              .findFirst()
              .orElseThrow(() -> Missing.rule(id)));
    }
    if (request.securityGroupRuleIds().isEmpty()) {
      List<IpPermission> permissions =
          request.ipPermissions().isEmpty()
              ? single(request.ipProtocol(), request.fromPort(), request.toPort(), request.cidrIp())
              : request.ipPermissions();
      for (SecurityGroupRule wanted : Rules.of(group.groupId(), false, permissions)) {
        revoked.add(
            inbound.stream()
                .filter(rule -> Rules.key(rule).equals(Rules.key(wanted)))
                .findFirst()
                .orElseThrow(SecurityGroupRules::noSuchPermission));
      }
    }
    for (SecurityGroupRule rule : revoked) {
      ec2.rules.remove(rule.securityGroupRuleId());
      ec2.forget(rule.securityGroupRuleId());
    }
    return RevokeSecurityGroupIngressResponse.builder()
        .returnValue(true)
        .revokedSecurityGroupRules(revoked.stream().map(SecurityGroupRules::revoked).toList())
        .build();
  }

  private ModifySecurityGroupRulesResponse modify(
      Context context, ModifySecurityGroupRulesRequest request) {
    Ec2State ec2 = Ec2State.of(context.region());
    SecurityGroup group = group(ec2, request.groupId(), null);
    for (SecurityGroupRuleUpdate update : request.securityGroupRules()) {
      String id = Missing.required(update.securityGroupRuleId(), "securityGroupRuleId");
      SecurityGroupRule before = ec2.rules.use(id, () -> Missing.rule(id));
      if (!before.groupId().equals(group.groupId())) {
        throw Missing.rule(id);
      }
      IpPermission wanted = Rules.permission(update.securityGroupRule());
      SecurityGroupRule after =
          Rules.of(group.groupId(), before.isEgress(), List.of(wanted)).get(0);
      checkPeer(ec2, group, after);
      if (ec2.rulesOf(group.groupId()).stream()
          .anyMatch(
              it ->
                  !it.securityGroupRuleId().equals(id) && Rules.key(it).equals(Rules.key(after)))) {
        throw Rules.duplicate(after);
      }
      ec2.rules.put(
          id,
          after.toBuilder()
              .securityGroupRuleId(id)
              .groupOwnerId(before.groupOwnerId())
              .securityGroupRuleArn(before.securityGroupRuleArn())
              .build());
    }
    return ModifySecurityGroupRulesResponse.builder().returnValue(true).build();
  }

  private static AwsError noSuchPermission() {
    return AwsError.of(
        "InvalidPermission.NotFound", "The specified rule does not exist in this security group.");
  }

  private static RevokedSecurityGroupRule revoked(SecurityGroupRule rule) {
    return RevokedSecurityGroupRule.builder()
        .securityGroupRuleId(rule.securityGroupRuleId())
        .groupId(rule.groupId())
        .isEgress(rule.isEgress())
        .ipProtocol(rule.ipProtocol())
        .fromPort(rule.fromPort())
        .toPort(rule.toPort())
        .cidrIpv4(rule.cidrIpv4())
        .cidrIpv6(rule.cidrIpv6())
        .referencedGroupId(
            rule.referencedGroupInfo() == null ? null : rule.referencedGroupInfo().groupId())
        .description(rule.description())
        .build();
  }

  private static SecurityGroup group(Ec2State ec2, @Nullable String id, @Nullable String name) {
    if (id == null && name != null) {
      throw AwsError.of(
          "InvalidGroup.NotFound",
          "The security group '%s' does not exist in default VPC 'null'",
          name);
    }
    String groupId = Missing.required(id, "groupName or groupId");
    return ec2.groups.use(groupId, () -> Missing.group(groupId));
  }

  /** The permission of a request that spells it out in fields of its own. */
  private static List<IpPermission> single(
      @Nullable String protocol,
      @Nullable Integer from,
      @Nullable Integer to,
      @Nullable String cidr) {
    Missing.required(protocol, "ipPermissions");
    IpPermission.Builder permission =
        IpPermission.builder().ipProtocol(protocol).fromPort(from).toPort(to);
    if (cidr != null) {
      permission.ipRanges(IpRange.builder().cidrIp(cidr).build());
    }
    return List.of(permission.build());
  }
}
