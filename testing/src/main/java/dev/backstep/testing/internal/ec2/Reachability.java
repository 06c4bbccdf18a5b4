package dev.backstep.testing.internal.ec2;

import java.util.List;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;

/** Whether security groups let a TCP connection through, in truth. */
public final class Reachability {

  private Reachability() {}

  /** Whether the one interface may connect to the port of the other. */
  public static boolean connects(
      Ec2State ec2, NetworkInterface from, NetworkInterface to, int port) {
    return admits(ec2, true, from, to, port) && admits(ec2, false, to, from, port);
  }

  private static boolean admits(
      Ec2State ec2, boolean egress, NetworkInterface owner, NetworkInterface peer, int port) {
    List<String> own = ids(owner);
    return ec2.rules.all().stream()
        .filter(rule -> rule.isEgress() == egress && own.contains(rule.groupId()))
        .anyMatch(rule -> covers(rule, port) && isPeer(rule, peer));
  }

  private static boolean covers(SecurityGroupRule rule, int port) {
    boolean all = rule.ipProtocol().equals("-1");
    return all
        || (rule.ipProtocol().equals("tcp") && rule.fromPort() <= port && port <= rule.toPort());
  }

  private static boolean isPeer(SecurityGroupRule rule, NetworkInterface peer) {
    if (rule.referencedGroupInfo() != null) {
      return ids(peer).contains(rule.referencedGroupInfo().groupId());
    }
    return rule.cidrIpv4() != null && Cidr.parse(rule.cidrIpv4()).contains(peer.privateIpAddress());
  }

  private static List<String> ids(NetworkInterface eni) {
    return eni.groups().stream().map(GroupIdentifier::groupId).toList();
  }
}
