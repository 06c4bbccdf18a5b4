package dev.backstep.testing;

import dev.backstep.plan.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Time that moves only when nothing is going on. An {@link #autoAdvancing()} clock jumps to the
 * next waiting task as soon as no work runs; a {@link #stopped()} one waits for {@link
 * #advance(Duration)}. Both start at 2026-01-01T00:00:00Z. Safe for any number of threads and runs.
 */
public final class ManualTime implements TimeSource {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private record Timer(long at, long order, Runnable task) {}

  private final Object lock = new Object();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparingLong(Timer::at).thenComparingLong(Timer::order));
  private final ThreadLocal<Boolean> worker = ThreadLocal.withInitial(() -> false);
  private final ExecutorService pool =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "manual-time");
            thread.setDaemon(true);
            return thread;
          });
  private final boolean auto;
  private long nanos;
  private long limit;
  private long order;
  private int busy;

  private ManualTime(boolean auto) {
    this.auto = auto;
    this.limit = auto ? Long.MAX_VALUE : 0;
  }

  /** A clock that jumps to the next scheduled task whenever no work runs. */
  public static ManualTime autoAdvancing() {
    return new ManualTime(true);
  }

  /** A clock that stands still until it is told to {@link #advance(Duration)}. */
  public static ManualTime stopped() {
    return new ManualTime(false);
  }

  /**
   * Moves a stopped clock on, running everything that falls due on the way at its own time, and
   * returns when that is done and nothing runs any more.
   *
   * @throws IllegalStateException if the clock advances by itself
   */
  public void advance(Duration duration) throws InterruptedException {
    synchronized (lock) {
      if (auto) {
        throw new IllegalStateException(
            "this ManualTime advances by itself; use ManualTime.stopped() to move it by hand");
      }
      limit = Math.addExact(nanos, duration.toNanos());
      runDue();
      while (busy > 0) {
        lock.wait();
      }
      nanos = limit;
    }
  }

  /** Blocks until nothing runs: what is left waits for time to move. */
  public void awaitIdle() throws InterruptedException {
    synchronized (lock) {
      while (busy > 0) {
        lock.wait();
      }
    }
  }

  @Override
  public Instant now() {
    return START.plusNanos(nanoTime());
  }

  @Override
  public long nanoTime() {
    synchronized (lock) {
      return nanos;
    }
  }

  @Override
  public void execute(Runnable work) {
    begin();
    pool.execute(
        () -> {
          worker.set(true);
          try {
            work.run();
          } finally {
            end();
          }
        });
  }

  @Override
  public Cancellation schedule(Duration delay, Runnable task) {
    return at(delay, () -> execute(task));
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    boolean counted = worker.get();
    Cancellation wakeUp =
        at(
            duration,
            () -> {
              if (counted) {
                begin();
              }
              over.countDown();
            });
    if (counted) {
      end();
    }
    try {
      over.await();
    } catch (InterruptedException e) {
      wakeUp.cancel();
      if (counted && over.getCount() > 0) {
        begin();
      }
      throw e;
    }
  }

  /** The time since the start, such as {@code ManualTime(PT1H)}. */
  @Override
  public String toString() {
    return "ManualTime(" + Duration.ofNanos(nanoTime()) + ")";
  }

  private Cancellation at(Duration delay, Runnable task) {
    synchronized (lock) {
      Timer timer = new Timer(nanos + Math.max(0, delay.toNanos()), order++, task);
      timers.add(timer);
      runDue();
      return () -> {
        synchronized (lock) {
          timers.remove(timer);
        }
      };
    }
  }

  private void begin() {
    synchronized (lock) {
      busy++;
    }
  }

  private void end() {
    synchronized (lock) {
      busy--;
      runDue();
      lock.notifyAll();
    }
  }

  /** Runs the earliest timers if nothing else runs; each may start work, and time then stands. */
  private void runDue() {
    while (busy == 0 && !timers.isEmpty() && timers.peek().at() <= limit) {
      Timer next = timers.remove();
      nanos = Math.max(nanos, next.at());
      next.task().run();
    }
  }
}
