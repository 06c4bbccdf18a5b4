package dev.backstep.internal.impala;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Deletable;
import dev.backstep.internal.engine.Outcome;
import dev.backstep.internal.engine.Owned;
import dev.backstep.internal.engine.Undo;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancing.model.DescribeTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerDescription;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerNotFoundException;

/** Classic load balancers as things that are found and deleted; the name is the id. */
final class LoadBalancers implements Deletable {

  static final String KIND = "load-balancer";

  private final AwsAccess aws;

  LoadBalancers(AwsAccess aws) {
    this.aws = aws;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Optional<Live> find(Undo.DeleteMade undo, Optional<String> id, Attempt run) {
    return tags(id.orElse(undo.name()), run).map(tags -> new Live(undo.name(), tags));
  }

  /** The tags of a balancer; empty when it is not there. */
  Optional<Map<String, String>> tags(String name, Attempt run) {
    try {
      DescribeTagsResponse answer =
          run.read(
              "elasticloadbalancing:DescribeTags",
              () -> aws.elasticLoadBalancing().describeTags(r -> r.loadBalancerNames(name)));
      Map<String, String> tags = new LinkedHashMap<>();
      answer
          .tagDescriptions()
          .forEach(one -> one.tags().forEach(tag -> tags.put(tag.key(), tag.value())));
      return answer.tagDescriptions().isEmpty() ? Optional.empty() : Optional.of(tags);
    } catch (LoadBalancerNotFoundException e) {
      return Optional.empty();
    }
  }

  /** The DNS name of a balancer; empty when it is not there. */
  Optional<String> dnsName(String name, Attempt run) {
    try {
      return run
          .read(
              "elasticloadbalancing:DescribeLoadBalancers",
              () ->
                  aws.elasticLoadBalancing().describeLoadBalancers(r -> r.loadBalancerNames(name)))
          .loadBalancerDescriptions()
          .stream()
          .map(LoadBalancerDescription::dnsName)
          .findFirst();
    } catch (LoadBalancerNotFoundException e) {
      return Optional.empty();
    }
  }

  @Override
  public Outcome delete(Owned balancer, Attempt run) {
    run.change(
        "elasticloadbalancing:DeleteLoadBalancer",
        () ->
            aws.elasticLoadBalancing()
                .deleteLoadBalancer(request -> request.loadBalancerName(balancer.id())));
    return Outcome.done();
  }

  @Override
  public String command(String idOrName) {
    return "aws elb delete-load-balancer --region %s --load-balancer-name %s"
        .formatted(aws.regionName(), idOrName);
  }

  @Override
  public String family() {
    return ApiFamily.ELB_CHANGE.name();
  }
}
