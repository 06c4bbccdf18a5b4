package dev.backstep.examples;

import dev.backstep.ImpalaBalancer;
import dev.backstep.journal.Journal;
import dev.backstep.journal.JournalEntry;
import dev.backstep.plan.PlanFailedException;
import dev.backstep.plan.RunOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A journal that takes only the first records, so that a run in it looks like a killed one's. */
final class CutOffJournal implements Journal {

  private final Journal journal;
  private final AtomicInteger room;

  private CutOffJournal(Journal journal, int records) {
    this.journal = journal;
    this.room = new AtomicInteger(records);
  }

  /**
   * Applies until the journal has so many records.
   *
   * @return the run
   */
  static String apply(ImpalaBalancer balancer, Journal journal, int records) {
    try {
      balancer.apply(RunOptions.defaults().journal(new CutOffJournal(journal, records)));
    } catch (PlanFailedException e) {
      return e.report().runId();
    }
    throw new AssertionError("all was done with %d records".formatted(records));
  }

  @Override
  public RunJournal open(String runId) {
    RunJournal run = journal.open(runId);
    return new RunJournal() {
      @Override
      public JournalEntry append(Instant at, JournalEntry.Type type, String body) {
        if (room.getAndDecrement() <= 0) {
          throw new UncheckedIOException(new IOException("this is where the process was killed"));
        }
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
