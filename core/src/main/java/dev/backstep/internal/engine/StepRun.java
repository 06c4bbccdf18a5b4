package dev.backstep.internal.engine;

import dev.backstep.plan.StepReport;
import dev.backstep.plan.StepReport.State;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How one step of a run stands. Guarded by the lock of its {@link RunMachine}. */
final class StepRun {

  final StepNode node;
  State state = State.NOT_STARTED;
  Map<String, String> results = Map.of();

  /** A change was sent: answered, or not answered and so perhaps made. */
  boolean mayHaveActed;

  /** A change was sent whose answer never came, and nothing since has told. */
  boolean unclear;

  /** What it made was deleted again by a later step, as planned. */
  boolean discarded;

  /** The undo has begun, or was found not to be needed. */
  boolean undoBegun;

  /** The undo has come to its end, whatever end that was. */
  boolean undoOver;

  /** When the last change was about to be sent, by the clock that never jumps. */
  @Nullable Long lastChange;

  /** When the last change was about to be sent whose answer never came, by that clock. */
  @Nullable Long unanswered;

  /** How fast it goes, where it says so. */
  final Pace pace = new Pace();

  int generation;
  int calls;
  int chain;
  String message = "";
  @Nullable Failure undoFailure;

  StepRun(StepNode node) {
    this.node = node;
  }

  String id() {
    return node.id();
  }

  boolean hasUndo() {
    return mayHaveActed
        && !discarded
        && !(node.undo() instanceof Undo.Nothing)
        && !(node.undo() instanceof Undo.GoesWith);
  }

  /** Before it is taken back: what was tried before counts no more. */
  void forgetUndo() {
    mayHaveActed &= state != State.UNDONE;
    undoBegun = false;
    undoOver = false;
    undoFailure = null;
  }

  /** As if it had never begun, but for its client token, which is another one. */
  void beginAfresh() {
    forgetUndo();
    state = State.NOT_STARTED;
    results = Map.of();
    mayHaveActed = false;
    unclear = false;
    discarded = false;
    lastChange = null;
    unanswered = null;
    message = "";
    generation++;
  }

  StepReport report() {
    return new StepReport(id(), state, calls, results, message);
  }
}
