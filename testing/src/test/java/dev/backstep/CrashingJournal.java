package dev.backstep;

import dev.backstep.journal.Journal;
import dev.backstep.journal.JournalEntry;
import java.time.Instant;
import java.util.List;

/** A journal whose process dies on either side of its n-th record. */
final class CrashingJournal implements Journal {

  /** The process dies here: nothing may act on it. */
  static final class Crash extends Error {
    Crash() {
      super("the process is killed", null, false, false);
    }
  }

  private final Journal journal;
  private final int record;
  private final boolean written;
  private int counted;

  /**
   * Over a journal that survives.
   *
   * @param record its number, from 1
   * @param written whether it is written before the process dies
   */
  CrashingJournal(Journal journal, int record, boolean written) {
    this.journal = journal;
    this.record = record;
    this.written = written;
  }

  @Override
  public RunJournal open(String runId) {
    RunJournal run = journal.open(runId);
    return new RunJournal() {
      @Override
      public JournalEntry append(Instant at, JournalEntry.Type type, String body) {
        int number = count();
        if (number > record || number == record && !written) {
          throw new Crash();
        }
        JournalEntry entry = run.append(at, type, body);
        if (number == record) {
          throw new Crash();
        }
        return entry;
      }

      @Override
      public void close() {
        run.close();
      }
    };
  }

  private synchronized int count() {
    return ++counted;
  }

  @Override
  public List<JournalEntry> read(String runId) {
    return journal.read(runId);
  }

  @Override
  public List<String> runIds() {
    return journal.runIds();
  }

  @Override
  public String locationOf(String runId) {
    return journal.locationOf(runId);
  }
}
