package dev.backstep.internal.impala;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Delta;
import dev.backstep.internal.engine.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerDescription;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerNotFoundException;

/** Settings that a classic load balancer describes of itself. Things are balancers' names. */
abstract class BalancerSettings implements Settings {

  final AwsAccess aws;
  private final String kind;
  private final Function<LoadBalancerDescription, Map<String, String>> reading;

  BalancerSettings(
      AwsAccess aws, String kind, Function<LoadBalancerDescription, Map<String, String>> reading) {
    this.aws = aws;
    this.kind = kind;
    this.reading = reading;
  }

  @Override
  public final String kind() {
    return kind;
  }

  @Override
  public Map<String, Map<String, String>> read(List<String> balancers, Attempt run) {
    Map<String, Map<String, String>> values = new HashMap<>();
    try {
      run.read(
              "elasticloadbalancing:DescribeLoadBalancers",
              () ->
                  aws.elasticLoadBalancing()
                      .describeLoadBalancers(request -> request.loadBalancerNames(balancers)))
          .loadBalancerDescriptions()
          .forEach(one -> values.put(one.loadBalancerName(), reading.apply(one)));
      return values;
    } catch (LoadBalancerNotFoundException e) {
      return values;
    }
  }

  /** A command of the classic load balancing part of the AWS command line for a balancer. */
  final String elb(String command, String balancer, String arguments) {
    return "aws elb %s --region %s --load-balancer-name %s %s"
        .formatted(command, aws.regionName(), balancer, arguments);
  }

  @Override
  public final String family() {
    return ApiFamily.ELB_CHANGE.name();
  }

  /** The keys that a change puts in. */
  static List<String> added(Delta change) {
    return List.copyOf(change.after().keySet());
  }

  /** The keys that a change takes out. */
  static List<String> removed(Delta change) {
    return change.before().keySet().stream()
        .filter(key -> !change.after().containsKey(key))
        .toList();
  }
}
