package dev.backstep.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the bytes of a journal file hold. Each record follows the one before; the first that does
 * not ends the reading. If that is the last thing in the file, its writer died while writing it: a
 * torn tail, which never counted. If there are records behind it, the file is damaged.
 *
 * @param entries the records up to there
 * @param wholeBytes how many bytes they take
 * @param damage what is wrong behind them, unless it is a torn tail or nothing
 */
record Records(List<JournalEntry> entries, int wholeBytes, Optional<String> damage) {

  static Records of(byte[] bytes, String runId) {
    List<JournalEntry> entries = new ArrayList<>();
    int start = 0;
    while (start < bytes.length) {
      int end = lineEnd(bytes, start);
      Optional<JournalEntry> entry =
          end < bytes.length ? JournalLine.read(bytes, start, end) : Optional.empty();
      if (entry.isEmpty() || !follows(entry.get(), entries.size(), runId)) {
        return new Records(entries, start, damage(bytes, start, entries.size() + 1L));
      }
      entries.add(entry.get());
      start = end + 1;
    }
    return new Records(entries, start, Optional.empty());
  }

  boolean isTorn(byte[] bytes) {
    return damage.isEmpty() && wholeBytes < bytes.length;
  }

  private static boolean follows(JournalEntry entry, int before, String runId) {
    return entry.sequence() == before + 1L && entry.runId().equals(runId);
  }

  /** A good record anywhere behind the start of the bad one, line feed or not, makes it damage. */
  private static Optional<String> damage(byte[] bytes, int badStart, long sequence) {
    for (int start = badStart + 1; start < bytes.length; start++) {
      if (JournalLine.mayStartAt(bytes, start)) {
        int end = lineEnd(bytes, start);
        if (end < bytes.length && JournalLine.read(bytes, start, end).isPresent()) {
          return Optional.of(
              "record %d is damaged, and there are good records behind it".formatted(sequence));
        }
      }
    }
    return Optional.empty();
  }

  private static int lineEnd(byte[] bytes, int start) {
    int end = start;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    return end;
  }
}
