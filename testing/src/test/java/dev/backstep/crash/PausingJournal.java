package dev.backstep.crash;

import dev.backstep.journal.Journal;
import dev.backstep.journal.JournalEntry;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A journal that stops its process for good behind one of its records, and says so. */
final class PausingJournal implements Journal {

  private final Journal journal;
  private final long pauseAfter;
  private final AtomicLong appended = new AtomicLong();

  /** Stops behind the n-th record that is written here; 0: never. */
  PausingJournal(Journal journal, long pauseAfter) {
    this.journal = journal;
    this.pauseAfter = pauseAfter;
  }

  @Override
  public RunJournal open(String runId) {
    RunJournal run = journal.open(runId);
    return new RunJournal() {
      @Override
      public JournalEntry append(Instant at, JournalEntry.Type type, String body) {
        JournalEntry entry = run.append(at, type, body);
        if (appended.incrementAndGet() == pauseAfter) {
          System.out.println("AT " + type);
          while (true) {
            LockSupport.park();
          }
        }
        return entry;
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
