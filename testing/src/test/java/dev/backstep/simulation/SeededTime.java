package dev.backstep.simulation;

import dev.backstep.plan.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/**
 * Virtual time on one thread: what is due runs to its end, one piece after the other, in an order
 * that the dice choose, so the same dice give the same history. Whoever asks for work from outside
 * gets it done, with all that follows from it, before he goes on, unless it is held back.
 */
final class SeededTime implements TimeSource {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int MOST_PIECES = 50_000;

  private record Timer(long at, long order, Runnable task) {}

  private final RandomGenerator dice;
  private final List<Runnable> ready = new ArrayList<>();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparingLong(Timer::at).thenComparingLong(Timer::order));
  private long nanos;
  private long order;
  private boolean running;
  private boolean held;
  private boolean halted;

  SeededTime(RandomGenerator dice) {
    this.dice = dice;
  }

  /** A new process comes: nothing is left of what the one before had in mind. */
  void next() {
    halted = false;
    ready.clear();
    timers.clear();
  }

  /** Keeps what is asked for from now on until {@link #run()}. */
  void hold() {
    held = true;
  }

  /**
   * Runs until nothing is left to do.
   *
   * @throws AssertionError if there is no end to it
   */
  void run() {
    held = false;
    running = true;
    try {
      int pieces = 0;
      while (!halted && step()) {
        if (++pieces > MOST_PIECES) {
          throw new AssertionError("I5: no end after " + pieces + " pieces of work");
        }
      }
    } finally {
      running = false;
    }
  }

  /** The process is gone, and all that it had in mind. */
  void halt() {
    halted = true;
  }

  /** Time goes by within a piece of work. */
  void pass(Duration duration) {
    nanos += duration.toNanos();
  }

  @Override
  public Instant now() {
    return START.plusNanos(nanos);
  }

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public void execute(Runnable work) {
    ready.add(work);
    if (!running && !held) {
      run();
    }
  }

  @Override
  public Cancellation schedule(Duration delay, Runnable task) {
    Timer timer = new Timer(nanos + Math.max(0, delay.toNanos()), order++, task);
    timers.add(timer);
    return () -> timers.remove(timer);
  }

  @Override
  public void sleep(Duration duration) {
    pass(duration);
  }

  @Override
  public RandomGenerator dice() {
    return dice;
  }

  private boolean step() {
    while (!timers.isEmpty() && (timers.peek().at() <= nanos || ready.isEmpty())) {
      Timer due = timers.remove();
      nanos = Math.max(nanos, due.at());
      ready.add(due.task());
    }
    if (ready.isEmpty()) {
      return false;
    }
    int last = ready.size() - 1;
    int chosen = dice.nextInt(ready.size());
    Runnable work = ready.set(chosen, ready.get(last));
    ready.remove(last);
    work.run();
    return true;
  }
}
