package dev.backstep.internal.planning;

import dev.backstep.internal.engine.ChangeStep;
import dev.backstep.internal.engine.Delta;
import dev.backstep.internal.engine.Step;
import dev.backstep.internal.engine.StepNode;
import dev.backstep.internal.engine.Undo;
import dev.backstep.plan.Action;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The steps of a plan while it is laid out, in order. */
public final class Nodes {

  /** The value of a key of a set: that it is in. */
  public static final String MEMBER = "member";

  private final List<StepNode> nodes = new ArrayList<>();
  private final List<String> fences = new ArrayList<>();

  public List<StepNode> all() {
    return List.copyOf(nodes);
  }

  public boolean has(String id) {
    return nodes.stream().anyMatch(node -> node.id().equals(id));
  }

  /** The ids of all steps so far. */
  public List<String> ids() {
    return nodes.stream().map(StepNode::id).toList();
  }

  /** Lets every step that is added from now on wait for this one. */
  public void fence(String id) {
    fences.add(id);
  }

  /** An id before others. */
  public static List<String> joined(String first, List<String> more) {
    return Stream.concat(Stream.of(first), more.stream()).toList();
  }

  /** Adds a step. */
  public void add(
      String id,
      Action action,
      Step step,
      Undo undo,
      List<String> after,
      String summary,
      List<String> details,
      String call) {
    List<String> present =
        Stream.concat(after.stream(), fences.stream()).filter(this::has).distinct().toList();
    nodes.add(new StepNode(id, action, step, undo, present, summary, details, call));
  }

  /** Says of the step added last that it is volatile until another is done. */
  public void lastIsVolatileUntil(String seal) {
    int last = nodes.size() - 1;
    nodes.set(last, nodes.get(last).volatileUntil(seal));
  }

  /**
   * Adds a change of values that are there, which is undone by restoring them; nothing if the delta
   * is empty.
   */
  public void change(
      String id,
      String kind,
      String thing,
      Delta delta,
      String batch,
      List<String> after,
      String summary,
      String call) {
    change(id, kind, thing, delta, batch, after, summary, details(delta), call);
  }

  /** The same, with what changes in words of its own. */
  public void change(
      String id,
      String kind,
      String thing,
      Delta delta,
      String batch,
      List<String> after,
      String summary,
      List<String> details,
      String call) {
    if (!delta.isEmpty()) {
      add(
          id,
          Action.UPDATE,
          new ChangeStep(kind, thing, delta, false, batch),
          new Undo.RestoreIfStillOurs(kind, thing, delta),
          after,
          summary,
          details,
          call);
    }
  }

  /** What changes, one line a value: {@code idle time-out: 60 s -> 3600 s}. */
  public static List<String> details(Delta delta) {
    Map<String, String> lines = new LinkedHashMap<>();
    delta.before().forEach((key, was) -> lines.put(key, key + ": " + was + " -> none"));
    delta
        .after()
        .forEach(
            (key, becomes) ->
                lines.put(
                    key,
                    "%s: %s -> %s"
                        .formatted(key, delta.before().getOrDefault(key, "none"), becomes)));
    return lines.values().stream()
        .map(line -> line.replace(MEMBER + " -> none", "leaves"))
        .map(line -> line.replace("none -> " + MEMBER, "joins"))
        .map(line -> line.replaceFirst("^\\$\\{([^}]+)}", "$1"))
        .toList();
  }
}
