package dev.backstep.internal.impala;

import dev.backstep.internal.engine.Delta;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.elasticloadbalancing.model.Listener;

/** A change of listeners as commands of the AWS command line. */
final class ListenerCommands {

  private ListenerCommands() {}

  static String of(String region, String balancer, Delta change) {
    ListenerMoves moves = ListenerMoves.of(change.before(), change);
    List<String> commands = new ArrayList<>();
    if (!moves.deleted().isEmpty()) {
      commands.add(
          "delete-load-balancer-listeners %%s --load-balancer-ports %s"
              .formatted(
                  moves.deleted().stream().map(String::valueOf).collect(Collectors.joining(" "))));
    }
    moves
        .listeners()
        .forEach(it -> commands.add("create-load-balancer-listeners %s --listeners " + text(it)));
    moves
        .certificates()
        .forEach(
            (port, arn) ->
                commands.add(
                    "set-load-balancer-listener-ssl-certificate %%s --load-balancer-port %d --ssl-certificate-id %s"
                        .formatted(port, arn)));
    moves
        .policies()
        .forEach(
            (port, names) ->
                commands.add(
                    "set-load-balancer-policies-of-listener %%s --load-balancer-port %d --policy-names %s"
                        .formatted(port, String.join(" ", names))));
    String where = "--region %s --load-balancer-name %s".formatted(region, balancer);
    return commands.stream()
        .map(command -> "aws elb " + command.formatted(where))
        .collect(Collectors.joining("; "));
  }

  private static String text(Listener listener) {
    String certificate =
        listener.sslCertificateId() == null
            ? ""
            : ",SSLCertificateId=" + listener.sslCertificateId();
    return "Protocol=%s,LoadBalancerPort=%d,InstanceProtocol=%s,InstancePort=%d%s"
        .formatted(
            listener.protocol(),
            listener.loadBalancerPort(),
            listener.instanceProtocol(),
            listener.instancePort(),
            certificate);
  }
}
