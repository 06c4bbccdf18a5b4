package dev.backstep.internal.impala;

import dev.backstep.internal.engine.Delta;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Divides a change of listeners into changes that can be made one after the other: mostly one a
 * port. AWS wants listeners that share a port of the instances to agree on whether TLS is used with
 * it; where that changes, those that share it are changed together.
 */
final class ListenerGroups {

  private final Map<String, String> current;
  private final Delta change;
  private final List<Set<String>> groups = new ArrayList<>();

  private ListenerGroups(Map<String, String> current, Delta change) {
    this.current = current;
    this.change = change;
  }

  static List<Delta> of(Map<String, String> current, Delta change) {
    ListenerGroups division = new ListenerGroups(current, change);
    change.keys().forEach(port -> division.groups.add(new TreeSet<>(Set.of(port))));
    division.turning().values().forEach(division::join);
    return division.groups.stream()
        .sorted(Comparator.comparing(ports -> ports.iterator().next()))
        .map(division::part)
        .toList();
  }

  /** The changed ports around each port of the instances with which TLS begins or ends. */
  private Map<Integer, Set<String>> turning() {
    Map<Integer, Set<String>> ports = new HashMap<>();
    Map<Integer, Set<Boolean>> secure = new HashMap<>();
    for (Map<String, String> listeners : List.of(current, change.after())) {
      listeners.forEach(
          (port, text) -> {
            ListenerText listener = ListenerText.parse(text);
            int behind = listener.instancePort();
            secure.computeIfAbsent(behind, key -> new TreeSet<>()).add(listener.isSecureBehind());
            if (change.keys().contains(port)) {
              ports.computeIfAbsent(behind, key -> new TreeSet<>()).add(port);
            }
          });
    }
    ports.keySet().removeIf(behind -> secure.getOrDefault(behind, Set.of()).size() < 2);
    return ports;
  }

  private void join(Set<String> ports) {
    Set<String> joined = new TreeSet<>(ports);
    groups.stream()
        .filter(group -> group.stream().anyMatch(ports::contains))
        .forEach(joined::addAll);
    groups.removeIf(joined::containsAll);
    groups.add(joined);
  }

  private Delta part(Set<String> ports) {
    Map<String, String> named = new HashMap<>();
    ports.forEach(port -> named.put(port, ""));
    return new Delta(
        BalancerLayout.only(change.before(), named), BalancerLayout.only(change.after(), named));
  }
}
