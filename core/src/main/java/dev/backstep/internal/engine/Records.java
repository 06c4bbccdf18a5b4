package dev.backstep.internal.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The bodies of journal records. */
final class Records {

  private Records() {}

  record Run(PlanData plan) {}

  record Intent(String step, int generation, String api, String token, Undo undo) {}

  record Done(String step, Map<String, String> results) {}

  /** {@code clear} is false when an earlier attempt of the step may have acted. */
  record Failed(String step, boolean clear, Failure failure) {}

  record Ambiguous(String step, Failure failure) {}

  record Decision(String what, String why, Duration settleWindow) {}

  record UndoIntent(String step, String api) {}

  record Undone(String step) {}

  record UndoFailed(String step, Failure failure) {}

  record End(String state, List<String> leftovers) {}
}
