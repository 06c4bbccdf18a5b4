package dev.backstep.internal.engine;

import dev.backstep.internal.text.DurationText;
import dev.backstep.journal.JournalEntry.Type;
import dev.backstep.plan.OnFailure;
import dev.backstep.plan.PlanEvent;
import dev.backstep.plan.RunOptions;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.RunState;
import dev.backstep.plan.StepReport.State;
import dev.backstep.plan.TimeSource;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One run: begins steps whose predecessors are done, decides what follows from each outcome, and on
 * failure takes back what was done. All state is guarded by this object's lock and changes in
 * turns; attempts are made outside them. What a turn throws is a crash: nothing more is recorded or
 * changed, and the journal says what there is to take back.
 *
 * <p>It is long, since all that a run can turn to stands in one place, under one lock: what makes
 * attempts, judges outcomes, orders undos, keeps records and writes reports is elsewhere.
 */
final class RunMachine implements Attempts.Listener, Attempt.Host, Unwinding.Host {

  /** The code of the reason of a rollback that nothing failed for. */
  static final String ROLLBACK_ASKED = "RollbackAsked";

  private enum Phase {
    /** Taking back what an earlier process left half done, to do it anew. */
    REWINDING,
    FORWARD,
    STOPPING,
    ROLLING_BACK,
    CRASHED,
    OVER
  }

  private static final String JOURNAL_BROKEN = "JournalBroken";

  private final PlanData plan;
  private final RunOptions options;
  private final Backend backend;
  private final TimeSource time;
  private final RunLog log;
  private final String journal;
  private final EventStream events;
  private final Attempts attempts;
  private final Verdicts verdicts;
  private final Map<String, StepRun> steps = new LinkedHashMap<>();
  private final CompletableFuture<RunReport> end = new CompletableFuture<>();
  private final long startedAt;
  private Phase phase = Phase.FORWARD;
  private Map<String, StepRun> section = Map.of();
  private Unwinding unwinding;
  private int calls;
  private boolean rollbackDecided;
  private boolean budgetSpent;
  private @Nullable StepRun failedStep;
  private @Nullable Failure failure;
  private @Nullable Throwable crash;
  private TimeSource.Cancellation alarm = () -> {};

  RunMachine(
      PlanData plan,
      RunOptions options,
      Backend backend,
      TimeSource time,
      RunLog log,
      String journal,
      Replay replay) {
    this.plan = plan;
    this.options = options;
    this.backend = backend;
    this.time = time;
    this.log = log;
    this.journal = journal;
    this.events = new EventStream(options.listeners());
    this.attempts = new Attempts(this::turn, backend, time, this, this, options.parallelism());
    this.verdicts = new Verdicts(backend, time, options.settleWindow());
    this.startedAt = time.nanoTime();
    plan.steps().forEach(node -> steps.put(node.id(), replay.restore(node)));
    this.unwinding = new Unwinding(Map.of(), verdicts, this);
  }

  /** Records the plan, then begins. Nothing is begun when the plan cannot be recorded. */
  void begin() {
    log.write(Type.RUN, new Records.Run(plan));
    time.execute(() -> turn(this::start));
  }

  /** Goes on after what the journal says is done. */
  void resume() {
    time.execute(() -> turn(this::start));
  }

