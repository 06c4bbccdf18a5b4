package dev.backstep.crash;

import dev.backstep.crash.PausePoint.Side;
import dev.backstep.journal.Journal;
import dev.backstep.journal.JournalEntry;
import dev.backstep.journal.JournalEntry.Type;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

/** A journal that stops its process at one record and says so, until a line comes in. */
final class PausingJournal implements Journal {

  private final Journal journal;
  private final PausePoint point;
  private int counted;

  PausingJournal(Journal journal, PausePoint point) {
    this.journal = journal;
    this.point = point;
  }

  @Override
  public RunJournal open(String runId) {
    RunJournal run = journal.open(runId);
    return new RunJournal() {
      @Override
      public JournalEntry append(Instant at, Type type, String body) {
        boolean here = isHere(type);
        if (here && point.side() == Side.BEFORE) {
          pause(type);
        }
        JournalEntry entry = run.append(at, type, body);
        if (here && point.side() == Side.AFTER) {
          pause(type);
        }
        return entry;
      }

      @Override
      public void close() {
        run.close();
      }
    };
  }

  private synchronized boolean isHere(Type type) {
    if (counted > 0 || type == point.from()) {
      counted++;
    }
    return counted == point.record();
  }

  private static void pause(Type type) {
    System.out.println("AT " + type);
    try {
      while (System.in.read() != '\n') {
        // The rest of the line says nothing.
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
