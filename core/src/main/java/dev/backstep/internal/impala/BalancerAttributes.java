package dev.backstep.internal.impala;

import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Delta;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.elasticloadbalancing.model.AccessLog;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerAttributes;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerNotFoundException;

/** The attributes of a balancer. AWS changes the sections that are named, and no others. */
final class BalancerAttributes extends BalancerSettings {

  static final String KIND = "load-balancer-attributes";

  BalancerAttributes(AwsAccess aws) {
    super(aws, KIND, balancer -> Map.of());
  }

  @Override
  public Map<String, Map<String, String>> read(List<String> balancers, Attempt run) {
    Map<String, Map<String, String>> values = new HashMap<>();
    for (String name : balancers) {
      try {
        LoadBalancerAttributes attributes =
            run.read(
                "elasticloadbalancing:DescribeLoadBalancerAttributes",
                () ->
                    aws.elasticLoadBalancing()
                        .describeLoadBalancerAttributes(r -> r.loadBalancerName(name))
                        .loadBalancerAttributes());
        values.put(name, Readings.attributes(attributes));
      } catch (LoadBalancerNotFoundException e) {
        // A balancer that is not there has no values.
      }
    }
    return values;
  }

  @Override
  public String command(String thing, Delta change) {
    String json =
        change.after().entrySet().stream()
            .map(value -> json(value.getKey(), value.getValue()))
            .collect(Collectors.joining(","));
    return elb(
        "modify-load-balancer-attributes", thing, "--load-balancer-attributes '{" + json + "}'");
  }

  private static String json(String key, String value) {
    boolean on = !value.equals(Readings.OFF);
    return switch (key) {
      case Readings.IDLE -> "\"ConnectionSettings\":{\"IdleTimeout\":%d}".formatted(seconds(value));
      case Readings.CROSS_ZONE -> "\"CrossZoneLoadBalancing\":{\"Enabled\":%s}".formatted(on);
      case Readings.DRAINING ->
          on
              ? "\"ConnectionDraining\":{\"Enabled\":true,\"Timeout\":%d}".formatted(seconds(value))
              : "\"ConnectionDraining\":{\"Enabled\":false}";
      default -> {
        AccessLog log = AccessLogText.parse(value);
        yield on
            ? "\"AccessLog\":{\"Enabled\":true,\"S3BucketName\":\"%s\",\"S3BucketPrefix\":\"%s\",\"EmitInterval\":%d}"
                .formatted(
                    log.s3BucketName(),
                    Optional.ofNullable(log.s3BucketPrefix()).orElse(""),
                    log.emitInterval())
            : "\"AccessLog\":{\"Enabled\":false}";
      }
    };
  }

  @Override
  public void write(String thing, Map<String, String> current, Delta change, Attempt run) {
    LoadBalancerAttributes.Builder attributes = LoadBalancerAttributes.builder();
    change.after().forEach((key, value) -> put(attributes, key, value));
    run.change(
        "elasticloadbalancing:ModifyLoadBalancerAttributes",
        () ->
            aws.elasticLoadBalancing()
                .modifyLoadBalancerAttributes(
                    request ->
                        request
                            .loadBalancerName(thing)
                            .loadBalancerAttributes(attributes.build())));
  }

  private static void put(LoadBalancerAttributes.Builder attributes, String key, String value) {
    boolean on = !value.equals(Readings.OFF);
    switch (key) {
      case Readings.IDLE -> attributes.connectionSettings(idle -> idle.idleTimeout(seconds(value)));
      case Readings.CROSS_ZONE -> attributes.crossZoneLoadBalancing(zones -> zones.enabled(on));
      case Readings.DRAINING ->
          attributes.connectionDraining(
              draining -> draining.enabled(on).timeout(on ? seconds(value) : null));
      case Readings.ACCESS_LOGS -> attributes.accessLog(AccessLogText.parse(value));
      default -> throw new IllegalArgumentException("no such attribute: " + key);
    }
  }

  private static Integer seconds(String value) {
    return Integer.valueOf(value.replaceAll("\\D", ""));
  }
}
