package dev.backstep.testing.internal.elb;

import dev.backstep.testing.internal.service.Area;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.service.Operations;
import dev.backstep.testing.internal.service.Page;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancing.model.DescribeAccountLimitsRequest;
import software.amazon.awssdk.services.elasticloadbalancing.model.DescribeAccountLimitsResponse;
import software.amazon.awssdk.services.elasticloadbalancing.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancing.model.DescribeLoadBalancersResponse;
import software.amazon.awssdk.services.elasticloadbalancing.model.Instance;
import software.amazon.awssdk.services.elasticloadbalancing.model.Limit;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerDescription;

/** Reading load balancers and the account's quotas. */
public final class Descriptions implements Area {

  @Override
  public void addTo(Operations operations) {
    operations.read("DescribeLoadBalancers", DescribeLoadBalancersRequest::builder, this::describe);
    operations.read("DescribeAccountLimits", DescribeAccountLimitsRequest::builder, this::limits);
  }

  private DescribeLoadBalancersResponse describe(
      Context context, DescribeLoadBalancersRequest request) {
    ElbState elb = ElbState.of(context.region());
    int cap = context.settings().elbPageSize;
    if (request.pageSize() != null) {
      Checks.inRange(request.pageSize(), 1, 400, "PageSize");
      cap = Math.min(cap, request.pageSize());
    }
    List<String> names = request.loadBalancerNames();
    List<LoadBalancerDescription> all =
        (names.isEmpty() ? elb.balancers.seen().stream() : names.stream().distinct().map(elb::seen))
            .map(Descriptions::show)
            .toList();
    Page<LoadBalancerDescription> page =
        Page.of(
            all,
            LoadBalancerDescription::loadBalancerName,
            request.marker(),
            names.isEmpty() ? cap : Integer.MAX_VALUE);
    return DescribeLoadBalancersResponse.builder()
        .loadBalancerDescriptions(page.items())
        .nextMarker(page.next())
        .build();
  }

  private static LoadBalancerDescription show(Balancer balancer) {
    return balancer.about().toBuilder().instances(instances(balancer)).build();
  }

  static List<Instance> instances(Balancer balancer) {
    return balancer.instanceIds().stream()
        .map(id -> Instance.builder().instanceId(id).build())
        .toList();
  }

  private DescribeAccountLimitsResponse limits(
      Context context, DescribeAccountLimitsRequest request) {
    return DescribeAccountLimitsResponse.builder()
        .limits(
            limit("classic-load-balancers", context.settings().loadBalancers),
            limit("classic-listeners", 100),
            limit("classic-registered-instances", 1000))
        .build();
  }

  private static Limit limit(String name, int max) {
    return Limit.builder().name(name).max(String.valueOf(max)).build();
  }
}
