package dev.backstep.internal.impala;

import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Delta;
import java.util.Map;
import java.util.stream.Collectors;

/** The health check of a balancer. AWS takes all of it at once. */
final class BalancerHealthCheck extends BalancerSettings {

  static final String KIND = "load-balancer-health-check";

  BalancerHealthCheck(AwsAccess aws) {
    super(aws, KIND, Readings::healthCheck);
  }

  @Override
  public String command(String thing, Delta change) {
    Map<String, String> names =
        Map.of(
            Readings.TARGET, "Target",
            Readings.INTERVAL, "Interval",
            Readings.TIMEOUT, "Timeout",
            Readings.UNHEALTHY, "UnhealthyThreshold",
            Readings.HEALTHY, "HealthyThreshold");
    String values =
        names.entrySet().stream()
            .sorted(Map.Entry.comparingByValue())
            .map(name -> name.getValue() + "=" + value(change, name.getKey()))
            .collect(Collectors.joining(","));
    return elb("configure-health-check", thing, "--health-check " + values);
  }

  /** The value to set; a value that the change does not touch is to be filled in as it is. */
  private static String value(Delta change, String key) {
    String value = change.after().get(key);
    return value == null ? "AS-IT-IS" : value.replaceAll(" .*", "");
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
