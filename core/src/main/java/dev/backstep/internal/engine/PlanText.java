package dev.backstep.internal.engine;

import dev.backstep.plan.Action;
import java.util.ArrayList;
import java.util.List;

/** Writes a plan for people: a sign, the thing, each call, each setting, each undo. */
final class PlanText {

  private PlanText() {}

  static String headline(PlanData plan) {
    return "plan for %s in %s: %s"
        .formatted(
            plan.target(),
            plan.region(),
            changes(plan) == 0
                ? "no changes"
                : changes(plan) == 1 ? "1 change" : changes(plan) + " changes");
  }

  static String describe(PlanData plan) {
    List<String> lines = new ArrayList<>();
    lines.add(headline(plan) + " (account %s, run %s)".formatted(plan.account(), plan.runId()));
    for (StepNode node : plan.steps()) {
      lines.add("  %s %s: %s".formatted(node.action().sign(), node.id(), node.summary()));
      node.details().forEach(detail -> lines.add("        " + detail));
      if (node.action() != Action.UNCHANGED) {
        lines.add("        call: " + node.call());
      }
      if (node.action().changes() && !plan.forwardOnly()) {
        lines.add("        undo: " + node.undo().inWords());
      }
    }
    if (plan.forwardOnly() && changes(plan) > 0) {
      lines.add("  note: this only goes forward: what cannot be removed parks the run");
    }
    plan.notes().forEach(note -> lines.add("  note: " + note));
    return String.join(System.lineSeparator(), lines);
  }

  private static long changes(PlanData plan) {
    return plan.steps().stream().filter(node -> node.action().changes()).count();
  }
}
