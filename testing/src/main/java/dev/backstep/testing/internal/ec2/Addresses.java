package dev.backstep.testing.internal.ec2;

import dev.backstep.testing.internal.wire.AwsError;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.Subnet;

/** The private addresses of a subnet: AWS keeps five, each interface takes one. */
public final class Addresses {

  private static final int KEPT = 5;

  private Addresses() {}

  /** How many are free. */
  public static int free(Ec2State ec2, Subnet subnet) {
    long size = Cidr.parse(subnet.cidrBlock()).size();
    return (int) Math.max(0, size - KEPT - taken(ec2, subnet).size());
  }

  /** The lowest free one. */
  static String next(Ec2State ec2, Subnet subnet) {
    Cidr block = Cidr.parse(subnet.cidrBlock());
    Set<String> taken = taken(ec2, subnet);
    for (long offset = KEPT - 1; offset < block.size() - 1; offset++) {
      String address = block.address(offset);
      if (!taken.contains(address)) {
        return address;
      }
    }
    throw AwsError.of(
        "InsufficientFreeAddressesInSubnet",
        "The specified subnet '%s' does not have enough free addresses to satisfy the request.",
        subnet.subnetId());
  }

  private static Set<String> taken(Ec2State ec2, Subnet subnet) {
    return ec2.interfaces.all().stream()
        .filter(it -> it.subnetId().equals(subnet.subnetId()))
        .map(NetworkInterface::privateIpAddress)
        .collect(Collectors.toSet());
  }
}
