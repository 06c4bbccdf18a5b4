package dev.backstep.internal.engine;

import dev.backstep.plan.Leftover;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.RunState;
import dev.backstep.plan.StepReport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Makes the report of a run. */
final class Reports {

  private Reports() {}

  static RunReport report(RunMachine run, RunState state) {
    List<Leftover> leftovers =
        new ArrayList<>(
            run.stepRuns().stream()
                .filter(step -> step.undoFailure != null)
                .map(step -> leftover(run, step))
                .toList());
    Collections.reverse(leftovers);
    return new RunReport(
        run.plan().runId(),
        run.plan().target(),
        state,
        run.stepRuns().stream().map(StepRun::report).toList(),
        run.failedStep().map(StepRun::id),
        state == RunState.COMPLETED ? Optional.empty() : Optional.of(headline(run)),
        leftovers,
        run.calls(),
        run.stepRuns().stream().mapToInt(step -> step.chain).max().orElse(0),
        run.wallTime(),
        run.journal(),
        next(run, state));
  }

  /** Which step failed and why, or why the run as a whole stopped. */
  static String headline(RunMachine run) {
    Failure failure = run.failure().orElseThrow();
    Optional<StepRun> failed = run.failedStep();
    if (failure.code().equals(RunMachine.ROLLBACK_ASKED)) {
      return "rollback of run %s of %s, %s"
          .formatted(run.plan().runId(), run.plan().target(), failure.message());
    }
    if (failed.isEmpty()) {
      return "run of %s stopped: %s".formatted(run.plan().target(), failure);
    }
    List<StepRun> steps = new ArrayList<>(run.stepRuns());
    return "step %s (%d of %d) of %s failed: %s"
        .formatted(
            failed.get().id(),
            steps.indexOf(failed.get()) + 1,
            steps.size(),
            run.plan().target(),
            failure);
  }

  private static Leftover leftover(RunMachine run, StepRun step) {
    UndoHandler.Remains remains = remains(run, step);
    Failure why = step.undoFailure;
    return new Leftover(step.id(), remains.what(), String.valueOf(why), remains.command());
  }

  /** A handler that cannot say what remains must not hide that something does. */
  private static UndoHandler.Remains remains(RunMachine run, StepRun step) {
    try {
      UndoHandler<Undo> handler = run.backend().catalog().handlerOf(step.node.undo());
      return handler.remains(step.node.undo(), new Attempt(run, step.id(), step.generation, false));
    } catch (RuntimeException e) {
      return new UndoHandler.Remains(step.node.summary(), "");
    }
  }

  private static List<String> next(RunMachine run, RunState state) {
    String runId = run.plan().runId();
    List<String> unresolved =
        run.stepRuns().stream()
            .filter(step -> step.state == StepReport.State.UNRESOLVED)
            .map(StepRun::id)
            .toList();
    return switch (state) {
      case PARKED ->
          List.of(
              "to go on, mend the cause, then Runs.in(journal).resume(\"" + runId + "\")",
              run.plan().forwardOnly()
                  ? "or call destroy() again, which finds what is left"
                  : "to take it back instead, Runs.in(journal).rollback(\"" + runId + "\")");
      case KEPT -> {
        List<String> lines = new ArrayList<>();
        if (!unresolved.isEmpty()) {
          lines.add("begun and not known to be done: " + String.join(", ", unresolved));
        }
        lines.add("to take it back, Runs.in(journal).rollback(\"" + runId + "\")");
        yield lines;
      }
      case ROLLBACK_INCOMPLETE ->
          List.of("to try the rest again, Runs.in(journal).rollback(\"" + runId + "\")");
      default -> List.of();
    };
  }
}
