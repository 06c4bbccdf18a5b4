package dev.backstep.internal.impala;

import dev.backstep.internal.engine.Delta;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.elasticloadbalancing.model.Listener;

/**
 * What it takes to lead listeners from how they are to how they are wanted.
 *
 * @param deleted ports whose listener is deleted
 * @param made ports that get a listener
 * @param certificates ports whose certificate is changed in place
 * @param policies ports whose policies are set then
 */
record ListenerMoves(
    List<Integer> deleted,
    Map<Integer, ListenerText> made,
    Map<Integer, String> certificates,
    Map<Integer, List<String>> policies) {

  static ListenerMoves of(Map<String, String> current, Delta change) {
    ListenerMoves moves =
        new ListenerMoves(new ArrayList<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    for (String port : change.keys()) {
      moves.lead(
          Integer.parseInt(port),
          ListenerText.parsed(current.get(port)),
          ListenerText.parsed(change.after().get(port)));
    }
    return moves;
  }

  private void lead(int port, Optional<ListenerText> is, Optional<ListenerText> wanted) {
    boolean stays =
        is.isPresent() && wanted.isPresent() && is.get().isButForCertificate(wanted.get());
    if (is.isPresent() && !stays) {
      deleted.add(port);
    }
    if (wanted.isPresent() && !stays) {
      made.put(port, wanted.get());
    }
    if (stays && !is.get().certificate().equals(wanted.get().certificate())) {
      certificates.put(port, wanted.get().certificate());
    }
    if (wanted.isPresent()
        && !wanted.get().policies().equals(stays ? is.get().policies() : List.of())) {
      policies.put(port, wanted.get().policies());
    }
  }

  /** Whether a port that has a listener gets another one, and refuses connections meanwhile. */
  boolean replacesAny() {
    return deleted.stream().anyMatch(made::containsKey);
  }

  List<Listener> listeners() {
    return made.entrySet().stream().map(one -> one.getValue().on(one.getKey())).toList();
  }
}
