package dev.backstep.internal.impala;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.ErrorClass;
import dev.backstep.internal.engine.Outcome;
import dev.backstep.internal.engine.StepHandler;
import java.time.Duration;
import software.amazon.awssdk.services.elasticloadbalancing.model.Listener;

/** CreateLoadBalancerListeners, which takes an identical request for one that is there as made. */
final class SpareListenerHandler implements StepHandler<SpareListenerStep> {

  /** How long a certificate that was just issued may be unknown to the balancer. */
  private static final Duration CERTIFICATE_KNOWN = Duration.ofMinutes(5);

  private final AwsAccess aws;

  SpareListenerHandler(AwsAccess aws) {
    this.aws = aws;
  }

  /** The id of a listener: its balancer and its port. */
  static String id(String balancer, int port) {
    return balancer + ":" + port;
  }

  @Override
  public Outcome attempt(SpareListenerStep step, Attempt run) {
    Listener spare = SpareListeners.text(step.port(), run.id(step.certificate())).on(step.port());
    run.change(
        "elasticloadbalancing:CreateLoadBalancerListeners",
        () ->
            aws.elasticLoadBalancing()
                .createLoadBalancerListeners(
                    request -> request.loadBalancerName(step.balancer()).listeners(spare)));
    return Outcome.done(id(step.balancer(), step.port()));
  }

  @Override
  public Duration retryWindow(SpareListenerStep step, ErrorClass errorClass, Duration usual) {
    return errorClass == ErrorClass.EVENTUAL ? CERTIFICATE_KNOWN : usual;
  }

  @Override
  public String family() {
    return ApiFamily.ELB_CHANGE.name();
  }
}
