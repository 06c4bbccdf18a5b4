package dev.backstep.internal.ec2;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.Ipv6Range;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;

/**
 * An ingress rule for one TCP port as text: {@code tcp 21050 from 10.0.0.0/8} or {@code tcp 21050
 * from sg-1}.
 */
public final class RuleText {

  private static final Pattern FORM = Pattern.compile("tcp (\\d+) from (\\S+)");

  private RuleText() {}

  /** The text of a port and a source: a block of addresses in canonical form, or a group's id. */
  public static String of(int port, String source) {
    return "tcp %d from %s".formatted(port, source);
  }

  /** The text of a rule that EC2 describes; empty for one of another form. */
  public static Optional<String> of(SecurityGroupRule rule) {
    boolean onePort =
        !Boolean.TRUE.equals(rule.isEgress())
            && "tcp".equals(rule.ipProtocol())
            && rule.fromPort() != null
            && rule.fromPort().equals(rule.toPort());
    String source =
        rule.referencedGroupInfo() != null
            ? rule.referencedGroupInfo().groupId()
            : rule.cidrIpv4() != null ? rule.cidrIpv4() : rule.cidrIpv6();
    return onePort && source != null ? Optional.of(of(rule.fromPort(), source)) : Optional.empty();
  }

  /** What EC2 is told to let in. */
  static IpPermission permission(String text, String description) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not a rule: " + text);
    }
    int port = Integer.parseInt(parts.group(1));
    String source = parts.group(2);
    IpPermission.Builder permission =
        IpPermission.builder().ipProtocol("tcp").fromPort(port).toPort(port);
    if (source.startsWith("sg-")) {
      permission.userIdGroupPairs(
          UserIdGroupPair.builder().groupId(source).description(description).build());
    } else if (source.contains(":")) {
      permission.ipv6Ranges(Ipv6Range.builder().cidrIpv6(source).description(description).build());
    } else {
      permission.ipRanges(IpRange.builder().cidrIp(source).description(description).build());
    }
    return permission.build();
  }

  /** Port and source as the AWS command line takes them. */
  static String arguments(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not a rule: " + text);
    }
    String source = parts.group(2);
    String option = source.startsWith("sg-") ? "--source-group" : "--cidr";
    return "--port %s %s %s".formatted(parts.group(1), option, source);
  }
}
