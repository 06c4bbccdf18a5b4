package dev.backstep.testing.internal.ec2;

import dev.backstep.testing.internal.state.Account;
import dev.backstep.testing.internal.wire.AwsError;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.PrefixListId;
import software.amazon.awssdk.services.ec2.model.ReferencedSecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRuleRequest;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/** Rules from the permissions of a request: one for each peer, checked and in canonical form. */
public final class Rules {

  private Rules() {}

  /** The beginning of a rule. */
  public static SecurityGroupRule.Builder of(
      String groupId, String protocol, int fromPort, int toPort) {
    return SecurityGroupRule.builder()
        .groupId(groupId)
        .ipProtocol(protocol)
        .fromPort(fromPort)
        .toPort(toPort);
  }

  /** A group as the other side of a rule. */
  public static ReferencedSecurityGroup peer(String groupId) {
    return ReferencedSecurityGroup.builder().groupId(groupId).userId(Account.ID).build();
  }

  static List<SecurityGroupRule> of(
      String groupId, boolean egress, List<IpPermission> permissions) {
    List<SecurityGroupRule> rules = new ArrayList<>();
    for (IpPermission permission : permissions) {
      int before = rules.size();
      SecurityGroupRule base = base(groupId, egress, permission);
      permission.ipRanges().stream()
          .map(
              range ->
                  base.toBuilder().cidrIpv4(v4(range.cidrIp())).description(range.description()))
          .forEach(rule -> rules.add(rule.build()));
      permission.ipv6Ranges().stream()
          .map(
              range ->
                  base.toBuilder().cidrIpv6(v6(range.cidrIpv6())).description(range.description()))
          .forEach(rule -> rules.add(rule.build()));
      permission.userIdGroupPairs().stream()
          .map(
              pair ->
                  base.toBuilder()
                      .referencedGroupInfo(peer(Missing.required(pair.groupId(), "groupId")))
                      .description(pair.description()))
          .forEach(rule -> rules.add(rule.build()));
      permission.prefixListIds().stream()
          .map(
              list ->
                  base.toBuilder()
                      .prefixListId(list.prefixListId())
                      .description(list.description()))
          .forEach(rule -> rules.add(rule.build()));
      if (rules.size() == before) {
        throw AwsError.of("MissingParameter", "Source group or CIDR missing.");
      }
    }
    return rules;
  }

  /** The permission that one rule of a request spells out. */
  static IpPermission permission(SecurityGroupRuleRequest rule) {
    IpPermission.Builder permission =
        IpPermission.builder()
            .ipProtocol(rule.ipProtocol())
            .fromPort(rule.fromPort())
            .toPort(rule.toPort());
    String text = rule.description();
    if (rule.cidrIpv4() != null) {
      permission.ipRanges(IpRange.builder().cidrIp(rule.cidrIpv4()).description(text).build());
    } else if (rule.cidrIpv6() != null) {
      permission.ipv6Ranges(
          Ipv6Range.builder().cidrIpv6(rule.cidrIpv6()).description(text).build());
    } else if (rule.prefixListId() != null) {
      permission.prefixListIds(
          PrefixListId.builder().prefixListId(rule.prefixListId()).description(text).build());
    } else if (rule.referencedGroupId() != null) {
      permission.userIdGroupPairs(
          UserIdGroupPair.builder().groupId(rule.referencedGroupId()).description(text).build());
    }
    return permission.build();
  }

  /** What makes two rules the same: everything but id, tags and description. */
  static String key(SecurityGroupRule rule) {
    return String.join(
        " ",
        rule.isEgress() ? "to" : "from",
        peerOf(rule),
        rule.ipProtocol(),
        rule.fromPort() + "-" + rule.toPort());
  }

  static String peerOf(SecurityGroupRule rule) {
    if (rule.referencedGroupInfo() != null) {
      return rule.referencedGroupInfo().groupId();
    }
    return String.valueOf(
        rule.cidrIpv4() != null
            ? rule.cidrIpv4()
            : rule.cidrIpv6() != null ? rule.cidrIpv6() : rule.prefixListId());
  }

  static AwsError duplicate(SecurityGroupRule rule) {
    return AwsError.of(
        "InvalidPermission.Duplicate",
        "the specified rule \"peer: %s, %s, from port: %d, to port: %d, ALLOW\" already exists",
        peerOf(rule),
        rule.ipProtocol().toUpperCase(Locale.ROOT),
        rule.fromPort(),
        rule.toPort());
  }

  private static SecurityGroupRule base(String groupId, boolean egress, IpPermission permission) {
    String protocol = protocol(Missing.required(permission.ipProtocol(), "ipProtocol"));
    Integer from = permission.fromPort();
    Integer to = permission.toPort();
    switch (protocol) {
      case "-1" -> {
        from = -1;
        to = -1;
      }
      case "tcp", "udp" -> checkPorts(from, to);
      default -> {
        from = from == null ? -1 : from;
        to = to == null ? -1 : to;
      }
    }
    return of(groupId, protocol, from, to).isEgress(egress).build();
  }

  private static void checkPorts(@Nullable Integer from, @Nullable Integer to) {
    if (from == null || to == null) {
      throw AwsError.of(
          "InvalidParameterValue",
          "Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.");
    }
    for (int port : new int[] {from, to}) {
      if (port < 0 || port > 65535) {
        throw AwsError.of(
            "InvalidParameterValue", "Invalid value '%d' for port. Must be from 0 to 65535.", port);
      }
    }
    if (from > to) {
      throw AwsError.of("InvalidParameterValue", "Invalid TCP/UDP port range (%d:%d)", from, to);
    }
  }

  private static String protocol(String given) {
    return switch (given.toLowerCase(Locale.ROOT)) {
      case "tcp", "6" -> "tcp";
      case "udp", "17" -> "udp";
      case "icmp", "1" -> "icmp";
      case "icmpv6", "58" -> "icmpv6";
      case "-1", "all" -> "-1";
      default -> {
        if (given.matches("\\d{1,3}") && Integer.parseInt(given) < 256) {
          yield given;
        }
        throw AwsError.of(
            "InvalidParameterValue",
            "Invalid value '%s' for IP protocol. Unknown protocol.",
            given);
      }
    };
  }

  private static String v4(@Nullable String text) {
    Cidr block = Cidr.parse(Missing.required(text, "cidrIp"));
    if (block.isV6()) {
      throw AwsError.of("InvalidParameterValue", "CIDR block %s is malformed", text);
    }
    return block.toString();
  }

  private static String v6(@Nullable String text) {
    Cidr block = Cidr.parse(Missing.required(text, "cidrIpv6"));
    if (!block.isV6()) {
      throw AwsError.of("InvalidParameterValue", "CIDR block %s is malformed", text);
    }
    return block.toString();
  }
}
