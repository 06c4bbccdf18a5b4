package dev.backstep.internal.impala;

import dev.backstep.internal.engine.Delta;
import dev.backstep.internal.engine.DiscardStep;
import dev.backstep.internal.engine.Ref;
import dev.backstep.internal.engine.Undo;
import dev.backstep.internal.planning.Nodes;
import dev.backstep.plan.Action;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Lays out the changes of listeners of a balancer that is there. What is added or can be changed in
 * place comes early. A listener that turns to or from TLS has to be replaced, which no other step
 * of the run may delay: that comes once all else is done that comes before, one after the other,
 * and first a spare listener proves the certificate.
 */
final class ListenerLayout {

  private static final String ELB = "elasticloadbalancing:";

  /** From here downwards a port is looked for that nothing uses. */
  private static final int HIGHEST_PORT = 65_535;

  private final BalancerSpec spec;
  private final Choice choice;
  private final World.Balancer there;
  private final Nodes nodes;
  private final List<String> added;
  private final Delta all;
  private final List<Delta> swaps;
  private final List<Delta> others;

  ListenerLayout(
      BalancerSpec spec, Choice choice, World.Balancer there, Nodes nodes, List<String> added) {
    this.spec = spec;
    this.choice = choice;
    this.there = there;
    this.nodes = nodes;
    this.added = added;
    String certificate = choice.certificate().map(ChosenCertificate::text).orElse("");
    this.all = Delta.between(there.listeners(), Readings.listeners(spec, certificate));
    List<Delta> groups = ListenerGroups.of(there.listeners(), all);
    this.swaps = groups.stream().filter(ListenerLayout::turns).toList();
    this.others = groups.stream().filter(group -> !turns(group)).toList();
  }

  /** Whether a listener is replaced and TLS is on either side of it, before or after. */
  private static boolean turns(Delta group) {
    return ListenerMoves.of(group.before(), group).replacesAny()
        && group.keys().stream()
            .anyMatch(port -> isTls(group.before(), port) || isTls(group.after(), port));
  }

  private static boolean isTls(Map<String, String> listeners, String port) {
    return ListenerText.parsed(listeners.get(port))
        .filter(it -> it.isSecure() || it.isSecureBehind())
        .isPresent();
  }

  /** What opens no gap, and listeners of TCP that lead elsewhere. */
  void early() {
    policy();
    List<Delta> made = others.stream().filter(it -> !it.after().isEmpty()).toList();
    made.forEach(group -> change(group, added));
    if (swaps.isEmpty()) {
      removals();
    }
    others.stream().filter(it -> !it.after().isEmpty()).forEach(it -> added.add(id(it)));
  }

  private void policy() {
    boolean secure = spec.fronts().stream().anyMatch(Front::secure);
    String name = spec.securityPolicyName();
    if (secure && !there.policies().containsKey(name)) {
      nodes.change(
          Names.SECURITY_POLICY,
          SecurityPolicies.KIND,
          there.name(),
          Delta.adding(name, Readings.MEMBER),
          "",
          List.of(Names.LOAD_BALANCER),
          "policy of protocols and ciphers, " + name,
          ELB + "CreateLoadBalancerPolicy");
      added.add(Names.SECURITY_POLICY);
    }
  }

  private void removals() {
    List<String> made =
        all.after().keySet().stream().map(ListenerLayout::listenerId).filter(nodes::has).toList();
    others.stream()
        .filter(it -> it.after().isEmpty())
        .forEach(
            group -> {
              change(group, made);
              added.add(id(group));
            });
  }

  /** Listeners that turn to or from TLS, with nothing beside them. */
  void swap() {
    if (!swaps.isEmpty()) {
      boolean proves =
          swaps.stream()
              .flatMap(group -> group.after().values().stream())
              .anyMatch(text -> ListenerText.parse(text).isSecure());
      int spare = sparePort();
      if (proves) {
        prove(spare);
      }
      swaps.forEach(group -> change(group, nodes.ids()));
      String last = id(swaps.get(swaps.size() - 1));
      nodes.fence(last);
      if (proves) {
        discard(spare, last);
      }
      swaps.forEach(group -> added.add(id(group)));
      removals();
    }
    obsoletePolicies();
  }

  private void prove(int port) {
    nodes.add(
        Names.SPARE,
        Action.CREATE,
        new SpareListenerStep(there.name(), port, choice.certificate().orElseThrow().ref()),
        new Undo.DeleteMade(SpareListeners.KIND, String.valueOf(port), there.name()),
        nodes.ids(),
        "prove the certificate with a listener on port %d, which nothing uses".formatted(port),
        List.of(),
        ELB + "CreateLoadBalancerListeners");
  }

