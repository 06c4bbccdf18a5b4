package dev.backstep.internal.impala;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.aws.PlanningCalls;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerDescription;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerNotFoundException;

/** Reads a classic load balancer whole. */
final class BalancerReader {

  private final AwsAccess aws;
  private final PlanningCalls calls;

  BalancerReader(AwsAccess aws, PlanningCalls calls) {
    this.aws = aws;
    this.calls = calls;
  }

  /** One call; empty when it is not there. */
  Optional<LoadBalancerDescription> describe(String name) {
    try {
      return aws
          .elasticLoadBalancing()
          .describeLoadBalancers(request -> request.loadBalancerNames(name))
          .loadBalancerDescriptions()
          .stream()
          .findFirst();
    } catch (LoadBalancerNotFoundException e) {
      return Optional.empty();
    }
  }

  /** With attributes, tags and the zones of its subnets: three calls at once. */
  World.Balancer complete(LoadBalancerDescription balancer) {
    String name = balancer.loadBalancerName();
    CompletableFuture<Map<String, String>> attributes =
        calls.begin(
            ApiFamily.ELB_READ,
            "elasticloadbalancing:DescribeLoadBalancerAttributes",
            () ->
                Readings.attributes(
                    aws.elasticLoadBalancing()
                        .describeLoadBalancerAttributes(r -> r.loadBalancerName(name))
                        .loadBalancerAttributes()));
    CompletableFuture<Map<String, String>> tags =
        calls.begin(
            ApiFamily.ELB_READ,
            "elasticloadbalancing:DescribeTags",
            () ->
                Readings.tags(
                    aws.elasticLoadBalancing()
                        .describeTags(request -> request.loadBalancerNames(name))
                        .tagDescriptions()));
    CompletableFuture<Map<String, String>> zones =
        balancer.subnets().isEmpty()
            ? CompletableFuture.completedFuture(Map.of())
            : calls.begin(
                ApiFamily.EC2_READ, "ec2:DescribeSubnets", () -> zones(balancer.subnets()));
    return new World.Balancer(
        name,
        balancer.dnsName(),
        "internal".equals(balancer.scheme()),
        Optional.ofNullable(balancer.vpcId()).orElse(""),
        Readings.members(balancer.subnets()),
        calls.get(zones),
        Readings.members(balancer.securityGroups()),
        Readings.listeners(balancer),
        Readings.policies(balancer),
        Readings.healthCheck(balancer),
        Readings.instances(balancer),
        calls.get(attributes),
        calls.get(tags));
  }

  private Map<String, String> zones(List<String> subnets) {
    List<Filter> filters = List.of(Filter.builder().name("subnet-id").values(subnets).build());
    return aws
        .ec2()
        .describeSubnetsPaginator(request -> request.filters(filters))
        .subnets()
        .stream()
        .collect(Collectors.toMap(Subnet::subnetId, Subnet::availabilityZone));
  }
}