  private synchronized void turn(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      onCrash(e);
    }
  }

  private void start() {
    if (phase != Phase.FORWARD) {
      return;
    }
    emit(new PlanEvent.RunStarted(plan.runId(), time.now(), plan.target(), steps.size()));
    alarm = time.schedule(options.deadline(), () -> turn(this::onDeadline));
    section = Sections.stale(steps);
    if (section.isEmpty()) {
      beginReady();
    } else {
      phase = Phase.REWINDING;
      unwinding = new Unwinding(section, verdicts, this);
      unwinding.next();
    }
    attempts.pump();
  }

  private void onRewound() {
    phase = Phase.FORWARD;
    Optional<StepRun> left =
        section.values().stream().filter(step -> step.undoFailure != null).findFirst();
    if (left.isPresent()) {
      stop(left.get(), left.get().undoFailure);
    } else {
      section.values().forEach(StepRun::beginAfresh);
      beginReady();
    }
  }

  /** Takes back what the journal says was done, or may have been. */
  synchronized void rollBack(String why) {
    failure = Failure.of(ErrorClass.CANCELLED, ROLLBACK_ASKED, why);
    phase = Phase.STOPPING;
    rollbackDecided = true;
    time.execute(() -> turn(attempts::pump));
  }

  /** Stops at the next boundary, for a reason; no effect once the run is stopping or over. */
  void cancel(String why) {
    turn(
        () -> {
          if (isUnderWay()) {
            stop(null, Failure.of(ErrorClass.CANCELLED, "Cancelled", why));
            time.execute(() -> turn(attempts::pump));
          }
        });
  }

  private boolean isUnderWay() {
    return phase == Phase.FORWARD || phase == Phase.REWINDING;
  }

  boolean isOver() {
    return end.isDone();
  }

  CompletableFuture<RunReport> end() {
    return end;
  }

  EventStream events() {
    return events;
  }

  synchronized Map<String, Map<String, String>> results() {
    Map<String, Map<String, String>> all = new LinkedHashMap<>();
    steps.forEach((id, step) -> all.put(id, step.results));
    return all;
  }

  synchronized Optional<ErrorClass> failureClass() {
    return Optional.ofNullable(failure).map(Failure::errorClass);
  }

  private void onDeadline() {
    if (isUnderWay()) {
      String unfinished =
          String.join(
              ", ",
              steps.values().stream()
                  .filter(step -> step.state != State.DONE)
                  .map(
                      step ->
                          step.message.isEmpty()
                              ? step.id()
                              : step.id() + " (" + step.message + ")")
                  .toList());
      stop(
          null,
          Failure.of(
              ErrorClass.TIMEOUT,
              "DeadlineExceeded",
              "the run was not done within %s; not done: %s"
                  .formatted(DurationText.of(options.deadline()), unfinished)));
      attempts.pump();
    }
  }

  private void beginReady() {
    for (StepRun step : steps.values()) {
      if (step.state == State.NOT_STARTED && allDone(step.node.after())) {
        step.state = State.UNRESOLVED;
        step.chain = step.node.after().stream().mapToInt(id -> steps.get(id).chain).max().orElse(0);
        emit(new PlanEvent.StepStarted(plan.runId(), time.now(), step.id(), step.node.summary()));
        attempts.submit(verdicts.begin(step), Duration.ZERO);
      }
    }
    if (allDone(steps.keySet())) {
      finish(RunState.COMPLETED);
    }
  }

  private boolean allDone(Collection<String> ids) {
    return ids.stream().allMatch(id -> steps.get(id).state == State.DONE);
  }

  @Override
  public void onOutcome(Task task, Attempt attempt, Outcome outcome) {
    task.attempts++;
    count(task.step, attempt);
    task.step.mayHaveActed |= attempt.changed() && !task.undo;
    if (phase == Phase.CRASHED || phase == Phase.OVER) {
      return;
    }
    if (log.broken().isPresent()) {
      onJournalBroken(log.broken().get());
    } else if (task.undo) {
      unwinding.onOutcome(task, outcome);
    } else {
      onStepOutcome(task, outcome);
    }
  }

  private void count(StepRun step, Attempt attempt) {
    calls += attempt.calls();
    step.calls += attempt.calls();
    if (phase == Phase.FORWARD) {
      step.chain += attempt.calls();
    }
  }

  @Override
  public void onRead(List<Task> tasks, Attempt attempt) {
    calls += attempt.calls();
    for (Task task : tasks) {
      task.step.calls += attempt.calls();
      task.step.chain += attempt.calls();
    }
  }

  @Override
  public void onIdle() {
    if (phase == Phase.STOPPING) {
      afterStop();
    } else if (phase == Phase.CRASHED) {
      endCrashed();
    }
  }

  @Override
  public void onCrash(Throwable thrown) {
    if (crash == null) {
      crash = thrown;
      phase = Phase.CRASHED;
      alarm.cancel();
      attempts.clear();
    }
    if (attempts.isIdle()) {
      endCrashed();
    }
  }

  /** Only now: while a call was in flight, nobody else should have gone on with this run. */
  private void endCrashed() {
    phase = Phase.OVER;
    try {
      log.close();
    } finally {
      end.completeExceptionally(crash);
    }
  }

  private void onStepOutcome(Task task, Outcome outcome) {
    StepRun step = task.step;
    if (outcome instanceof Outcome.Done done) {
      onDone(task, done.results());
      return;
    }
    if (outcome instanceof Outcome.Ambiguous ambiguous) {
      step.unclear = true;
      step.unanswered = step.lastChange;
      step.mayHaveActed = true;
      record(Type.AMBIGUOUS, new Records.Ambiguous(step.id(), ambiguous.failure()));
    }
    Verdict verdict = verdicts.onStep(task, outcome);
    if (verdict instanceof Verdict.Again again) {
      step.message = again.why();
      if (phase == Phase.FORWARD) {
        announce(task, again);
        attempts.submit(task, again.after());
      }
    } else if (verdict instanceof Verdict.Failed failed) {
      step.state = State.FAILED;
      step.message = failed.failure().toString();
      record(Type.FAILED, new Records.Failed(step.id(), !step.mayHaveActed, failed.failure()));
      emit(new PlanEvent.StepFailed(plan.runId(), time.now(), step.id(), step.message));
      stop(step, failed.failure());
    }
  }

  private void onDone(Task task, Map<String, String> results) {
    StepRun step = task.step;
    step.results = results;
    step.unclear = false;
    record(Type.DONE, new Records.Done(step.id(), results));
    step.state = State.DONE;
    step.message = "";
    if (step.node.step() instanceof DiscardStep discard && discard.thing().step() != null) {
      steps.get(discard.thing().step()).discarded = true;
    }
    emit(new PlanEvent.StepDone(plan.runId(), time.now(), step.id(), results));
    if (phase == Phase.FORWARD) {
      beginReady();
    }
  }

  private void stop(@Nullable StepRun step, @Nullable Failure why) {
    if (isUnderWay()) {
      failedStep = step;
      failure = why;
      stopAll();
    }
  }

  /** Begins nothing more; what is in flight is heard out, and then {@link #afterStop} decides. */
  private void stopAll() {
    phase = Phase.STOPPING;
    alarm.cancel();
    attempts.clear();
    unwinding.stop();
  }

  private void afterStop() {
    for (StepRun step : steps.values()) {
      if (step.state == State.UNRESOLVED && !step.mayHaveActed) {
        step.state = State.NOT_STARTED;
      }
    }
    boolean parks =
        log.broken().isPresent()
            || plan.forwardOnly() && !rollbackDecided
            || failureClass().filter(ErrorClass::parks).isPresent();
    if (parks) {
      finish(RunState.PARKED);
    } else if (budgetSpent) {
      unwinding.giveUp(options.rollbackBudget());
    } else if (options.onFailure() == OnFailure.KEEP && !rollbackDecided) {
      finish(RunState.KEPT);
    } else {
      beginRollback();
    }
  }

  private void beginRollback() {
    phase = Phase.ROLLING_BACK;
    String why = headline();
    record(Type.DECISION, new Records.Decision("ROLL_BACK", why, options.settleWindow()));
    emit(new PlanEvent.RollbackStarted(plan.runId(), time.now(), why));
    alarm = time.schedule(options.rollbackBudget(), () -> turn(this::onBudgetSpent));
    unwinding = new Unwinding(steps, verdicts, this);
    unwinding.next();
    attempts.pump();
  }

  private void onBudgetSpent() {
    if (phase == Phase.ROLLING_BACK) {
      budgetSpent = true;
      stopAll();
      attempts.pump();
    }
  }

  @Override
  public void onUnwound() {
    if (phase == Phase.REWINDING) {
      onRewound();
    } else {
      boolean left = steps.values().stream().anyMatch(step -> step.undoFailure != null);
      finish(left ? RunState.ROLLBACK_INCOMPLETE : RunState.ROLLED_BACK);
    }
  }

  @Override
  public void onLockedOut(Failure why) {
    failure = why;
    stopAll();
  }

  @Override
  public void submit(Task task, Duration after) {
    attempts.submit(task, after);
  }

  @Override
  public void undone(String step) {
    emit(new PlanEvent.StepUndone(plan.runId(), time.now(), step));
  }

  @Override
  public void undoFailed(String step, String why) {
    emit(new PlanEvent.UndoFailed(plan.runId(), time.now(), step, why));
  }

  @Override
  public void announce(Task task, Verdict.Again again) {
    if (again.after().isZero() && !again.failed()) {
      return;
    }
    String id = task.step.id();
    emit(
        again.failed()
            ? new PlanEvent.RetryScheduled(
                plan.runId(), time.now(), id, task.attempts, again.after(), again.why())
            : new PlanEvent.StepWaiting(plan.runId(), time.now(), id, again.after(), again.why()));
  }

  private void finish(RunState state) {
    phase = Phase.OVER;
    alarm.cancel();
    RunReport report = Reports.report(this, state);
    record(
        Type.END,
        new Records.End(
            state.name(), report.leftovers().stream().map(left -> left.what()).toList()));
    log.close();
    emit(new PlanEvent.RunFinished(plan.runId(), time.now(), report));
    end.complete(report);
  }

  @Override
  public void record(Type type, Object body) {
    if (log.broken().isEmpty()) {
      try {
        log.write(type, body);
      } catch (RuntimeException e) {
        onJournalBroken(e);
      }
    }
  }

  private void onJournalBroken(RuntimeException why) {
    if (phase == Phase.OVER) {
      return;
    }
    if (failure == null || !failure.code().equals(JOURNAL_BROKEN)) {
      String before = failure == null ? "" : "; before that: " + headline();
      failure =
          Failure.of(
              ErrorClass.REFUSED,
              JOURNAL_BROKEN,
              "the journal at %s cannot be written, so nothing more is changed: %s%s"
                  .formatted(journal, why.getMessage(), before));
      failedStep = null;
    }
    stopAll();
  }

  private void emit(PlanEvent event) {
    events.emit(event);
  }

  private String headline() {
    return Reports.headline(this);
  }

  // What an attempt asks of its run, from its own thread.

  @Override
  public PlanData plan() {
    return plan;
  }

  @Override
  public synchronized String idOf(Ref ref) {
    if (ref.id() != null) {
      return ref.id();
    }
    String id = steps.get(ref.step()).results.get("id");
    if (id == null) {
      throw new IllegalStateException("step %s has given no id".formatted(ref.step()));
    }
    return id;
  }

  @Override
  public synchronized Optional<String> made(String step) {
    return Optional.ofNullable(steps.get(step).results.get("id"));
  }

  @Override
  public synchronized boolean settled(String step) {
    return verdicts.settledIn(steps.get(step)).isZero();
  }

  @Override
  public synchronized boolean wasUnanswered(String step) {
    return steps.get(step).unanswered != null;
  }

  @Override
  public synchronized boolean isStopping() {
    return !isUnderWay() && phase != Phase.ROLLING_BACK;
  }

  @Override
  public void progress(String step, int percent, String what) {
    Optional<Duration> left;
    synchronized (this) {
      left = steps.get(step).pace.timeLeft(percent, time.nanoTime());
    }
    emit(new PlanEvent.StepProgress(plan.runId(), time.now(), step, percent, left, what));
  }

  @Override
  public void output(String step, String line) {
    emit(new PlanEvent.StepOutput(plan.runId(), time.now(), step, line));
  }

  @Override
  public void intend(String step, String api) {
    StepRun run = steps.get(step);
    boolean undoing;
    synchronized (this) {
      if (!isUnderWay() && phase != Phase.ROLLING_BACK) {
        throw new Attempt.Stopped();
      }
      undoing = phase != Phase.FORWARD;
      if (!undoing) {
        run.lastChange = time.nanoTime();
      }
    }
    if (undoing) {
      log.write(Type.UNDO_INTENT, new Records.UndoIntent(step, api));
    } else {
      String token = new Attempt(this, step, run.generation, false).token();
      log.write(Type.INTENT, new Records.Intent(step, run.generation, api, token, run.node.undo()));
    }
  }

  // What a report is made of.

  Backend backend() {
    return backend;
  }

  Collection<StepRun> stepRuns() {
    return steps.values();
  }

  Optional<StepRun> failedStep() {
    return Optional.ofNullable(failedStep);
  }

  Optional<Failure> failure() {
    return Optional.ofNullable(failure);
  }

  int calls() {
    return calls;
  }

  String journal() {
    return journal;
  }

  Duration wallTime() {
    return Duration.ofNanos(time.nanoTime() - startedAt);
  }
}