  private void discard(int port, String last) {
    nodes.add(
        Names.SPARE + "/removed",
        Action.DELETE,
        new DiscardStep(
            SpareListeners.KIND, String.valueOf(port), there.name(), Ref.to(Names.SPARE)),
        new Undo.Nothing(),
        List.of(Names.SPARE, last),
        "remove the listener on port %d again".formatted(port),
        List.of(),
        ELB + "DeleteLoadBalancerListeners");
  }

  /** A port that is free on both sides, since listeners of one instance port have to agree. */
  private int sparePort() {
    Set<Integer> taken = new TreeSet<>();
    for (Map<String, String> listeners : List.of(there.listeners(), all.after())) {
      listeners.forEach(
          (port, text) -> {
            taken.add(Integer.parseInt(port));
            taken.add(ListenerText.parse(text).instancePort());
          });
    }
    int port = HIGHEST_PORT;
    while (taken.contains(port)) {
      port--;
    }
    return port;
  }

  /** Our policies that no listener has any more. */
  private void obsoletePolicies() {
    boolean secure = spec.fronts().stream().anyMatch(Front::secure);
    for (String name : there.policies().keySet()) {
      boolean wanted = secure && name.equals(spec.securityPolicyName());
      if (SecurityPolicies.isOurs(name) && !wanted) {
        nodes.change(
            Names.SECURITY_POLICY + "/obsolete/" + name,
            SecurityPolicies.KIND,
            there.name(),
            Delta.removing(name, Readings.MEMBER),
            "",
            added,
            "remove the policy " + name,
            ELB + "DeleteLoadBalancerPolicy");
      }
    }
  }

  /** The ports that present something else to clients once this is done. */
  List<Integer> turned() {
    return all.after().keySet().stream().map(Integer::valueOf).sorted().toList();
  }

  /** What people should know of the ports that are down for a while. */
  List<String> notes() {
    if (swaps.isEmpty()) {
      return List.of();
    }
    String ports =
        swaps.stream()
            .flatMap(group -> group.keys().stream())
            .sorted()
            .collect(Collectors.joining(", "));
    return List.of(
        "ports that refuse new connections for about a second each, while their listener is replaced: %s; connections that are open may be cut"
            .formatted(ports));
  }

  private void change(Delta group, List<String> after) {
    List<String> order = new ArrayList<>(List.of(Names.LOAD_BALANCER));
    order.addAll(after);
    ListenerMoves moves = ListenerMoves.of(group.before(), group);
    nodes.change(
        id(group),
        BalancerListeners.KIND,
        there.name(),
        group,
        "",
        order,
        summary(group, moves),
        details(group),
        ELB + call(moves));
  }

  private static List<String> details(Delta group) {
    Map<String, String> lines = new LinkedHashMap<>();
    Nodes.details(group).forEach(line -> lines.put(line.split(":")[0], line));
    return lines.values().stream()
        .map(line -> line.replace(Delta.idOf(Names.CERTIFICATE), "the new certificate"))
        .toList();
  }

  private static String summary(Delta group, ListenerMoves moves) {
    String ports = group.keys().stream().sorted().collect(Collectors.joining(", "));
    String listener = group.keys().size() == 1 ? "the listener on port" : "the listeners on ports";
    if (moves.replacesAny()) {
      return "replace %s %s, which refuse%s new connections for a second or so"
          .formatted(listener, ports, group.keys().size() == 1 ? "s" : "");
    }
    if (group.after().isEmpty()) {
      return "remove %s %s".formatted(listener, ports);
    }
    return moves.made().isEmpty()
        ? "%s of %s %s, with no gap"
            .formatted(moves.certificates().isEmpty() ? "policy" : "certificate", listener, ports)
        : "listen on port " + ports;
  }

  private static String call(ListenerMoves moves) {
    if (!moves.made().isEmpty()) {
      return "CreateLoadBalancerListeners";
    }
    if (!moves.deleted().isEmpty()) {
      return "DeleteLoadBalancerListeners";
    }
    return moves.certificates().isEmpty()
        ? "SetLoadBalancerPoliciesOfListener"
        : "SetLoadBalancerListenerSSLCertificate";
  }

  private static String id(Delta group) {
    return listenerId(group.keys().stream().sorted().collect(Collectors.joining("-")));
  }

  private static String listenerId(String port) {
    return Names.LOAD_BALANCER + "/listener-" + port;
  }
}
