package dev.backstep.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the bytes of a journal file hold. Each record follows the one before; the first that does
 * not ends the reading. If that is the last thing in the file, and not whole, its writer died while
 * writing it: a torn tail, which never counted. Anything else is a file that is not as it was
 * written, or that this version cannot read.
 *
 * @param entries the records up to there
 * @param wholeBytes how many bytes they take
 * @param problem what is wrong behind them, unless it is a torn tail or nothing
 */
record Records(List<JournalEntry> entries, int wholeBytes, Optional<String> problem) {

  static Records of(byte[] bytes, String runId) {
    List<JournalEntry> entries = new ArrayList<>();
    int start = 0;
    while (start < bytes.length) {
      int end = lineEnd(bytes, start);
      Optional<String> problem;
      if (end == bytes.length || !JournalLine.isWhole(bytes, start, end)) {
        problem = isTorn(bytes, start) ? Optional.empty() : Optional.of("is damaged");
        return ending(entries, start, problem);
      }
      try {
        JournalEntry entry = JournalLine.read(bytes, start, end);
        problem = misplaced(entry, entries.size() + 1L, runId);
        if (problem.isPresent()) {
          return ending(entries, start, problem);
        }
        entries.add(entry);
      } catch (IOException e) {
        return ending(entries, start, Optional.of(String.valueOf(e.getMessage())));
      }
      start = end + 1;
    }
    return ending(entries, start, Optional.empty());
  }

  private static Records ending(
      List<JournalEntry> entries, int wholeBytes, Optional<String> problem) {
    int record = entries.size() + 1;
    return new Records(
        List.copyOf(entries), wholeBytes, problem.map(what -> "record " + record + " " + what));
  }

  private static Optional<String> misplaced(JournalEntry entry, long sequence, String runId) {
    if (!entry.runId().equals(runId)) {
      return Optional.of("belongs to run " + entry.runId());
    }
    return entry.sequence() == sequence
        ? Optional.empty()
        : Optional.of("is numbered " + entry.sequence());
  }

  /**
   * Whether what begins here is at most one record that was cut short. One append writes one line,
   * so it is not if there is a good record further on, line feed or not, or the beginning of
   * another line; nor if it is all there is and has nothing of a record.
   */
  private static boolean isTorn(byte[] bytes, int start) {
    for (int i = start + 1; i < bytes.length; i++) {
      if (JournalLine.startsAt(bytes, i)
          && (bytes[i - 1] == '\n' || isGoodRecord(bytes, i, lineEnd(bytes, i)))) {
        return false;
      }
    }
    return start > 0 || JournalLine.couldStartAt(bytes, start);
  }

  private static boolean isGoodRecord(byte[] bytes, int start, int end) {
    return end < bytes.length && JournalLine.isWhole(bytes, start, end);
  }

  /** Why nothing may be added to these, if so. */
  Optional<String> obstacle() {
    return problem.or(() -> obstacle(entries));
  }

  /** Why nothing may be added to these records, if so. */
  static Optional<String> obstacle(List<JournalEntry> entries) {
    return entries.stream()
        .filter(entry -> entry.type() == JournalEntry.Type.UNKNOWN)
        .findFirst()
        .map(
            entry ->
                "record %d is of a type that only a newer version of Backstep knows"
                    .formatted(entry.sequence()));
  }

  private static int lineEnd(byte[] bytes, int start) {
    int end = start;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    return end;
  }
}
