package dev.backstep.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/**
 * Everything a run knows of time: what it is now, doing work now, doing it later. {@link #system()}
 * is real time; {@code ManualTime} of the testing module makes an hour pass in a millisecond.
 */
public interface TimeSource {

  /** The wall clock, for what people and AWS read. It may jump. */
  Instant now();

  /** A clock that never jumps back, in nanoseconds from an arbitrary start. */
  long nanoTime();

  /**
   * Runs work that may block, such as an AWS call, as soon as a thread is free. Time that is not
   * real does not move while such work runs.
   */
  void execute(Runnable work);

  /**
   * Runs a task after the delay (zero or less: at once). The task must not block. Waiting holds no
   * thread.
   *
   * @return undoes the request; harmless once the task has run
   */
  Cancellation schedule(Duration delay, Runnable task);

  /**
   * Blocks the calling thread for the duration. Only for what cannot be scheduled, such as a
   * planner's reads.
   */
  void sleep(Duration duration) throws InterruptedException;

  /**
   * The dice that spread waiting times. Default: fresh ones. A time that replays gives dice that
   * fall the same again.
   */
  default RandomGenerator dice() {
    return () -> ThreadLocalRandom.current().nextLong();
  }

  /** Real time, on daemon threads that all runs of this JVM share. */
  static TimeSource system() {
    return SystemTime.INSTANCE;
  }

  /** Takes back a scheduled task. */
  @FunctionalInterface
  interface Cancellation {
    /** The task will not run, unless it has begun already. */
    void cancel();
  }
}
