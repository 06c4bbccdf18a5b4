package dev.backstep.internal.impala;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Deletable;
import dev.backstep.internal.engine.Outcome;
import dev.backstep.internal.engine.Owned;
import dev.backstep.internal.engine.Tags;
import dev.backstep.internal.engine.Undo;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerNotFoundException;

/**
 * Listeners that only prove a certificate: the name is their port, the scope their balancer.
 * Listeners carry no tags; that this one is the run's own shows in where it leads, which is to the
 * port of its own number, where nothing serves.
 */
final class SpareListeners implements Deletable {

  static final String KIND = "spare-listener";

  private final AwsAccess aws;

  SpareListeners(AwsAccess aws) {
    this.aws = aws;
  }

  /** What a spare listener is, on its port. */
  static ListenerText text(int port, String certificate) {
    return new ListenerText("SSL", "TCP", port, certificate, java.util.List.of());
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public Optional<Live> find(Undo.DeleteMade undo, Optional<String> id, Attempt run) {
    try {
      return run
          .read(
              "elasticloadbalancing:DescribeLoadBalancers",
              () ->
                  aws.elasticLoadBalancing()
                      .describeLoadBalancers(request -> request.loadBalancerNames(undo.scope())))
          .loadBalancerDescriptions()
          .stream()
          .flatMap(balancer -> balancer.listenerDescriptions().stream())
          .filter(it -> undo.name().equals(it.listener().loadBalancerPort().toString()))
          .map(ListenerText::of)
          .filter(it -> isSpare(it, undo.name()))
          .map(it -> new Live(idOf(undo), Map.of(Tags.RUN, run.runId())))
          .findFirst();
    } catch (LoadBalancerNotFoundException e) {
      return Optional.empty();
    }
  }

  private static boolean isSpare(ListenerText there, String port) {
    return there.isSecure() && port.equals(String.valueOf(there.instancePort()));
  }

  private static String idOf(Undo.DeleteMade undo) {
    return SpareListenerHandler.id(undo.scope(), Integer.parseInt(undo.name()));
  }

  @Override
  public Outcome delete(Owned listener, Attempt run) {
    String[] parts = listener.id().split(":");
    run.change(
        "elasticloadbalancing:DeleteLoadBalancerListeners",
        () ->
            aws.elasticLoadBalancing()
                .deleteLoadBalancerListeners(
                    request ->
                        request
                            .loadBalancerName(parts[0])
                            .loadBalancerPorts(Integer.valueOf(parts[1]))));
    return Outcome.done();
  }

  @Override
  public String command(String idOrName) {
    String[] parts = idOrName.split(":");
    return "aws elb delete-load-balancer-listeners --region %s --load-balancer-name %s --load-balancer-ports %s"
        .formatted(aws.regionName(), parts[0], parts[parts.length - 1]);
  }

  @Override
  public String family() {
    return ApiFamily.ELB_CHANGE.name();
  }
}
