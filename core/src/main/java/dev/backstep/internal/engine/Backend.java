package dev.backstep.internal.engine;

import dev.backstep.journal.Journal;
import dev.backstep.plan.TimeSource;
import java.time.Duration;

/** What the engine needs from the world that its steps change. */
public interface Backend {

  /** The handlers. */
  Catalog catalog();

  /** What an exception of a call means. */
  Failure explain(Throwable thrown);

  /** Reserves a call of a family; the answer is how long to wait before making it. */
  Duration permission(String family);

  /** Tells that the service throttled a call of a family. */
  void throttled(String family);

  /** The clock, unless a run is given another. */
  TimeSource time();

  /** Where runs are recorded, unless they are given another journal. Default: in memory. */
  default Journal journal() {
    return Journal.inMemory();
  }
}
