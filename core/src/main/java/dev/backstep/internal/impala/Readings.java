package dev.backstep.internal.impala;

import dev.backstep.impala.HealthCheck;
import dev.backstep.internal.planning.Nodes;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.elasticloadbalancing.model.AccessLog;
import software.amazon.awssdk.services.elasticloadbalancing.model.ConnectionSettings;
import software.amazon.awssdk.services.elasticloadbalancing.model.CrossZoneLoadBalancing;
import software.amazon.awssdk.services.elasticloadbalancing.model.Instance;
import software.amazon.awssdk.services.elasticloadbalancing.model.ListenerDescription;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerAttributes;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerDescription;
import software.amazon.awssdk.services.elasticloadbalancing.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancing.model.TagDescription;

/** What a classic load balancer has, as named values that can be compared. */
final class Readings {

  /** The value of each member of a set. */
  static final String MEMBER = Nodes.MEMBER;

  static final String IDLE = "idle time-out";
  static final String CROSS_ZONE = "cross-zone";
  static final String DRAINING = "connection draining";
  static final String ACCESS_LOGS = "access logs";
  static final String OFF = "off";
  static final String ON = "on";
  static final String TARGET = "target";
  static final String INTERVAL = "interval";
  static final String TIMEOUT = "time-out";
  static final String UNHEALTHY = "unhealthy after";
  static final String HEALTHY = "healthy after";

  private Readings() {}

  /** Port to what it leads to. */
  static Map<String, String> listeners(LoadBalancerDescription balancer) {
    Map<String, String> ports = new TreeMap<>();
    for (ListenerDescription description : balancer.listenerDescriptions()) {
      ports.put(
          description.listener().loadBalancerPort().toString(),
          ListenerText.of(description).toString());
    }
    return ports;
  }

  /**
   * What is asked for, in the same form.
   *
   * @param certificate the ARN, or a reference to the step that gives it
   */
  static Map<String, String> listeners(BalancerSpec spec, String certificate) {
    Map<String, String> ports = new TreeMap<>();
    spec.fronts()
        .forEach(
            front ->
                ports.put(
                    String.valueOf(front.port()),
                    front.text(certificate, spec.securityPolicyName()).toString()));
    return ports;
  }

  /** The policies that listeners may have. */
  static Map<String, String> policies(LoadBalancerDescription balancer) {
    return balancer.policies() == null ? Map.of() : members(balancer.policies().otherPolicies());
  }

  static Map<String, String> members(Collection<String> ids) {
    Map<String, String> members = new LinkedHashMap<>();
    ids.forEach(id -> members.put(id, MEMBER));
    return members;
  }

  static Map<String, String> instances(LoadBalancerDescription balancer) {
    return members(balancer.instances().stream().map(Instance::instanceId).toList());
  }

  /** AWS's own default where none is described, which some emulators leave out. */
  static Map<String, String> healthCheck(LoadBalancerDescription balancer) {
    Map<String, String> values = new LinkedHashMap<>();
    if (balancer.healthCheck() != null) {
      values.put(TARGET, balancer.healthCheck().target());
      values.put(INTERVAL, balancer.healthCheck().interval() + " s");
      values.put(TIMEOUT, balancer.healthCheck().timeout() + " s");
      values.put(UNHEALTHY, balancer.healthCheck().unhealthyThreshold() + " checks");
      values.put(HEALTHY, balancer.healthCheck().healthyThreshold() + " checks");
    } else {
      values.put(TARGET, "TCP:" + firstInstancePort(balancer));
      values.put(INTERVAL, "30 s");
      values.put(TIMEOUT, "5 s");
      values.put(UNHEALTHY, "2 checks");
      values.put(HEALTHY, "10 checks");
    }
    return values;
  }

  private static int firstInstancePort(LoadBalancerDescription balancer) {
    return balancer.listenerDescriptions().stream()
        .findFirst()
        .map(first -> first.listener().instancePort())
        .orElse(BalancerSpec.HS2_PORT);
  }

  static Map<String, String> healthCheck(HealthCheck check) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put(TARGET, check.target());
    values.put(INTERVAL, check.interval().toSeconds() + " s");
    values.put(TIMEOUT, check.timeout().toSeconds() + " s");
    values.put(UNHEALTHY, check.unhealthyThreshold() + " checks");
    values.put(HEALTHY, check.healthyThreshold() + " checks");
    return values;
  }

  /** AWS's own default for each that is not described, which some emulators leave out. */
  static Map<String, String> attributes(LoadBalancerAttributes attributes) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put(
        IDLE,
        Optional.ofNullable(attributes.connectionSettings())
                .map(ConnectionSettings::idleTimeout)
                .orElse(60)
            + " s");
    values.put(
        CROSS_ZONE,
        onOff(
            Optional.ofNullable(attributes.crossZoneLoadBalancing())
                .map(CrossZoneLoadBalancing::enabled)
                .orElse(false)));
    values.put(
        DRAINING,
        Optional.ofNullable(attributes.connectionDraining())
            .filter(draining -> Boolean.TRUE.equals(draining.enabled()))
            .map(draining -> Optional.ofNullable(draining.timeout()).orElse(300) + " s")
            .orElse(OFF));
    values.put(ACCESS_LOGS, accessLogs(attributes.accessLog()));
    return values;
  }

  static Map<String, String> attributes(BalancerSpec spec) {
    Map<String, String> values = new LinkedHashMap<>();
    long draining = spec.connectionDraining().toSeconds();
    values.put(IDLE, spec.idleTimeout().toSeconds() + " s");
    values.put(CROSS_ZONE, onOff(spec.crossZone()));
    values.put(DRAINING, draining > 0 ? draining + " s" : OFF);
    values.put(
        ACCESS_LOGS,
        spec.accessLogs()
            .map(
                logs ->
                    AccessLogText.of(
                        logs.bucket(), logs.prefix(), (int) logs.interval().toMinutes()))
            .orElse(OFF));
    return values;
  }

  static Map<String, String> tags(List<TagDescription> descriptions) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (TagDescription description : descriptions) {
      for (Tag tag : description.tags()) {
        tags.put(tag.key(), tag.value() == null ? "" : tag.value());
      }
    }
    return tags;
  }

  private static String accessLogs(@org.jspecify.annotations.Nullable AccessLog log) {
    return log == null || !Boolean.TRUE.equals(log.enabled())
        ? OFF
        : AccessLogText.of(
            log.s3BucketName(),
            log.s3BucketPrefix() == null ? "" : log.s3BucketPrefix(),
            log.emitInterval() == null ? 60 : log.emitInterval());
  }

  private static String onOff(boolean enabled) {
    return enabled ? ON : OFF;
  }
}
