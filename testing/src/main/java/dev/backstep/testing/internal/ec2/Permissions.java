package dev.backstep.testing.internal.ec2;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.PrefixListId;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/** Rules gathered by protocol and ports, the older way to show them. */
final class Permissions {

  private Permissions() {}

  /** The group with its tags and rules, as reads show them. */
  static SecurityGroup show(Ec2State ec2, SecurityGroup group) {
    List<SecurityGroupRule> rules =
        ec2.rules.seen().stream()
            .filter(rule -> rule.groupId().equals(group.groupId()))
            .sorted(Comparator.comparing(SecurityGroupRule::securityGroupRuleId))
            .toList();
    return group.toBuilder()
        .tags(ec2.seenTags(group.groupId()))
        .ipPermissions(of(rules.stream().filter(rule -> !rule.isEgress()).toList()))
        .ipPermissionsEgress(of(rules.stream().filter(SecurityGroupRule::isEgress).toList()))
        .build();
  }

  private static List<IpPermission> of(List<SecurityGroupRule> rules) {
    Map<String, List<SecurityGroupRule>> gathered = new LinkedHashMap<>();
    for (SecurityGroupRule rule : rules) {
      String key = rule.ipProtocol() + " " + rule.fromPort() + " " + rule.toPort();
      gathered.computeIfAbsent(key, unused -> new ArrayList<>()).add(rule);
    }
    return gathered.values().stream().map(Permissions::permission).toList();
  }

  private static IpPermission permission(List<SecurityGroupRule> rules) {
    SecurityGroupRule first = rules.get(0);
    List<IpRange> v4 = new ArrayList<>();
    List<Ipv6Range> v6 = new ArrayList<>();
    List<UserIdGroupPair> groups = new ArrayList<>();
    List<PrefixListId> lists = new ArrayList<>();
    for (SecurityGroupRule rule : rules) {
      String text = rule.description();
      if (rule.cidrIpv4() != null) {
        v4.add(IpRange.builder().cidrIp(rule.cidrIpv4()).description(text).build());
      } else if (rule.cidrIpv6() != null) {
        v6.add(Ipv6Range.builder().cidrIpv6(rule.cidrIpv6()).description(text).build());
      } else if (rule.prefixListId() != null) {
        lists.add(
            PrefixListId.builder().prefixListId(rule.prefixListId()).description(text).build());
      } else {
        groups.add(
            UserIdGroupPair.builder()
                .groupId(rule.referencedGroupInfo().groupId())
                .userId(rule.referencedGroupInfo().userId())
                .description(text)
                .build());
      }
    }
    boolean all = first.ipProtocol().equals("-1");
    return IpPermission.builder()
        .ipProtocol(first.ipProtocol())
        .fromPort(all ? null : first.fromPort())
        .toPort(all ? null : first.toPort())
        .ipRanges(v4)
        .ipv6Ranges(v6)
        .userIdGroupPairs(groups)
        .prefixListIds(lists)
        .build();
  }
}
