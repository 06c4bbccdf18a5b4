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
 * @param volatileUntil the step that makes its outcome durable: a process that takes over a run
 *     without that step done takes this one back first and does it anew; empty if it is durable by
 *     itself
 */
public record StepNode(
    String id,
    Action action,
    Step step,
    Undo undo,
    List<String> after,
    String summary,
    List<String> details,
    String call,
    String volatileUntil) {

  /** Copies the lists; in older journals nothing is volatile. */
  public StepNode {
    volatileUntil = volatileUntil == null ? "" : volatileUntil;
    after = List.copyOf(after);
    details = List.copyOf(details);
  }

  /** A step that is durable by itself. */
  public StepNode(
      String id,
      Action action,
      Step step,
      Undo undo,
      List<String> after,
      String summary,
      List<String> details,
      String call) {
    this(id, action, step, undo, after, summary, details, call, "");
  }

  /** The same step, volatile until another is done. */
  public StepNode volatileUntil(String seal) {
    return new StepNode(id, action, step, undo, after, summary, details, call, seal);
  }

  PlannedStep planned() {
    return new PlannedStep(id, action, summary, details, call, undo.inWords(), after);
  }
}
