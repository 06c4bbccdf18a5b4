package dev.backstep.simulation;

import dev.backstep.journal.Journal;
import dev.backstep.journal.JournalEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Records that survive the processes which write them, each until its disk is full or it dies. */
final class DurableJournal implements Journal {

  private final List<JournalEntry> entries = new ArrayList<>();
  private final Map<String, Integer> intents = new HashMap<>();
  private final Predicate<JournalEntry.Type> kept;
  private Life life;
  private long recordsLeft;
  private boolean full;

  /** Keeps only records of some types: an honest journal keeps all. */
  DurableJournal(Predicate<JournalEntry.Type> kept) {
    this.kept = kept;
    this.life = Life.endless();
  }

  /** The next process; its disk is full at the n-th record, or never with 0. */
  void next(Life process, long fullAt) {
    life = process;
    recordsLeft = fullAt;
    full = false;
  }

  /** How many intents there are to change, or to undo, a step. */
  int intents(String step, boolean undo) {
    return intents.getOrDefault(key(step, undo), 0);
  }

  boolean isFull() {
    return full;
  }

  List<JournalEntry> entries() {
    return entries;
  }

  @Override
  public RunJournal open(String runId) {
    Life writer = life;
    return new RunJournal() {
      @Override
      public JournalEntry append(Instant at, JournalEntry.Type type, String body) {
        writer.boundary();
        if (recordsLeft > 0 && --recordsLeft == 0) {
          full = true;
        }
        if (full) {
          throw new UncheckedIOException(new IOException("no space left on device"));
        }
        JournalEntry entry = new JournalEntry(runId, entries.size() + 1L, at, type, body);
        if (kept.test(type)) {
          entries.add(entry);
          count(entry);
        }
        writer.boundary();
        return entry;
      }

      @Override
      public void close() {
        // The lock of a dead process is free; that a run has one writer is tested elsewhere.
      }
    };
  }

  @Override
  public List<JournalEntry> read(String runId) {
    return List.copyOf(entries);
  }

  @Override
  public List<String> runIds() {
    return entries.isEmpty() ? List.of() : List.of(entries.get(0).runId());
  }

  @Override
  public String locationOf(String runId) {
    return "simulated disk";
  }

  private void count(JournalEntry entry) {
    boolean undo = entry.type() == JournalEntry.Type.UNDO_INTENT;
    if (undo || entry.type() == JournalEntry.Type.INTENT) {
      intents.merge(key(Bodies.step(entry), undo), 1, Integer::sum);
    }
  }

  private static String key(String step, boolean undo) {
    return (undo ? "undo " : "make ") + step;
  }
}
