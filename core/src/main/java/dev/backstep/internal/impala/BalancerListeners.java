package dev.backstep.internal.impala;

import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Delta;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.elasticloadbalancing.model.Listener;

/**
 * The listeners of a balancer, by port. AWS cannot change one: it is deleted and made anew, in two
 * calls with nothing between them, during which the port refuses new connections.
 */
final class BalancerListeners extends BalancerSettings {

  static final String KIND = "load-balancer-listeners";

  BalancerListeners(AwsAccess aws) {
    super(aws, KIND, Readings::listeners);
  }

  @Override
  public String command(String thing, Delta change) {
    List<String> commands = new ArrayList<>();
    for (String port : change.before().keySet()) {
      commands.add(elb("delete-load-balancer-listeners", thing, "--load-balancer-ports " + port));
    }
    change
        .after()
        .forEach(
            (port, text) -> {
              Listener listener = ListenerText.parse(port, text);
              String certificate =
                  listener.sslCertificateId() == null
                      ? ""
                      : ",SSLCertificateId=" + listener.sslCertificateId();
              commands.add(
                  elb(
                      "create-load-balancer-listeners",
                      thing,
                      "--listeners Protocol=%s,LoadBalancerPort=%s,InstanceProtocol=%s,InstancePort=%d%s"
                          .formatted(
                              listener.protocol(),
                              port,
                              listener.instanceProtocol(),
                              listener.instancePort(),
                              certificate)));
            });
    return String.join("; ", commands);
  }

  @Override
  public void write(String thing, Map<String, String> current, Delta change, Attempt run) {
    for (String port : change.before().keySet()) {
      if (current.containsKey(port)) {
        run.change(
            "elasticloadbalancing:DeleteLoadBalancerListeners",
            () ->
                aws.elasticLoadBalancing()
                    .deleteLoadBalancerListeners(
                        request ->
                            request
                                .loadBalancerName(thing)
                                .loadBalancerPorts(Integer.valueOf(port))));
      }
    }
    change
        .after()
        .forEach(
            (port, text) ->
                run.change(
                    "elasticloadbalancing:CreateLoadBalancerListeners",
                    () ->
                        aws.elasticLoadBalancing()
                            .createLoadBalancerListeners(
                                request ->
                                    request
                                        .loadBalancerName(thing)
                                        .listeners(ListenerText.parse(port, text)))));
  }

  @Override
  public boolean replacesInTwoCalls() {
    return true;
  }
}
