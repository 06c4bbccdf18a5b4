package dev.backstep.internal.engine;

import dev.backstep.plan.StepReport.State;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The volatile sections of a run: steps whose outcome lives in the process that did them, or on a
 * machine that only it can reach, until another step makes it durable.
 */
final class Sections {

  private Sections() {}

  /** Steps that another process has begun and that only it could have gone on with. */
  static Map<String, StepRun> stale(Map<String, StepRun> steps) {
    Map<String, StepRun> stale = new LinkedHashMap<>();
    steps.forEach(
        (id, step) -> {
          String seal = step.node.volatileUntil();
          if (!seal.isEmpty() && steps.get(seal).state != State.DONE && wasBegun(seal, steps)) {
            stale.put(id, step);
          }
        });
    return stale;
  }

  private static boolean wasBegun(String seal, Map<String, StepRun> steps) {
    return steps.values().stream()
        .filter(step -> step.node.volatileUntil().equals(seal))
        .anyMatch(step -> step.mayHaveActed || step.state != State.NOT_STARTED);
  }
}
