package dev.backstep.internal.impala;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.aws.PlanningCalls;
import dev.backstep.internal.ec2.Ec2Tags;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterface;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancing.model.TagDescription;

/**
 * Reads what a balancer's plan depends on: six reads at once, each by page where there are pages.
 */
final class WorldReader {

  private final AwsAccess aws;
  private final PlanningCalls calls;

  WorldReader(AwsAccess aws) {
    this.aws = aws;
    this.calls = new PlanningCalls(aws);
  }

  World read(BalancerSpec spec) {
    CompletableFuture<String> account =
        calls.begin(
            ApiFamily.STS, "sts:GetCallerIdentity", () -> aws.sts().getCallerIdentity().account());
    CompletableFuture<List<World.Vpc>> vpcs =
        calls.begin(ApiFamily.EC2_READ, "ec2:DescribeVpcs", () -> vpcs(spec));
    CompletableFuture<List<World.Subnet>> subnets =
        calls.begin(ApiFamily.EC2_READ, "ec2:DescribeSubnets", () -> subnets(spec));
    CompletableFuture<List<World.Instance>> instances =
        calls.begin(ApiFamily.EC2_READ, "ec2:DescribeInstances", () -> instances(spec));
    CompletableFuture<List<World.Group>> groups =
        calls.begin(ApiFamily.EC2_READ, "ec2:DescribeSecurityGroups", () -> groups(spec));
    CompletableFuture<Boolean> balancer =
        calls.begin(
            ApiFamily.ELB_READ, "elasticloadbalancing:DescribeLoadBalancers", () -> isThere(spec));
    return new World(
        calls.get(account),
        calls.get(vpcs),
        calls.get(subnets),
        calls.get(instances),
        calls.get(groups),
        calls.get(balancer) ? Optional.of(balancer(spec)) : Optional.empty());
  }

  private List<World.Vpc> vpcs(BalancerSpec spec) {
    List<Filter> filters =
        spec.vpc()
            .map(id -> List.of(filter("vpc-id", id)))
            .orElseGet(() -> List.of(filter("tag:Name", spec.cluster())));
    return aws.ec2().describeVpcsPaginator(request -> request.filters(filters)).vpcs().stream()
        .map(
            vpc ->
                new World.Vpc(
                    vpc.vpcId(),
                    vpc.cidrBlockAssociationSet().isEmpty()
                        ? List.of(vpc.cidrBlock())
                        : vpc.cidrBlockAssociationSet().stream()
                            .filter(
                                block ->
                                    block.cidrBlockState() == null
                                        || "associated"
                                            .equals(block.cidrBlockState().stateAsString()))
                            .map(block -> block.cidrBlock())
                            .toList()))
        .toList();
  }

  private List<World.Subnet> subnets(BalancerSpec spec) {
    Filter filter =
        spec.subnets().isEmpty()
            ? filter("tag:Name", spec.defaultSubnetName())
            : filter("subnet-id", spec.subnets());
    return aws.ec2().describeSubnetsPaginator(request -> request.filters(filter)).subnets().stream()
        .map(
            subnet ->
                new World.Subnet(
                    subnet.subnetId(),
                    subnet.vpcId(),
                    subnet.availabilityZone(),
                    Optional.ofNullable(subnet.availableIpAddressCount()).orElse(0)))
        .toList();
  }

  private List<World.Instance> instances(BalancerSpec spec) {
    List<Filter> filters = new ArrayList<>();
    if (spec.instances().isEmpty()) {
      spec.workerTags().forEach((key, value) -> filters.add(filter("tag:" + key, value)));
    } else {
      filters.add(filter("instance-id", spec.instances()));
    }
    filters.add(
        filter("instance-state-name", List.of("pending", "running", "stopping", "stopped")));
    return aws
        .ec2()
        .describeInstancesPaginator(request -> request.filters(filters))
        .reservations()
        .stream()
        .flatMap(reservation -> reservation.instances().stream())
        .map(WorldReader::instance)
        .toList();
  }

  private static World.Instance instance(
      software.amazon.awssdk.services.ec2.model.Instance instance) {
    Optional<InstanceNetworkInterface> first =
        instance.networkInterfaces().stream()
            .filter(
                card ->
                    card.attachment() == null
                        || Integer.valueOf(0).equals(card.attachment().deviceIndex()))
            .findFirst();
    return new World.Instance(
        instance.instanceId(),
        instance.state().nameAsString(),
        Optional.ofNullable(instance.vpcId()).orElse("no VPC"),
        instance.placement() == null ? "no zone" : instance.placement().availabilityZone(),
        first.map(InstanceNetworkInterface::networkInterfaceId),
        first
            .map(card -> card.groups().stream().map(GroupIdentifier::groupId).toList())
            .orElse(List.of()));
  }

  private List<World.Group> groups(BalancerSpec spec) {
    Filter names = filter("group-name", List.of(spec.frontEndName(), spec.backEndName()));
    return aws
        .ec2()
        .describeSecurityGroupsPaginator(request -> request.filters(names))
        .securityGroups()
        .stream()
        .map(
            group ->
                new World.Group(
                    group.groupId(), group.groupName(), group.vpcId(), Ec2Tags.map(group.tags())))
        .toList();
  }

  private boolean isThere(BalancerSpec spec) {
    try {
      return !aws.elasticLoadBalancing()
          .describeLoadBalancers(request -> request.loadBalancerNames(spec.loadBalancerName()))
          .loadBalancerDescriptions()
          .isEmpty();
    } catch (LoadBalancerNotFoundException e) {
      return false;
    }
  }

  private World.Balancer balancer(BalancerSpec spec) {
    CompletableFuture<List<TagDescription>> tags =
        calls.begin(
            ApiFamily.ELB_READ,
            "elasticloadbalancing:DescribeTags",
            () ->
                aws.elasticLoadBalancing()
                    .describeTags(request -> request.loadBalancerNames(spec.loadBalancerName()))
                    .tagDescriptions());
    Map<String, String> map = new HashMap<>();
    calls.get(tags).forEach(one -> one.tags().forEach(tag -> map.put(tag.key(), tag.value())));
    return new World.Balancer(spec.loadBalancerName(), map);
  }

  private static Filter filter(String name, String value) {
    return filter(name, List.of(value));
  }

  private static Filter filter(String name, Collection<String> values) {
    return Filter.builder().name(name).values(values).build();
  }
}
