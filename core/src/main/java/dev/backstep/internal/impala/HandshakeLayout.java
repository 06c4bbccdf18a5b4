package dev.backstep.internal.impala;

import dev.backstep.internal.engine.Undo;
import dev.backstep.internal.planning.Nodes;
import dev.backstep.plan.Action;
import java.time.Duration;
import java.util.List;

/** Lays out the looks at what ports present to clients, once all is there that they depend on. */
final class HandshakeLayout {

  private static final Duration WITHIN = Duration.ofSeconds(30);

  private HandshakeLayout() {}

  static void add(
      BalancerSpec spec, Choice choice, List<Integer> ports, Nodes nodes, List<String> added) {
    List<String> names = choice.certificate().map(ChosenCertificate::names).orElse(List.of());
    List<String> before = List.copyOf(added);
    for (int port : ports) {
      String id = Names.HANDSHAKE + port;
      nodes.add(
          id,
          Action.CHECK,
          new HandshakeStep(spec.loadBalancerName(), port, names, WITHIN),
          new Undo.Nothing(),
          Nodes.joined(Names.LOAD_BALANCER, before),
          "try a TLS handshake with port %d, where it can be reached from here".formatted(port),
          List.of(),
          "none");
      added.add(id);
    }
  }
}
