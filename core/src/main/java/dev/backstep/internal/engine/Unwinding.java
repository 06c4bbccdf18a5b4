package dev.backstep.internal.engine;

import dev.backstep.internal.text.DurationText;
import dev.backstep.journal.JournalEntry.Type;
import dev.backstep.plan.StepReport.State;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Takes steps back in reverse graph order, past failures: all steps of a run, or those of a section
 * of it. Everything happens in turns of the run.
 */
final class Unwinding {

  /** The run, as what is taken back concerns it. */
  interface Host {
    void submit(Task task, Duration after);

    void announce(Task task, Verdict.Again again);

    void record(Type type, Object body);

    void undone(String step);

    void undoFailed(String step, String why);

    /** The credentials are not good any more: nothing more can be taken back for now. */
    void onLockedOut(Failure why);

    /** All is over; what could not be taken back says so itself. */
    void onUnwound();
  }

  private final Map<String, StepRun> steps;
  private final Verdicts verdicts;
  private final Host host;
  private boolean over;

  /** Over steps with their ids, in the order of the plan. */
  Unwinding(Map<String, StepRun> steps, Verdicts verdicts, Host host) {
    this.steps = steps;
    this.verdicts = verdicts;
    this.host = host;
    steps.values().forEach(StepRun::forgetUndo);
  }

  /** Begins each undo whose dependants are over, latest first, until no more can begin. */
  void next() {
    Optional<StepRun> next;
    while ((next = UndoOrder.next(steps)).isPresent()) {
      StepRun step = next.get();
      step.undoBegun = true;
      if (step.hasUndo()) {
        step.message = "";
        host.submit(new Task(step, true), Duration.ZERO);
      } else {
        step.undoOver = true;
        goWith(step);
      }
    }
    if (!over && steps.values().stream().allMatch(step -> step.undoOver)) {
      over = true;
      host.onUnwound();
    }
  }

  private void goWith(StepRun step) {
    if (step.discarded) {
      step.state = State.UNDONE;
    } else if (step.mayHaveActed
        && step.node.undo() instanceof Undo.GoesWith with
        && steps.get(with.step()).state != State.DONE) {
      step.state = steps.get(with.step()).state;
    }
  }

  void onOutcome(Task task, Outcome outcome) {
    StepRun step = task.step;
    boolean blocked =
        UndoOrder.dependantsOf(step, steps).anyMatch(s -> s.state == State.UNDO_FAILED);
    Verdict verdict = verdicts.onUndo(task, outcome, blocked);
    if (verdict instanceof Verdict.Again again) {
      step.message = again.why();
      if (!over) {
        host.announce(task, again);
        host.submit(task, again.after());
      }
    } else if (verdict instanceof Verdict.Failed failed) {
      if (failed.failure().errorClass() == ErrorClass.CREDENTIAL) {
        over = true;
        host.onLockedOut(failed.failure());
      } else {
        failed(step, failed.failure());
        next();
      }
    } else {
      step.state = State.UNDONE;
      step.undoOver = true;
      step.message = "";
      host.record(Type.UNDONE, new Records.Undone(step.id()));
      host.undone(step.id());
      next();
    }
  }

  /** Begins nothing more; what is in flight is heard out. */
  void stop() {
    over = true;
  }

  /** Says of all that is not taken back that it is not. */
  void giveUp(Duration budget) {
    for (StepRun step : steps.values()) {
      if (!step.undoOver && step.hasUndo()) {
        String last = step.message.isEmpty() ? "" : "; last: " + step.message;
        failed(
            step,
            Failure.of(
                ErrorClass.TIMEOUT,
                "BudgetSpent",
                "not undone within the rollback budget of " + DurationText.of(budget) + last));
      }
    }
    over = false;
    next();
  }

  private void failed(StepRun step, Failure why) {
    step.state = State.UNDO_FAILED;
    step.undoOver = true;
    step.undoFailure = why;
    step.message = why.toString();
    host.record(Type.UNDO_FAILED, new Records.UndoFailed(step.id(), why));
    host.undoFailed(step.id(), why.toString());
  }
}
