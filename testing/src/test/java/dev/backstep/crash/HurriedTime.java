package dev.backstep.crash;

import dev.backstep.plan.TimeSource;
import java.time.Duration;
import java.time.Instant;

/** Real time whose waits are fifty times as short: for a world that is always ready at once. */
final class HurriedTime implements TimeSource {

  private static final int TIMES = 50;

  private final TimeSource real = TimeSource.system();

  @Override
  public Instant now() {
    return real.now();
  }

  @Override
  public long nanoTime() {
    return real.nanoTime() * TIMES;
  }

  @Override
  public void execute(Runnable work) {
    real.execute(work);
  }

  @Override
  public Cancellation schedule(Duration delay, Runnable task) {
    return real.schedule(delay.dividedBy(TIMES), task);
  }

  @Override
  public void sleep(Duration duration) throws InterruptedException {
    real.sleep(duration.dividedBy(TIMES));
  }
}
