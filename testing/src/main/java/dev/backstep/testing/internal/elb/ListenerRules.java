package dev.backstep.testing.internal.elb;

import dev.backstep.testing.internal.state.Region;
import dev.backstep.testing.internal.wire.AwsError;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.services.elasticloadbalancing.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancing.model.ListenerDescription;

/** What classic ELB asks of listeners. */
final class ListenerRules {

  private static final Set<String> PROTOCOLS = Set.of("TCP", "SSL", "HTTP", "HTTPS");
  private static final Set<String> LAYER_4 = Set.of("TCP", "SSL");
  private static final Set<String> SECURE = Set.of("SSL", "HTTPS");

  private ListenerRules() {}

  /** The listener as it is kept: protocols in capitals, no certificate where none is used. */
  static Listener canonical(Region region, Listener given) {
    String front = protocol(Checks.required(given.protocol(), "listeners.member.protocol"));
    String back = given.instanceProtocol() == null ? front : protocol(given.instanceProtocol());
    int port = Checks.inRange(given.loadBalancerPort(), 1, 65535, "LoadBalancerPort");
    int instancePort = Checks.inRange(given.instancePort(), 1, 65535, "InstancePort");
    if (LAYER_4.contains(front) != LAYER_4.contains(back)) {
      throw Checks.configuration(
          "Listener protocol %s and instance protocol %s must be at the same layer", front, back);
    }
    Listener.Builder listener =
        Listener.builder()
            .protocol(front)
            .instanceProtocol(back)
            .loadBalancerPort(port)
            .instancePort(instancePort);
    if (SECURE.contains(front)) {
      listener.sslCertificateId(certificate(region, given));
    }
    return listener.build();
  }

  static boolean isSecure(Listener listener) {
    return SECURE.contains(listener.protocol());
  }

  /** Listeners that share an instance port must agree on whether it is encrypted. */
  static void checkTogether(List<Listener> listeners) {
    for (Listener one : listeners) {
      for (Listener other : listeners) {
        if (one.instancePort().equals(other.instancePort())
            && SECURE.contains(one.instanceProtocol())
                != SECURE.contains(other.instanceProtocol())) {
          throw Checks.configuration(
              "Listeners with the instance port %d must all be secure towards it, or none",
              one.instancePort());
        }
      }
    }
  }

  static ListenerDescription description(Listener listener) {
    return ListenerDescription.builder()
        .listener(listener)
        .policyNames(isSecure(listener) ? List.of(PolicyTypes.USUAL_TLS) : List.of())
        .build();
  }

  private static String certificate(Region region, Listener given) {
    String arn = given.sslCertificateId();
    if (arn == null || arn.isEmpty()) {
      throw Checks.invalid(
          "An SSL certificate must be specified for the listener on port %d",
          given.loadBalancerPort());
    }
    ServerCertificates.require(region, arn);
    return arn;
  }

  private static String protocol(String given) {
    String protocol = given.toUpperCase(Locale.ROOT);
    if (!PROTOCOLS.contains(protocol)) {
      throw AwsError.of("UnsupportedProtocol", "The protocol %s is not supported", given);
    }
    return protocol;
  }
}
