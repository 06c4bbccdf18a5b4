package dev.backstep.internal.engine;

import dev.backstep.plan.PlanEvent;
import dev.backstep.plan.PlanListener;
import dev.backstep.plan.TimeSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands events to the listeners of one run, in order, on a daemon thread that it holds only while
 * there is something to tell, so that a listener that throws, blocks or fails badly does not harm
 * the run, and a waiting run holds no thread.
 */
final class EventStream {

  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
  private static final int CAPACITY = 10_000;
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** Listeners live in real time, whatever time the run is in. */
  private static final TimeSource REAL_TIME = TimeSource.system();

  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "backstep-events");
            thread.setDaemon(true);
            return thread;
          });

  private final List<PlanListener> listeners;
  private final Queue<PlanEvent> queue = new ArrayDeque<>();
  private boolean delivering;
  private boolean lost;

  EventStream(List<PlanListener> listeners) {
    this.listeners = listeners;
  }

  /** Never blocks. */
  synchronized void emit(PlanEvent event) {
    if (listeners.isEmpty()) {
      return;
    }
    if (queue.size() >= CAPACITY) {
      if (!lost) {
        lost = true;
        LOG.warn("a listener of run {} is too slow; events are lost", event.runId());
      }
      return;
    }
    queue.add(event);
    if (!delivering) {
      delivering = true;
      THREADS.execute(this::deliver);
    }
  }

  /** Waits a little for the listeners to have heard everything. */
  synchronized void awaitDelivery() {
    long until = REAL_TIME.nanoTime() + GRACE_NANOS;
    try {
      while (delivering) {
        long left = until - REAL_TIME.nanoTime();
        if (left <= 0) {
          LOG.warn("a listener has not heard all events after 2 s; not waiting");
          return;
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliver() {
    PlanEvent event;
    while ((event = next()) != null) {
      for (PlanListener listener : listeners) {
        tell(listener, event);
      }
    }
  }

  private synchronized @Nullable PlanEvent next() {
    PlanEvent event = queue.poll();
    if (event == null) {
      delivering = false;
      notifyAll();
    }
    return event;
  }

  private static void tell(PlanListener listener, PlanEvent event) {
    try {
      listener.onEvent(event);
    } catch (Exception | Error e) {
      LOG.warn("listener {} failed on {}", listener, event.getClass().getSimpleName(), e);
    }
  }
}
