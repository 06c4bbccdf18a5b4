package dev.backstep.plan;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a journal says of a run.
 *
 * @param runId the run, 32 hexadecimal characters
 * @param target what it is about; empty when its records cannot be read
 * @param state how it stands; {@code RUNNING} and {@code ROLLING_BACK} also when its process is
 *     gone
 * @param startedAt when it began
 * @param left the steps that were done or may have been, and are not undone; for a completed run
 *     that is what it made
 * @param problem why its records cannot be read, if so
 */
public record RunSummary(
    String runId,
    String target,
    RunState state,
    Instant startedAt,
    List<String> left,
    Optional<String> problem) {

  /** Copies the list. */
  public RunSummary {
    left = List.copyOf(left);
  }

  /** The same run in another state. */
  public RunSummary withState(RunState other) {
    return new RunSummary(runId, target, other, startedAt, left, problem);
  }

  /** Whether it neither completed nor was undone: it can be resumed or rolled back. */
  public boolean isUnfinished() {
    return state != RunState.COMPLETED && state != RunState.ROLLED_BACK;
  }

  /** One line. */
  @Override
  public String toString() {
    return problem
        .map(why -> "%s  unreadable: %s".formatted(runId, why))
        .orElseGet(
            () ->
                "%s  %s  %s  since %s  %s".formatted(runId, target, state, startedAt, standing()));
  }

  private String standing() {
    return left.isEmpty()
        ? "nothing left"
        : "%d step%s done or begun".formatted(left.size(), left.size() == 1 ? "" : "s");
  }
}
