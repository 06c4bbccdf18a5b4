package dev.backstep.testing.internal.elb;

import dev.backstep.testing.internal.service.Area;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.service.Operations;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.elasticloadbalancing.model.AddTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancing.model.AddTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancing.model.DescribeTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancing.model.DescribeTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancing.model.RemoveTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancing.model.RemoveTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancing.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancing.model.TagDescription;

/** Tags of load balancers. */
public final class BalancerTags implements Area {

  private static final int MOST_NAMES = 20;

  @Override
  public void addTo(Operations operations) {
    operations.write("AddTags", AddTagsRequest::builder, this::add);
    operations.write("RemoveTags", RemoveTagsRequest::builder, this::remove);
    operations.read("DescribeTags", DescribeTagsRequest::builder, this::describe);
  }

  private AddTagsResponse add(Context context, AddTagsRequest request) {
    Balancer balancer = one(context, request.loadBalancerNames());
    Map<String, String> tags = new TreeMap<>(balancer.tags());
    tags.putAll(Checks.tags(Checks.notEmpty(request.tags(), "Tags")));
    Checks.requireRoom(tags);
    ElbState.of(context.region()).put(balancer.withTags(tags));
    return AddTagsResponse.builder().build();
  }

  private RemoveTagsResponse remove(Context context, RemoveTagsRequest request) {
    Balancer balancer = one(context, request.loadBalancerNames());
    Map<String, String> tags = new TreeMap<>(balancer.tags());
    Checks.notEmpty(request.tags(), "Tags").forEach(tag -> tags.remove(tag.key()));
    ElbState.of(context.region()).put(balancer.withTags(tags));
    return RemoveTagsResponse.builder().build();
  }

  private DescribeTagsResponse describe(Context context, DescribeTagsRequest request) {
    ElbState elb = ElbState.of(context.region());
    List<String> names = Checks.notEmpty(request.loadBalancerNames(), "LoadBalancerNames");
    if (names.size() > MOST_NAMES) {
      throw Checks.invalid("At most %d load balancer names may be given", MOST_NAMES);
    }
    return DescribeTagsResponse.builder()
        .tagDescriptions(names.stream().map(elb::seen).map(BalancerTags::description).toList())
        .build();
  }

  private static TagDescription description(Balancer balancer) {
    return TagDescription.builder()
        .loadBalancerName(balancer.name())
        .tags(
            balancer.tags().entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList())
        .build();
  }

  private static Balancer one(Context context, List<String> names) {
    if (names.size() != 1) {
      throw Checks.invalid("Exactly one load balancer name must be given, not %d", names.size());
    }
    return ElbState.of(context.region()).use(names.get(0));
  }
}
