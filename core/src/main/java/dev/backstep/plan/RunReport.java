package dev.backstep.plan;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a run went.
 *
 * @param runId the run
 * @param target what it was about
 * @param state how it ended
 * @param steps every step of the plan, in plan order
 * @param failedStep the step that stopped the run, if one did
 * @param failure why the run did not complete; empty when it did
 * @param leftovers what a rollback could not remove, in the order in which to remove it
 * @param calls AWS calls made by the run, reads and undo included, planning excluded
 * @param longestChain the most of these calls that had to wait for one another
 * @param wallTime from start to end
 * @param journal where the records of the run are
 * @param next what to type next, one command or call a line; empty when nothing is needed
 */
public record RunReport(
    String runId,
    String target,
    RunState state,
    List<StepReport> steps,
    Optional<String> failedStep,
    Optional<String> failure,
    List<Leftover> leftovers,
    int calls,
    int longestChain,
    Duration wallTime,
    String journal,
    List<String> next) {

  /** Copies the lists. */
  public RunReport {
    steps = List.copyOf(steps);
    leftovers = List.copyOf(leftovers);
    next = List.copyOf(next);
  }

  /** The whole story as text, several lines. */
  public String describe() {
    return ReportText.describe(this);
  }

  /** One line. */
  @Override
  public String toString() {
    return ReportText.headline(this);
  }
}
