package dev.backstep.testing.internal.elb;

import dev.backstep.testing.internal.service.Area;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.service.Operations;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.elasticloadbalancing.model.AccessLog;
import software.amazon.awssdk.services.elasticloadbalancing.model.AdditionalAttribute;
import software.amazon.awssdk.services.elasticloadbalancing.model.ConnectionDraining;
import software.amazon.awssdk.services.elasticloadbalancing.model.DescribeLoadBalancerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancing.model.DescribeLoadBalancerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerAttributes;
import software.amazon.awssdk.services.elasticloadbalancing.model.ModifyLoadBalancerAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancing.model.ModifyLoadBalancerAttributesResponse;

/** Idle time-out, draining, access logs, cross-zone balancing: merged section by section. */
public final class Attributes implements Area {

  private static final String DESYNC = "elb.http.desyncmitigationmode";
  private static final Set<String> DESYNC_MODES = Set.of("monitor", "defensive", "strictest");

  @Override
  public void addTo(Operations operations) {
    operations.read(
        "DescribeLoadBalancerAttributes",
        DescribeLoadBalancerAttributesRequest::builder,
        this::describe);
    operations.write(
        "ModifyLoadBalancerAttributes", ModifyLoadBalancerAttributesRequest::builder, this::modify);
  }

  /** Those of a new load balancer. */
  static LoadBalancerAttributes usual() {
    return LoadBalancerAttributes.builder()
        .crossZoneLoadBalancing(it -> it.enabled(false))
        .accessLog(it -> it.enabled(false))
        .connectionDraining(it -> it.enabled(false).timeout(300))
        .connectionSettings(it -> it.idleTimeout(60))
        .additionalAttributes(AdditionalAttribute.builder().key(DESYNC).value("defensive").build())
        .build();
  }

  private DescribeLoadBalancerAttributesResponse describe(
      Context context, DescribeLoadBalancerAttributesRequest request) {
    String name = Checks.required(request.loadBalancerName(), "loadBalancerName");
    return DescribeLoadBalancerAttributesResponse.builder()
        .loadBalancerAttributes(ElbState.of(context.region()).seen(name).attributes())
        .build();
  }

  private ModifyLoadBalancerAttributesResponse modify(
      Context context, ModifyLoadBalancerAttributesRequest request) {
    ElbState elb = ElbState.of(context.region());
    Balancer balancer = elb.use(Checks.required(request.loadBalancerName(), "loadBalancerName"));
    LoadBalancerAttributes given =
        Checks.required(request.loadBalancerAttributes(), "loadBalancerAttributes");
    LoadBalancerAttributes merged = merge(balancer.attributes(), given);
    AccessLog log = given.accessLog();
    if (log != null && log.enabled()) {
      LogDelivery.check(context, balancer.name(), log.s3BucketName(), log.s3BucketPrefix());
    }
    elb.put(balancer.withAttributes(merged));
    return ModifyLoadBalancerAttributesResponse.builder()
        .loadBalancerName(balancer.name())
        .loadBalancerAttributes(given)
        .build();
  }

  private static LoadBalancerAttributes merge(
      LoadBalancerAttributes before, LoadBalancerAttributes given) {
    LoadBalancerAttributes.Builder merged = before.toBuilder();
    if (given.crossZoneLoadBalancing() != null) {
      Checks.required(given.crossZoneLoadBalancing().enabled(), "crossZoneLoadBalancing.enabled");
      merged.crossZoneLoadBalancing(given.crossZoneLoadBalancing());
    }
    if (given.connectionSettings() != null) {
      Checks.inRange(
          given.connectionSettings().idleTimeout(), 1, 3600, "ConnectionSettings.IdleTimeout");
      merged.connectionSettings(given.connectionSettings());
    }
    if (given.connectionDraining() != null) {
      merged.connectionDraining(draining(before, given.connectionDraining()));
    }
    if (given.accessLog() != null) {
      merged.accessLog(accessLog(given.accessLog()));
    }
    if (!given.additionalAttributes().isEmpty()) {
      merged.additionalAttributes(additional(given.additionalAttributes()));
    }
    return merged.build();
  }

  private static ConnectionDraining draining(
      LoadBalancerAttributes before, ConnectionDraining given) {
    Checks.required(given.enabled(), "connectionDraining.enabled");
    int timeout = given.timeout() == null ? before.connectionDraining().timeout() : given.timeout();
    Checks.inRange(timeout, 1, 3600, "ConnectionDraining.Timeout");
    return given.toBuilder().timeout(timeout).build();
  }

  private static AccessLog accessLog(AccessLog given) {
    if (!Checks.required(given.enabled(), "accessLog.enabled")) {
      return AccessLog.builder().enabled(false).build();
    }
    Checks.required(given.s3BucketName(), "accessLog.s3BucketName");
    int minutes = given.emitInterval() == null ? 60 : given.emitInterval();
    if (minutes != 5 && minutes != 60) {
      throw Checks.invalid("AccessLog.EmitInterval must be 5 or 60, and is %d", minutes);
    }
    if (given.s3BucketPrefix() != null && given.s3BucketPrefix().contains("AWSLogs")) {
      throw Checks.configuration("The S3 bucket prefix must not contain AWSLogs");
    }
    return given.toBuilder().emitInterval(minutes).build();
  }

  private static List<AdditionalAttribute> additional(List<AdditionalAttribute> given) {
    List<AdditionalAttribute> checked = new ArrayList<>();
    for (AdditionalAttribute attribute : given) {
      if (!DESYNC.equals(attribute.key()) || !DESYNC_MODES.contains(attribute.value())) {
        throw Checks.configuration(
            "The attribute %s=%s is not valid", attribute.key(), attribute.value());
      }
      checked.add(attribute);
    }
    return checked;
  }
}
