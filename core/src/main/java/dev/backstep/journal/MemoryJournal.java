package dev.backstep.journal;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The journal of a JVM that may forget. It refuses what a journal on disk would refuse. */
final class MemoryJournal implements Journal {

  private static final String PLACE = "in memory";

  private final Map<String, List<JournalEntry>> runs = new LinkedHashMap<>();
  private final Set<String> open = new HashSet<>();

  MemoryJournal(Collection<JournalEntry> entries) {
    entries.forEach(this::add);
  }

  private void add(JournalEntry entry) {
    List<JournalEntry> run = runs.computeIfAbsent(entry.runId(), id -> new ArrayList<>());
    if (entry.sequence() != run.size() + 1L) {
      throw new IllegalArgumentException(
          "entries: record %d of run %s comes behind %d others (expected: all records, in order)"
              .formatted(entry.sequence(), entry.runId(), run.size()));
    }
    run.add(entry);
  }

  @Override
  public synchronized RunJournal open(String runId) {
    Optional<String> obstacle =
        open.contains(runId)
            ? Optional.of("it is open already")
            : Records.obstacle(entriesOf(runId));
    if (obstacle.isPresent()) {
      throw Failures.cannotOpen(runId, PLACE, new IOException(obstacle.get()));
    }
    open.add(runId);
    return new Writer(runId);
  }

  private List<JournalEntry> entriesOf(String runId) {
    return runs.getOrDefault(runId, List.of());
  }

  @Override
  public synchronized List<JournalEntry> read(String runId) {
    return List.copyOf(entriesOf(runId));
  }

  @Override
  public synchronized List<String> runIds() {
    return List.copyOf(runs.keySet());
  }

  @Override
  public String locationOf(String runId) {
    return PLACE;
  }

  /** How many runs it holds. */
  @Override
  public synchronized String toString() {
    return "MemoryJournal[%d run%s]".formatted(runs.size(), runs.size() == 1 ? "" : "s");
  }

  private final class Writer implements RunJournal {

    private final String runId;
    private boolean closed;

    Writer(String runId) {
      this.runId = runId;
    }

    @Override
    public JournalEntry append(Instant at, JournalEntry.Type type, String body) {
      synchronized (MemoryJournal.this) {
        JournalEntry entry = new JournalEntry(runId, entriesOf(runId).size() + 1L, at, type, body);
        JournalLine.write(entry);
        if (closed) {
          throw Failures.cannotWrite(
              runId, PLACE, entry.sequence(), type, new IOException("the journal is closed"));
        }
        add(entry);
        return entry;
      }
    }

    @Override
    public void close() {
      synchronized (MemoryJournal.this) {
        if (!closed) {
          closed = true;
          open.remove(runId);
        }
      }
    }
  }
}
