package dev.backstep.testing.internal.ec2;

import dev.backstep.testing.internal.service.Area;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.service.Operations;
import dev.backstep.testing.internal.service.Page;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsResponse;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Vpc;

/** VPCs and subnets: read only. */
public final class Networks implements Area {

  private static final Listing<Vpc> VPCS =
      new Listing<>(
          Vpc::vpcId,
          new Filters<>(Vpc::tags)
              .on("vpc-id", Vpc::vpcId)
              .on("cidr", Vpc::cidrBlock)
              .on("cidr-block-association.cidr-block", Vpc::cidrBlock)
              .on("state", Vpc::stateAsString)
              .on("is-default", Vpc::isDefault)
              .on("owner-id", Vpc::ownerId),
          "InvalidVpcID.NotFound",
          "vpc ID");

  private static final Listing<Subnet> SUBNETS =
      new Listing<>(
          Subnet::subnetId,
          new Filters<>(Subnet::tags)
              .on("subnet-id", Subnet::subnetId)
              .on("vpc-id", Subnet::vpcId)
              .on("availability-zone", Subnet::availabilityZone)
              .on("availabilityZone", Subnet::availabilityZone)
              .on("cidr-block", Subnet::cidrBlock)
              .on("cidr", Subnet::cidrBlock)
              .on("state", Subnet::stateAsString)
              .on("default-for-az", Subnet::defaultForAz)
              .on("available-ip-address-count", Subnet::availableIpAddressCount)
              .on("owner-id", Subnet::ownerId),
          "InvalidSubnetID.NotFound",
          "subnet ID");

  @Override
  public void addTo(Operations operations) {
    operations.read("DescribeVpcs", DescribeVpcsRequest::builder, this::vpcs);
    operations.read("DescribeSubnets", DescribeSubnetsRequest::builder, this::subnets);
  }

  private DescribeVpcsResponse vpcs(Context context, DescribeVpcsRequest request) {
    Ec2State ec2 = Ec2State.of(context.region());
    List<Vpc> all =
        ec2.vpcs.seen().stream()
            .map(vpc -> vpc.toBuilder().tags(ec2.seenTags(vpc.vpcId())).build())
            .toList();
    Page<Vpc> page =
        VPCS.page(
            context,
            all,
            request.vpcIds(),
            request.filters(),
            request.maxResults(),
            request.nextToken());
    return DescribeVpcsResponse.builder().vpcs(page.items()).nextToken(page.next()).build();
  }

  private DescribeSubnetsResponse subnets(Context context, DescribeSubnetsRequest request) {
    Ec2State ec2 = Ec2State.of(context.region());
    List<Subnet> all =
        ec2.subnets.seen().stream()
            .map(
                subnet ->
                    subnet.toBuilder()
                        .tags(ec2.seenTags(subnet.subnetId()))
                        .availableIpAddressCount(Addresses.free(ec2, subnet))
                        .build())
            .toList();
    Page<Subnet> page =
        SUBNETS.page(
            context,
            all,
            request.subnetIds(),
            request.filters(),
            request.maxResults(),
            request.nextToken());
    return DescribeSubnetsResponse.builder().subnets(page.items()).nextToken(page.next()).build();
  }
}
