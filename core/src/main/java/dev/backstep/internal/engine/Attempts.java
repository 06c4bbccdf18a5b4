package dev.backstep.internal.engine;

import dev.backstep.plan.TimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Makes attempts: so many at once, each after its rate limit lets it, those of a batch after one
 * shared read. It says what came of each and decides nothing. Everything happens in turns of the
 * run, one after the other; only the attempts themselves are outside.
 */
final class Attempts {

  /** Hears what came of an attempt, in a turn of the run. */
  interface Listener {
    void onOutcome(Task task, Attempt attempt, Outcome outcome);

    void onRead(List<Task> tasks, Attempt attempt);

    void onIdle();

    void onCrash(Throwable thrown);
  }

  /** Keeps the members of a batch in step: the next shared read waits for all attempts. */
  static final class Gate {
    private final Deque<Task> waiting = new ArrayDeque<>();
    private int inFlight;
  }

  /** The leave of the rate limit to make a call, once it comes. */
  private static final class Permit {
    private TimeSource.Cancellation timer = () -> {};
  }

  private final Executor turns;

  /** How far reads may be behind before a change that they do not show is made again. */
  private static final Duration BEHIND = Duration.ofSeconds(10);

  private final Backend backend;
  private final TimeSource time;
  private final Attempt.Host host;
  private final Listener listener;
  private final int parallelism;
  private final Deque<Task> ready = new ArrayDeque<>();
  private final Map<String, Gate> gates = new HashMap<>();
  private final Set<Task> asleep = new HashSet<>();
  private final Set<Permit> awaited = new HashSet<>();
  private int inFlight;
  private int epoch;

  Attempts(
      Executor turns,
      Backend backend,
      TimeSource time,
      Attempt.Host host,
      Listener listener,
      int parallelism) {
    this.turns = turns;
    this.backend = backend;
    this.time = time;
    this.host = host;
    this.listener = listener;
    this.parallelism = parallelism;
  }

  /** Queues an attempt; {@link #pump} starts it. */
  void submit(Task task, Duration delay) {
    if (delay.isZero() || delay.isNegative()) {
      ready.add(task);
      return;
    }
    asleep.add(task);
    task.timer =
        time.schedule(
            delay,
            () ->
                turns.execute(
                    () -> {
                      if (asleep.remove(task)) {
                        ready.add(task);
                        pump();
                      }
                    }));
  }

  /** Forgets everything that is not in flight. */
  void clear() {
    epoch++;
    asleep.forEach(Task::cancelTimer);
    asleep.clear();
    awaited.forEach(permit -> permit.timer.cancel());
    inFlight -= awaited.size();
    awaited.clear();
    ready.clear();
    gates.clear();
  }

  boolean isIdle() {
    return inFlight == 0;
  }

  /** Starts what is ready, as far as there is room. */
  void pump() {
    while (inFlight < parallelism && !ready.isEmpty()) {
      Task task = ready.remove();
      if (task.seen == null && batched(task) instanceof BatchedStepHandler<?, ?> handler) {
        startBatch(handler, task);
      } else {
        start(task);
      }
    }
    if (inFlight == 0) {
      listener.onIdle();
    }
  }

  private @Nullable StepHandler<Step> batched(Task task) {
    return task.undo || task.lookingUp ? null : handler(task);
  }

  private StepHandler<Step> handler(Task task) {
    return backend.catalog().handlerOf(task.step.node.step());
  }

  private UndoHandler<Undo> undoHandler(Task task) {
    return backend.catalog().handlerOf(task.step.node.undo());
  }

  private void start(Task task) {
    String family = task.undo ? undoHandler(task).family() : handler(task).family();
    occupy(
        family,
        () -> {
          Performed performed = perform(task);
          turns.execute(() -> finish(task, performed, family));
        });
  }

  private void occupy(String family, Runnable work) {
    inFlight++;
    Duration wait = backend.permission(family);
    if (wait.isZero()) {
      time.execute(work);
      return;
    }
    Permit permit = new Permit();
    awaited.add(permit);
    permit.timer =
        time.schedule(
            wait,
            () ->
                turns.execute(
                    () -> {
                      if (awaited.remove(permit)) {
                        time.execute(work);
                      }
                    }));
  }

  private record Performed(Attempt attempt, @Nullable Outcome outcome, @Nullable Error crash) {}

  private Performed perform(Task task) {
    Attempt attempt =
        new Attempt(host, task.step.id(), task.step.generation, task.changed, mayReadWhatWas(task));
    try {
      Outcome outcome = invoke(task, attempt);
      return new Performed(
          attempt, Objects.requireNonNull(outcome, "the handler gave no outcome"), null);
    } catch (Exception e) {
      return new Performed(attempt, outcomeOf(e, attempt), null);
    } catch (Error e) {
      return new Performed(attempt, null, e);
    }
  }

  private boolean mayReadWhatWas(Task task) {
    return task.unseenSince != null && time.nanoTime() - task.unseenSince < BEHIND.toNanos();
  }

