package dev.backstep.crash;

import dev.backstep.journal.JournalEntry.Type;

/**
 * Where a process stops: at the n-th record it writes, counted from the first of a type.
 *
 * @param side whether before it is written, so that a call was answered and nobody wrote it down,
 *     or after, so that a call was written down and not made
 * @param from the type of the record that is number one
 * @param record from 1
 */
record PausePoint(Side side, Type from, int record) {

  /** On which side of the writing. */
  enum Side {
    BEFORE,
    AFTER
  }

  static PausePoint after(Type type) {
    return new PausePoint(Side.AFTER, type, 1);
  }

  static PausePoint parse(String text) {
    String[] parts = text.split(":");
    return new PausePoint(
        Side.valueOf(parts[0]), Type.valueOf(parts[1]), Integer.parseInt(parts[2]));
  }

  @Override
  public String toString() {
    return side + ":" + from + ":" + record;
  }
}
