package dev.backstep.testing.internal.ec2;

import dev.backstep.testing.internal.service.Area;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.service.Operations;
import dev.backstep.testing.internal.service.Page;
import dev.backstep.testing.internal.state.Account;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesResponse;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.RouteTableAssociation;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Vpc;

/** Route tables: the main one of each VPC, and one of each subnet that has none to the internet. */
public final class RouteTables implements Area {

  private static final Listing<RouteTable> TABLES =
      new Listing<>(
          RouteTable::routeTableId,
          new Filters<>(RouteTable::tags)
              .on("route-table-id", RouteTable::routeTableId)
              .on("vpc-id", RouteTable::vpcId)
              .on("owner-id", RouteTable::ownerId)
              .onEach(
                  "association.main",
                  it -> it.associations().stream().map(a -> String.valueOf(a.main())))
              .onEach(
                  "association.subnet-id",
                  it -> it.associations().stream().flatMap(a -> Stream.ofNullable(a.subnetId())))
              .onEach(
                  "route.gateway-id",
                  it -> it.routes().stream().flatMap(r -> Stream.ofNullable(r.gatewayId()))),
          "InvalidRouteTableID.NotFound",
          "routeTable ID");

  @Override
  public void addTo(Operations operations) {
    operations.read("DescribeRouteTables", DescribeRouteTablesRequest::builder, this::describe);
  }

  private DescribeRouteTablesResponse describe(
      Context context, DescribeRouteTablesRequest request) {
    Ec2State ec2 = Ec2State.of(context.region());
    List<RouteTable> all = new ArrayList<>();
    for (Vpc vpc : ec2.vpcs.seen()) {
      all.add(
          table(
              vpc.vpcId(),
              vpc,
              ec2.internetGateways.contains(vpc.vpcId()),
              RouteTableAssociation.builder().main(true)));
    }
    for (Subnet subnet : ec2.subnets.seen()) {
      if (ec2.isolatedSubnets.contains(subnet.subnetId())) {
        ec2.vpcs
            .seen(subnet.vpcId())
            .ifPresent(
                vpc ->
                    all.add(
                        table(
                            subnet.subnetId(),
                            vpc,
                            false,
                            RouteTableAssociation.builder()
                                .main(false)
                                .subnetId(subnet.subnetId()))));
      }
    }
    Page<RouteTable> page =
        TABLES.page(
            context,
            all,
            request.routeTableIds(),
            request.filters(),
            request.maxResults(),
            request.nextToken());
    return DescribeRouteTablesResponse.builder()
        .routeTables(page.items())
        .nextToken(page.next())
        .build();
  }

  private static RouteTable table(
      String of, Vpc vpc, boolean internet, RouteTableAssociation.Builder association) {
    String suffix = of.substring(of.indexOf('-'));
    List<Route> routes = new ArrayList<>();
    routes.add(route(vpc.cidrBlock(), "local", "CreateRouteTable"));
    if (internet) {
      routes.add(route("0.0.0.0/0", "igw" + vpc.vpcId().substring(3), "CreateRoute"));
    }
    return RouteTable.builder()
        .routeTableId("rtb" + suffix)
        .vpcId(vpc.vpcId())
        .ownerId(Account.ID)
        .routes(routes)
        .associations(
            association
                .routeTableId("rtb" + suffix)
                .routeTableAssociationId("rtbassoc" + suffix)
                .associationState(s -> s.state("associated"))
                .build())
        .build();
  }

  private static Route route(String to, String gateway, String origin) {
    return Route.builder()
        .destinationCidrBlock(to)
        .gatewayId(gateway)
        .origin(origin)
        .state("active")
        .build();
  }
}
