package dev.backstep.crash;

import dev.backstep.crash.PausePoint.Side;
import java.util.Locale;

/**
 * Where a process is killed, and what its successor is told to do.
 *
 * @param record its number, from the work's number one on
 */
record KillPoint(Work work, Side side, int record, String remedy) {

  /** As {@link #toString} says it. */
  static KillPoint parse(String text) {
    String[] parts = text.split(":");
    return new KillPoint(
        Work.valueOf(parts[0].toUpperCase(Locale.ROOT)),
        Side.valueOf(parts[1].toUpperCase(Locale.ROOT)),
        Integer.parseInt(parts[2]),
        parts[3]);
  }

  PausePoint pause() {
    return new PausePoint(side, work.from, record);
  }

  /** Such as {@code update:before:7:rollback}. */
  @Override
  public String toString() {
    return "%s:%s:%d:%s".formatted(work, side.name().toLowerCase(Locale.ROOT), record, remedy);
  }
}
