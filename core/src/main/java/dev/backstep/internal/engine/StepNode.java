package dev.backstep.internal.engine;

import dev.backstep.plan.Action;
import dev.backstep.plan.PlannedStep;
import java.util.List;

/**
 * A step in its place in a plan.
 *
 * @param id stable within the plan
 * @param action what it does to what is there
 * @param step what is to be done
 * @param undo how it is taken back
 * @param after the steps that must be done before
 * @param summary for people, one line
 * @param details for people, the settings written
 * @param call the AWS call it makes
 */
public record StepNode(
    String id,
    Action action,
    Step step,
    Undo undo,
    List<String> after,
    String summary,
    List<String> details,
    String call) {

  /** Copies the lists. */
  public StepNode {
    after = List.copyOf(after);
    details = List.copyOf(details);
  }

  PlannedStep planned() {
    return new PlannedStep(id, action, summary, details, call, undo.inWords(), after);
  }
}
