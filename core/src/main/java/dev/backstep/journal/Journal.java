package dev.backstep.journal;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the records of runs. An implementation may be shared by any number of runs and threads.
 * Whatever cannot be written or read is an {@link java.io.UncheckedIOException} whose message has
 * the run, the place and the reason: a run makes no call whose intent it could not record.
 */
public interface Journal {

  /**
   * Opens a run for writing, behind the records that it has. A run has one writer at a time.
   *
   * @throws java.io.UncheckedIOException if it is open already, cannot be written, is damaged, or
   *     has records that only a newer version knows
   */
  RunJournal open(String runId);

  /**
   * The records of a run in order, also while it is open; empty when there is no such run.
   *
   * @throws java.io.UncheckedIOException if they cannot be read or are damaged
   */
  List<JournalEntry> read(String runId);

  /**
   * The first record of a run, which has its plan; empty when there is no such run. It may be told
   * without a look at the others.
   *
   * @throws java.io.UncheckedIOException if it cannot be read or is damaged
   */
  default Optional<JournalEntry> first(String runId) {
    return read(runId).stream().findFirst();
  }

  /** The runs that have records, oldest first. */
  List<String> runIds();

  /** Where the records of a run are, for messages: a path, or {@code in memory}. */
  String locationOf(String runId);

  /** A journal that is gone when this JVM is. */
  static Journal inMemory() {
    return new MemoryJournal(List.of());
  }

  /**
   * A journal in memory that begins with records kept elsewhere.
   *
   * @throws IllegalArgumentException if a run's records are not complete and in order
   */
  static Journal inMemory(Collection<JournalEntry> entries) {
    return new MemoryJournal(entries);
  }

  /** The open journal of one run. */
  interface RunJournal extends AutoCloseable {

    /**
     * Adds a record. When it returns, the record is kept for good, as it was given.
     *
     * @param at when what it says happened
     * @param body one JSON object on one line, at most 16 MiB with the rest of the record
     * @throws java.io.UncheckedIOException if it could not be written; then no other can be
     * @throws IllegalArgumentException if the body is none, or the type is {@link
     *     JournalEntry.Type#UNKNOWN}; others can still be written
     */
    JournalEntry append(Instant at, JournalEntry.Type type, String body);

    /** Lets the next writer in. It does not fail: each record was kept when it was added. */
    @Override
    void close();
  }
}
