package dev.backstep.internal.ssh;

import dev.backstep.plan.TimeSource;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * When something that lasts is to be given up: on request, or when its time is over.
 *
 * @param stopped asked about ten times a second
 * @param limit how long it may take, counted on the time source from when it begins
 * @param time what counts
 */
public record Bounds(BooleanSupplier stopped, Duration limit, TimeSource time) {

  /** How long it may take, with nobody to stop it. */
  public static Bounds within(Duration limit, TimeSource time) {
    return new Bounds(() -> false, limit, time);
  }

  /** A watch over something that begins now. */
  Watch begin() {
    long began = time.nanoTime();
    return new Watch() {
      @Override
      public boolean isStopped() {
        return stopped.getAsBoolean();
      }

      @Override
      public boolean isOver() {
        return time.nanoTime() - began > limit.toNanos();
      }
    };
  }

  /** Says when to give up. */
  interface Watch {
    boolean isStopped();

    boolean isOver();
  }
}
