package dev.backstep.internal.engine;

import dev.backstep.plan.PlanEvent;
import dev.backstep.plan.PlanListener;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands events to the listeners of one run, in order, on a daemon thread of its own, so that a
 * listener that throws, blocks or fails badly does not harm the run.
 */
final class EventStream {

  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
  private static final int CAPACITY = 10_000;
  private static final long GRACE_SECONDS = 2;

  private final List<PlanListener> listeners;
  private final BlockingQueue<PlanEvent> queue = new LinkedBlockingQueue<>(CAPACITY);
  private final AtomicBoolean lost = new AtomicBoolean();
  private final CountDownLatch drained = new CountDownLatch(1);

  EventStream(String runId, List<PlanListener> listeners) {
    this.listeners = listeners;
    if (listeners.isEmpty()) {
      drained.countDown();
    } else {
      Thread thread = new Thread(this::deliver, "backstep-events-" + runId.substring(0, 8));
      thread.setDaemon(true);
      thread.start();
    }
  }

  /** Never blocks. */
  void emit(PlanEvent event) {
    if (!listeners.isEmpty() && !queue.offer(event) && lost.compareAndSet(false, true)) {
      LOG.warn("a listener of run {} is too slow; events are lost", event.runId());
    }
  }

  /** Waits a little for the listeners to have heard everything. */
  void awaitDelivery() {
    boolean interrupted = false;
    try {
      if (!drained.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("a listener has not heard all events after {} s; not waiting", GRACE_SECONDS);
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void deliver() {
    try {
      PlanEvent event;
      do {
        event = queue.take();
        for (PlanListener listener : listeners) {
          tell(listener, event);
        }
      } while (!(event instanceof PlanEvent.RunFinished));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      drained.countDown();
    }
  }

  private static void tell(PlanListener listener, PlanEvent event) {
    try {
      listener.onEvent(event);
    } catch (Exception | Error e) {
      LOG.warn("listener {} failed on {}", listener, event.getClass().getSimpleName(), e);
    }
  }
}
