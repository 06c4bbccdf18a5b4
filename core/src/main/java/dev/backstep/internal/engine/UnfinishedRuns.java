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
import java.util.function.Supplier;

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
      Optional<RunHistory> history =
          history(() -> RunHistory.of(runId, journal.first(runId).stream().toList()))
              .filter(begun -> isOf(begun, target, account, region))
              .flatMap(begun -> history(() -> RunHistory.of(runId, journal.read(runId))));
      if (history.isPresent() && isInTheWay(history.get())) {
        finish(history.get().summary());
        any = true;
      }
    }
    return any;
  }

  /** Records that cannot be read are of no run that can be told; listing the runs shows them. */
  private static Optional<RunHistory> history(Supplier<RunHistory> reading) {
    try {
      return Optional.of(reading.get());
    } catch (UncheckedIOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean isOf(RunHistory run, String target, String account, String region) {
    return run.target().equals(target)
        && run.account().equals(account)
        && run.region().equals(region);
  }

  private boolean isInTheWay(RunHistory run) {
    RunSummary summary = run.summary();
    return summary.isUnfinished() && (!run.isForwardOnly() || isOpen(summary.runId()));
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
