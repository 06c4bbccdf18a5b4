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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes attempts: so many at once, each after its rate limit lets it, those of a batch after one
 * shared read. It says what came of each and decides nothing. Guarded by the lock it is given.
 */
final class Attempts {

  /** Hears what came of an attempt, with the lock held. */
  interface Listener {
    void onOutcome(Task task, Attempt attempt, Outcome outcome);

    void onRead(List<Task> tasks, Attempt attempt);

    void onIdle();

    void onCrash(Error error);
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

  private final Object lock;
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
      Object lock,
      Backend backend,
      TimeSource time,
      Attempt.Host host,
      Listener listener,
      int parallelism) {
    this.lock = lock;
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
            () -> {
              synchronized (lock) {
                if (asleep.remove(task)) {
                  ready.add(task);
                  pump();
                }
              }
            });
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
    occupy(family, () -> finish(task, perform(task), family));
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
            () -> {
              synchronized (lock) {
                if (awaited.remove(permit)) {
                  time.execute(work);
                }
              }
            });
  }

  private record Performed(Attempt attempt, @Nullable Outcome outcome, @Nullable Error crash) {}

  private Performed perform(Task task) {
    Attempt attempt = new Attempt(host, task.step.id(), task.step.generation, task.changed);
    try {
      return new Performed(attempt, invoke(task, attempt), null);
    } catch (Exception e) {
      return new Performed(attempt, outcomeOf(e, attempt), null);
    } catch (Error e) {
      return new Performed(attempt, null, e);
    }
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
    synchronized (lock) {
      inFlight--;
      task.seen = null;
      task.changed |= performed.attempt().changed() || performed.attempt().changing();
      if (performed.crash() != null) {
        listener.onCrash(performed.crash());
        return;
      }
      Outcome outcome = performed.outcome();
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

  @SuppressWarnings("unchecked") // the handler was looked up by the type of the step
  private void readFor(List<Task> tasks, Gate gate, int begun) {
    Task first = tasks.get(0);
    BatchedStepHandler<Step, Object> handler =
        (BatchedStepHandler<Step, Object>) (StepHandler<?>) handler(first);
    Attempt attempt = new Attempt(host, first.step.id(), first.step.generation, false);
    Object seen = null;
    Outcome failed = null;
    try {
      seen = handler.read(tasks.stream().map(task -> task.step.node.step()).toList(), attempt);
    } catch (Exception e) {
      failed = outcomeOf(e, attempt);
    } catch (Error e) {
      synchronized (lock) {
        inFlight--;
        listener.onCrash(e);
        return;
      }
    }
    synchronized (lock) {
      inFlight--;
      listener.onRead(tasks, attempt);
      for (Task task : tasks) {
        if (failed != null) {
          listener.onOutcome(task, new Attempt(host, task.step.id(), 0, false), failed);
          leave(gate);
        } else if (begun == epoch) {
          task.seen = seen;
          task.gate = gate;
          ready.add(task);
        }
      }
      pump();
    }
  }

  private void leave(Gate gate) {
    if (--gate.inFlight == 0) {
      ready.addAll(gate.waiting);
      gate.waiting.clear();
    }
  }
}
