package dev.backstep.internal.engine;

import dev.backstep.journal.Journal;
import dev.backstep.journal.JournalEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A journal whose disk is full from the n-th record on. */
final class FailingJournal implements Journal {

  private final Journal journal;
  private final int failsAt;
  private final Runnable failure;
  private final AtomicInteger appended = new AtomicInteger();

  FailingJournal(Journal journal, int failsAt) {
    this(
        journal,
        failsAt,
        () -> {
          throw new UncheckedIOException(new IOException("no space left on device"));
        });
  }

  FailingJournal(Journal journal, int failsAt, Runnable failure) {
    this.journal = journal;
    this.failsAt = failsAt;
    this.failure = failure;
  }

  boolean hasFailed() {
    return appended.get() >= failsAt;
  }

  @Override
  public RunJournal open(String runId) {
    RunJournal run = journal.open(runId);
    return new RunJournal() {
      @Override
      public JournalEntry append(Instant at, JournalEntry.Type type, String body) {
        if (appended.incrementAndGet() >= failsAt) {
          failure.run();
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
    return "the full disk";
  }
}
