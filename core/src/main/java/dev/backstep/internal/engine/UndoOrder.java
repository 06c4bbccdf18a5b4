package dev.backstep.internal.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reverse graph order: a step is undone once the undo of all that came after it is over. */
final class UndoOrder {

  private UndoOrder() {}

  /**
   * Checks that each step can be reached, so that no undo waits for ever.
   *
   * @throws IllegalArgumentException if some wait for one another
   */
  static void check(List<StepNode> nodes) {
    Map<String, StepRun> steps = new LinkedHashMap<>();
    nodes.forEach(node -> steps.put(node.id(), new StepRun(node)));
    for (StepNode node : nodes) {
      if (node.undo() instanceof Undo.GoesWith with && !node.after().contains(with.step())) {
        throw new IllegalArgumentException(
            "step %s goes with %s and so must come after it".formatted(node.id(), with.step()));
      }
    }
    Optional<StepRun> next;
    while ((next = next(steps)).isPresent()) {
      next.get().undoBegun = true;
      next.get().undoOver = true;
    }
    List<String> stuck =
        steps.values().stream().filter(step -> !step.undoOver).map(StepRun::id).toList();
    if (!stuck.isEmpty()) {
      throw new IllegalArgumentException(
          "the undo of these steps would wait for one another: " + stuck);
    }
  }

  /** The latest step whose undo has not begun and may. */
  static Optional<StepRun> next(Map<String, StepRun> steps) {
    List<StepRun> latestFirst = new ArrayList<>(steps.values());
    Collections.reverse(latestFirst);
    return latestFirst.stream().filter(s -> !s.undoBegun && mayBegin(s, steps)).findFirst();
  }

  /** The steps that came after it and do not simply go with it. */
  static Stream<StepRun> dependantsOf(StepRun step, Map<String, StepRun> steps) {
    return steps.values().stream()
        .filter(other -> other.node.after().contains(step.id()))
        .filter(other -> !goesWith(other, step));
  }

  private static boolean mayBegin(StepRun step, Map<String, StepRun> steps) {
    boolean containerOver =
        !(step.node.undo() instanceof Undo.GoesWith with) || steps.get(with.step()).undoOver;
    return containerOver && dependantsOf(step, steps).allMatch(other -> other.undoOver);
  }

  private static boolean goesWith(StepRun step, StepRun container) {
    return step.node.undo() instanceof Undo.GoesWith with && with.step().equals(container.id());
  }
}
