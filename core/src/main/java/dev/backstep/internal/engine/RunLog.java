package dev.backstep.internal.engine;

import dev.backstep.journal.Journal;
import dev.backstep.journal.JournalEntry.Type;
import dev.backstep.plan.TimeSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes the records of one run. Once a record could not be written, none is. */
final class RunLog implements AutoCloseable {

  private final Journal.RunJournal journal;
  private final PlanJson json;
  private final TimeSource time;
  private @Nullable RuntimeException broken;

  RunLog(Journal.RunJournal journal, PlanJson json, TimeSource time) {
    this.journal = journal;
    this.json = json;
    this.time = time;
  }

  /**
   * Adds a record.
   *
   * @throws RuntimeException as the journal does, then and ever after
   */
  synchronized void write(Type type, Object body) {
    if (broken != null) {
      throw broken;
    }
    try {
      journal.append(time.now(), type, json.write(body));
    } catch (RuntimeException e) {
      broken = e;
      throw e;
    }
  }

  /** Why nothing can be written any more, if so. */
  synchronized Optional<RuntimeException> broken() {
    return Optional.ofNullable(broken);
  }

  @Override
  public void close() {
    journal.close();
  }
}
