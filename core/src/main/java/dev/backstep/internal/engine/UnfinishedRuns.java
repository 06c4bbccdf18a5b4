package dev.backstep.internal.engine;

import dev.backstep.journal.Journal;
import dev.backstep.plan.OnUnfinishedRun;
import dev.backstep.plan.RunOptions;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.RunState;
import dev.backstep.plan.RunSummary;
import dev.backstep.plan.UnfinishedRunException;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Deals with a run of a target that is not finished before another one begins: its rollback would
 * take away what the new run builds on. A destruction that is not finished is no hindrance unless
 * it is still going on, since the next one finds by tags what is left.
 */
final class UnfinishedRuns {

  private final Engine engine;
  private final Journal journal;
  private final RunOptions options;

  UnfinishedRuns(Engine engine, Journal journal, RunOptions options) {
    this.engine = engine;
    this.journal = journal;
    this.options = options;
  }

  /**
   * Finishes what is not, as the options say.
   *
   * @return whether there was anything
   * @throws UnfinishedRunException if a run is in the way and stays there
   */
  boolean settle(String target, String account, String region) {
    boolean any = false;
    for (String runId : journal.runIds()) {
      Optional<RunHistory> history = history(runId);
      if (history.isPresent() && isInTheWay(history.get(), target, account, region)) {
        finish(history.get().summary());
        any = true;
      }
    }
    return any;
  }

  /** Records that cannot be read are of no run that can be told; listing the runs shows them. */
  private Optional<RunHistory> history(String runId) {
    try {
      return Optional.of(RunHistory.of(runId, journal.read(runId)));
    } catch (UncheckedIOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private boolean isInTheWay(RunHistory run, String target, String account, String region) {
    RunSummary summary = run.summary();
    return summary.isUnfinished()
        && run.target().equals(target)
        && run.account().equals(account)
        && run.region().equals(region)
        && (!run.isForwardOnly() || isOpen(summary.runId()));
  }

  private boolean isOpen(String runId) {
    try {
      journal.open(runId).close();
      return false;
    } catch (UncheckedIOException e) {
      return true;
    }
  }

  private void finish(RunSummary run) {
    if (options.onUnfinishedRun() == OnUnfinishedRun.REFUSE) {
      throw refused(run, "");
    }
    RunReport report;
    try {
      report =
          options.onUnfinishedRun() == OnUnfinishedRun.RESUME
              ? engine.resume(run.runId(), journal, options).report()
              : engine.rollBack(run.runId(), journal, options).report();
    } catch (UncheckedIOException e) {
      throw refused(run, String.valueOf(e.getMessage()));
    }
    if (report.state() != RunState.COMPLETED && report.state() != RunState.ROLLED_BACK) {
      throw refused(run, "could not be finished: " + report.failure().orElse("" + report.state()));
    }
  }

  private UnfinishedRunException refused(RunSummary run, String why) {
    return new UnfinishedRunException(run, journal.locationOf(run.runId()), why);
  }
}
