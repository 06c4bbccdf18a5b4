package dev.backstep;

import dev.backstep.journal.Journal;
import dev.backstep.journal.JournalEntry;
import java.time.Instant;
import java.util.List;

/** The journal of a process that is killed just before it writes one of its records. */
final class KilledJournal implements Journal {

  /** What kills the process: nothing may act on it. */
  static final class Kill extends Error {
    Kill() {
      super("killed", null, false, false);
    }
  }

  private final Journal journal;
  private int recordsLeft;
  private boolean dead;

  /**
   * Over a journal that survives.
   *
   * @param record before which, from 1
   */
  KilledJournal(Journal journal, int record) {
    this.journal = journal;
    this.recordsLeft = record;
  }

  boolean isDead() {
    return dead;
  }

  /** The lock of a dead process is free. */
  private synchronized void pass(RunJournal run) {
    if (dead || --recordsLeft == 0) {
      dead = true;
      run.close();
      throw new Kill();
    }
  }

  @Override
  public RunJournal open(String runId) {
    RunJournal run = journal.open(runId);
    return new RunJournal() {
      @Override
      public JournalEntry append(Instant at, JournalEntry.Type type, String body) {
        pass(run);
        return run.append(at, type, body);
      }

      @Override
      public void close() {
        run.close();
      }
    };
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