  private Outcome invoke(Task task, Attempt attempt) {
    if (task.undo) {
      return undoHandler(task).attempt(task.step.node.undo(), attempt);
    }
    StepHandler<Step> handler = handler(task);
    if (task.lookingUp) {
      return handler.lookUp(task.step.node.step(), attempt);
    }
    if (task.seen != null) {
      return observed(handler, task, attempt);
    }
    return handler.attempt(task.step.node.step(), attempt);
  }

  @SuppressWarnings("unchecked") // what was seen came from the same handler's read
  private static Outcome observed(StepHandler<Step> handler, Task task, Attempt attempt) {
    return ((BatchedStepHandler<Step, @Nullable Object>) handler)
        .attempt(task.step.node.step(), task.seen, attempt);
  }

  private Outcome outcomeOf(Exception thrown, Attempt attempt) {
    if (thrown instanceof Attempt.Stopped) {
      return new Outcome.Refused(
          Failure.of(ErrorClass.CANCELLED, "Stopped", "the run was stopped before the call"));
    }
    Failure failure = backend.explain(thrown);
    return attempt.changing() && failure.errorClass().unclear()
        ? new Outcome.Ambiguous(failure)
        : new Outcome.Refused(failure);
  }

  private void finish(Task task, Performed performed, String family) {
    inFlight--;
    task.seen = null;
    task.changed |= performed.attempt().changed();
    if (performed.crash() != null) {
      listener.onCrash(performed.crash());
      return;
    }
    Outcome outcome = performed.outcome();
    if (performed.attempt().changed() && outcome instanceof Outcome.NotYet) {
      task.unseenSince = time.nanoTime();
    }
    if (outcome instanceof Outcome.Refused refused
        && refused.failure().errorClass() == ErrorClass.THROTTLE) {
      backend.throttled(family);
    }
    Gate gate = task.gate;
    task.gate = null;
    listener.onOutcome(task, performed.attempt(), outcome);
    if (gate != null) {
      leave(gate);
    }
    pump();
  }

  private void startBatch(BatchedStepHandler<?, ?> handler, Task first) {
    Gate gate = gates.computeIfAbsent(batchKey(handler, first), key -> new Gate());
    if (gate.inFlight > 0) {
      gate.waiting.add(first);
      return;
    }
    List<Task> tasks = new ArrayList<>(List.of(first));
    ready.removeIf(task -> sameBatch(task, handler, first) && tasks.add(task));
    gate.inFlight = tasks.size();
    int begun = epoch;
    occupy(handler.family(), () -> readFor(tasks, gate, begun));
  }

  private boolean sameBatch(Task task, BatchedStepHandler<?, ?> handler, Task first) {
    return task.seen == null
        && batched(task) == handler
        && batchKey(handler, task).equals(batchKey(handler, first));
  }

  @SuppressWarnings("unchecked") // the handler was looked up by the type of the step
  private static String batchKey(BatchedStepHandler<?, ?> handler, Task task) {
    return ((BatchedStepHandler<Step, ?>) handler).batch(task.step.node.step());
  }

  private record Read(@Nullable Object seen, @Nullable Outcome failed, @Nullable Error crash) {}

  private void readFor(List<Task> tasks, Gate gate, int begun) {
    Task first = tasks.get(0);
    Attempt attempt = new Attempt(host, first.step.id(), first.step.generation, false);
    Read read = read(tasks, attempt);
    turns.execute(() -> share(tasks, gate, begun, attempt, read));
  }

  @SuppressWarnings("unchecked") // the handler was looked up by the type of the step
  private Read read(List<Task> tasks, Attempt attempt) {
    BatchedStepHandler<Step, Object> handler =
        (BatchedStepHandler<Step, Object>) (StepHandler<?>) handler(tasks.get(0));
    try {
      Object seen =
          handler.read(tasks.stream().map(task -> task.step.node.step()).toList(), attempt);
      return new Read(Objects.requireNonNull(seen, "the handler read nothing"), null, null);
    } catch (Exception e) {
      return new Read(null, outcomeOf(e, attempt), null);
    } catch (Error e) {
      return new Read(null, null, e);
    }
  }

  private void share(List<Task> tasks, Gate gate, int begun, Attempt attempt, Read read) {
    inFlight--;
    if (read.crash() != null) {
      listener.onCrash(read.crash());
      return;
    }
    listener.onRead(tasks, attempt);
    for (Task task : tasks) {
      if (read.failed() != null) {
        listener.onOutcome(task, new Attempt(host, task.step.id(), 0, false), read.failed());
        leave(gate);
      } else if (begun == epoch) {
        task.seen = read.seen();
        task.gate = gate;
        ready.add(task);
      }
    }
    pump();
  }

  private void leave(Gate gate) {
    if (--gate.inFlight == 0) {
      ready.addAll(gate.waiting);
      gate.waiting.clear();
    }
  }
}
