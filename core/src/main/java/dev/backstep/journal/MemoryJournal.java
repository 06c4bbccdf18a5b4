package dev.backstep.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The journal of a JVM that may forget. */
final class MemoryJournal implements Journal {

  private final Map<String, List<JournalEntry>> runs = new LinkedHashMap<>();
  private final Set<String> open = new HashSet<>();

  MemoryJournal(Collection<JournalEntry> entries) {
    entries.forEach(e -> runs.computeIfAbsent(e.runId(), id -> new ArrayList<>()).add(e));
  }

  @Override
  public synchronized RunJournal open(String runId) {
    if (!open.add(runId)) {
      throw new UncheckedIOException(
          new IOException("run %s is open already; it has one writer at a time".formatted(runId)));
    }
    List<JournalEntry> entries = runs.computeIfAbsent(runId, id -> new ArrayList<>());
    return new RunJournal() {
      @Override
      public JournalEntry append(Instant at, JournalEntry.Type type, String body) {
        synchronized (MemoryJournal.this) {
          JournalEntry entry = new JournalEntry(runId, entries.size() + 1L, at, type, body);
          entries.add(entry);
          return entry;
        }
      }

      @Override
      public void close() {
        synchronized (MemoryJournal.this) {
          open.remove(runId);
        }
      }
    };
  }

  @Override
  public synchronized List<JournalEntry> read(String runId) {
    return List.copyOf(runs.getOrDefault(runId, List.of()));
  }

  @Override
  public synchronized List<String> runIds() {
    return List.copyOf(runs.keySet());
  }

  @Override
  public String locationOf(String runId) {
    return "in memory";
  }

  /** How many runs it holds. */
  @Override
  public synchronized String toString() {
    return "MemoryJournal[%d run%s]".formatted(runs.size(), runs.size() == 1 ? "" : "s");
  }
}
