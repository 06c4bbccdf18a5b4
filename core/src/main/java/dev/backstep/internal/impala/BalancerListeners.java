package dev.backstep.internal.impala;

import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Delta;
import dev.backstep.internal.engine.ErrorClass;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The listeners of a balancer, by port, with their policies. AWS changes a certificate and policies
 * in place. The rest it cannot change: the listener is deleted and made anew, in two calls with
 * nothing between them, during which the port refuses new connections.
 */
final class BalancerListeners extends BalancerSettings {

  static final String KIND = "load-balancer-listeners";

  /** How long a port may be without its listener before the old one is put back. */
  private static final Duration LONGEST_GAP = Duration.ofSeconds(15);

  /** How long AWS may say that a listener is there that was just deleted. */
  private static final Duration LONGEST_GHOST = Duration.ofSeconds(30);

  /** How long a certificate that was just issued may be unknown to the balancer. */
  private static final Duration CERTIFICATE_KNOWN = Duration.ofMinutes(5);

  BalancerListeners(AwsAccess aws) {
    super(aws, KIND, Readings::listeners);
  }

  @Override
  public void write(String thing, Map<String, String> current, Delta change, Attempt run) {
    ListenerMoves moves = ListenerMoves.of(current, change);
    if (!moves.deleted().isEmpty()) {
      run.change(
          "elasticloadbalancing:DeleteLoadBalancerListeners",
          () ->
              aws.elasticLoadBalancing()
                  .deleteLoadBalancerListeners(
                      request ->
                          request.loadBalancerName(thing).loadBalancerPorts(moves.deleted())));
    }
    if (!moves.made().isEmpty()) {
      run.change(
          "elasticloadbalancing:CreateLoadBalancerListeners",
          () ->
              aws.elasticLoadBalancing()
                  .createLoadBalancerListeners(
                      request -> request.loadBalancerName(thing).listeners(moves.listeners())));
    }
    moves.certificates().forEach((port, arn) -> setCertificate(thing, port, arn, run));
    moves.policies().forEach((port, names) -> setPolicies(thing, port, names, run));
  }

  private void setCertificate(String thing, int port, String arn, Attempt run) {
    run.change(
        "elasticloadbalancing:SetLoadBalancerListenerSSLCertificate",
        () ->
            aws.elasticLoadBalancing()
                .setLoadBalancerListenerSSLCertificate(
                    request ->
                        request
                            .loadBalancerName(thing)
                            .loadBalancerPort(port)
                            .sslCertificateId(arn)));
  }

  private void setPolicies(String thing, int port, List<String> names, Attempt run) {
    run.change(
        "elasticloadbalancing:SetLoadBalancerPoliciesOfListener",
        () ->
            aws.elasticLoadBalancing()
                .setLoadBalancerPoliciesOfListener(
                    request ->
                        request.loadBalancerName(thing).loadBalancerPort(port).policyNames(names)));
  }

  /** Deleted and not made anew; or there, and without its certificate or its policies yet. */
  @Override
  public boolean isHalfWay(@Nullable String current, @Nullable String from, @Nullable String to) {
    if (to == null) {
      return false;
    }
    return current == null
        ? from != null
        : ListenerText.parse(current).isButForPolicies(ListenerText.parse(to));
  }

  @Override
  public boolean valuesHoldIds() {
    return true;
  }

  /** A port that is down for long is worse than one that is as it was. */
  @Override
  public Duration retryWindow(Delta change, ErrorClass errorClass, Duration usual) {
    boolean replaces = ListenerMoves.of(change.before(), change).replacesAny();
    if (!replaces) {
      return errorClass == ErrorClass.EVENTUAL ? CERTIFICATE_KNOWN : usual;
    }
    Duration most = errorClass == ErrorClass.BUSY ? LONGEST_GHOST : LONGEST_GAP;
    return usual.compareTo(most) < 0 ? usual : most;
  }

  @Override
  public String command(String thing, Delta change) {
    return ListenerCommands.of(aws.regionName(), thing, change);
  }
}
