package dev.backstep.internal.impala;

import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Delta;
import java.util.Map;

/** The health check of a balancer. AWS takes all of it at once. */
final class BalancerHealthCheck extends BalancerSettings {

  static final String KIND = "load-balancer-health-check";

  BalancerHealthCheck(AwsAccess aws) {
    super(aws, KIND, Readings::healthCheck);
  }

  @Override
  public void write(String thing, Map<String, String> current, Delta change, Attempt run) {
    Map<String, String> all = change.applyTo(current);
    run.change(
        "elasticloadbalancing:ConfigureHealthCheck",
        () ->
            aws.elasticLoadBalancing()
                .configureHealthCheck(
                    request ->
                        request
                            .loadBalancerName(thing)
                            .healthCheck(
                                check ->
                                    check
                                        .target(all.get(Readings.TARGET))
                                        .interval(number(all, Readings.INTERVAL))
                                        .timeout(number(all, Readings.TIMEOUT))
                                        .unhealthyThreshold(number(all, Readings.UNHEALTHY))
                                        .healthyThreshold(number(all, Readings.HEALTHY)))));
  }

  private static Integer number(Map<String, String> values, String key) {
    return Integer.valueOf(values.getOrDefault(key, "0").replaceAll("\\D", ""));
  }
}
