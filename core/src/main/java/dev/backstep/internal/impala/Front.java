package dev.backstep.internal.impala;

import dev.backstep.impala.Listener;
import dev.backstep.impala.Tls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A port of the balancer as it is asked for: a listener, and whether TLS is used on its sides.
 *
 * @param port the balancer's
 * @param instancePort the instances'
 * @param secure whether clients use TLS with the balancer
 * @param secureBehind whether the balancer uses TLS with the instances
 */
record Front(int port, int instancePort, boolean secure, boolean secureBehind) {

  /** All ports: each listener's, and the TLS ports beside them. */
  static List<Front> of(List<Listener> listeners, Optional<Tls> tls) {
    boolean turns = tls.filter(it -> it.mode() != Tls.Mode.PASSTHROUGH).isPresent();
    boolean behind = tls.filter(it -> it.mode() == Tls.Mode.REENCRYPT).isPresent();
    Map<Integer, Integer> parallel = tls.map(Tls::parallelPorts).orElse(Map.of());
    boolean inPlace = turns && parallel.isEmpty();
    List<Front> all = new ArrayList<>();
    for (Listener one : listeners) {
      all.add(new Front(one.port(), one.instancePort(), inPlace, inPlace && behind));
    }
    for (Listener one : listeners) {
      if (turns && parallel.containsKey(one.port())) {
        all.add(new Front(parallel.get(one.port()), one.instancePort(), true, behind));
      }
    }
    return all;
  }

  Listener listener() {
    return Listener.tcp(port).to(instancePort);
  }

  /**
   * As a listener's text.
   *
   * @param certificate the ARN, or a reference to the step that gives it
   * @param policy the name of the policy of its protocols and ciphers
   */
  ListenerText text(String certificate, String policy) {
    return secure
        ? new ListenerText(
            "SSL", secureBehind ? "SSL" : "TCP", instancePort, certificate, List.of(policy))
        : new ListenerText("TCP", "TCP", instancePort, "", List.of());
  }

  /** Such as {@code tcp 443 to 21050} or {@code ssl 443 to tcp 21050}. */
  @Override
  public String toString() {
    return secure
        ? "ssl %d to %s %d".formatted(port, secureBehind ? "ssl" : "tcp", instancePort)
        : listener().toString();
  }
}
