package dev.backstep.testing.internal.elb;

import dev.backstep.testing.internal.service.Area;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.service.Operations;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.elasticloadbalancing.model.ConfigureHealthCheckRequest;
import software.amazon.awssdk.services.elasticloadbalancing.model.ConfigureHealthCheckResponse;
import software.amazon.awssdk.services.elasticloadbalancing.model.HealthCheck;
import software.amazon.awssdk.services.elasticloadbalancing.model.Listener;

/** How load balancers find out which instances are well. */
public final class HealthChecks implements Area {

  private static final Pattern TARGET =
      Pattern.compile("(TCP|SSL):(\\d{1,5})|(HTTP|HTTPS):(\\d{1,5})(/\\p{ASCII}{0,1023})");

  @Override
  public void addTo(Operations operations) {
    operations.write("ConfigureHealthCheck", ConfigureHealthCheckRequest::builder, this::configure);
  }

  /** The one that a new load balancer has. */
  static HealthCheck usual(Listener first) {
    return HealthCheck.builder()
        .target("TCP:" + first.instancePort())
        .interval(30)
        .timeout(5)
        .unhealthyThreshold(2)
        .healthyThreshold(10)
        .build();
  }

  /** The port that is checked. */
  static int port(HealthCheck check) {
    Matcher target = TARGET.matcher(check.target());
    if (!target.matches()) {
      return -1;
    }
    return Integer.parseInt(target.group(2) == null ? target.group(4) : target.group(2));
  }

  private ConfigureHealthCheckResponse configure(
      Context context, ConfigureHealthCheckRequest request) {
    ElbState elb = ElbState.of(context.region());
    Balancer balancer = elb.use(Checks.required(request.loadBalancerName(), "loadBalancerName"));
    HealthCheck check = Checks.required(request.healthCheck(), "healthCheck");
    Checks.required(check.target(), "healthCheck.target");
    int port = port(check);
    if (port < 1 || port > 65535) {
      throw Checks.invalid(
          "HealthCheck Target must specify a port with TCP or SSL, or a port and a path with HTTP"
              + " or HTTPS: %s",
          check.target());
    }
    int interval = Checks.inRange(check.interval(), 5, 300, "HealthCheck interval");
    int timeout = Checks.inRange(check.timeout(), 2, 60, "HealthCheck timeout");
    Checks.inRange(check.unhealthyThreshold(), 2, 10, "HealthCheck unhealthy threshold");
    Checks.inRange(check.healthyThreshold(), 2, 10, "HealthCheck healthy threshold");
    if (timeout >= interval) {
      throw Checks.invalid(
          "HealthCheck timeout (%d) must be less than the interval (%d)", timeout, interval);
    }
    elb.put(balancer.withAbout(about -> about.healthCheck(check)));
    return ConfigureHealthCheckResponse.builder().healthCheck(check).build();
  }
}
