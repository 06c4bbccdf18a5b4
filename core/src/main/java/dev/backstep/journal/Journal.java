package dev.backstep.journal;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * Keeps the records of runs. An implementation may be shared by any number of runs and threads.
 * Whatever cannot be written or read is an {@link java.io.UncheckedIOException} with the place and
 * the reason: a run makes no call whose intent it could not record.
 */
public interface Journal {

  /**
   * Opens a run for writing. A run has one writer at a time.
   *
   * @throws java.io.UncheckedIOException if it is open already or cannot be written
   */
  RunJournal open(String runId);

  /** The records of a run in order; empty when there is no such run. */
  List<JournalEntry> read(String runId);

  /** The runs that have records, oldest first. */
  List<String> runIds();

  /** Where the records of a run are, for messages: a path, or {@code in memory}. */
  String locationOf(String runId);

  /** A journal that is gone when this JVM is. */
  static Journal inMemory() {
    return new MemoryJournal(List.of());
  }

  /** A journal in memory that begins with records kept elsewhere. */
  static Journal inMemory(Collection<JournalEntry> entries) {
    return new MemoryJournal(entries);
  }

  /** The open journal of one run. */
  interface RunJournal extends AutoCloseable {

    /**
     * Adds a record. When it returns, the record is kept for good.
     *
     * @param at when what it says happened
     * @param body a JSON object on one line
     */
    JournalEntry append(Instant at, JournalEntry.Type type, String body);

    /** Lets the next writer in. */
    @Override
    void close();
  }
}
