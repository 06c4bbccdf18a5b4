package dev.backstep;

import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.aws.AccountReader;
import dev.backstep.internal.aws.AwsBackend;
import dev.backstep.internal.aws.PlanningCalls;
import dev.backstep.internal.engine.Engine;
import dev.backstep.internal.engine.RunHistory;
import dev.backstep.journal.Journal;
import dev.backstep.plan.RunHandle;
import dev.backstep.plan.RunOptions;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.RunState;
import dev.backstep.plan.RunSummary;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The runs that a journal knows: what became of them, and how to finish one whose process is gone.
 * That needs the journal and credentials for the run's account, and nothing of the program that
 * started it.
 *
 * <pre>{@code
 * Runs runs = Runs.in(FileJournal.in(Path.of("runs")));
 * runs.list().forEach(System.out::println);
 * runs.rollback("4f2a...");
 * }</pre>
 */
public final class Runs {

  private final Journal journal;
  private final Optional<AwsAccess> aws;

  private Runs(Journal journal, Optional<AwsAccess> aws) {
    this.journal = journal;
    this.aws = aws;
  }

  /** The runs of a journal. */
  public static Runs in(Journal journal) {
    return new Runs(Objects.requireNonNull(journal, "journal"), Optional.empty());
  }

  /**
   * With what access to finish runs. Default: {@link AwsAccess#fromEnvironment()}, in the region of
   * the run.
   */
  public Runs aws(AwsAccess access) {
    return new Runs(journal, Optional.of(access));
  }

  /**
   * All runs, oldest first. A destruction that was cut off or parked counts as completed once a
   * later one of the same target has completed, since that one found by tags what was left.
   */
  public List<RunSummary> list() {
    List<RunSummary> latestFirst = new ArrayList<>();
    Set<String> destroyed = new HashSet<>();
    List<String> runIds = new ArrayList<>(journal.runIds());
    Collections.reverse(runIds);
    for (String runId : runIds) {
      latestFirst.add(summary(runId, destroyed));
    }
    Collections.reverse(latestFirst);
    return latestFirst;
  }

  /**
   * Goes on with a run that was cut off or parked, and waits for the end: forward, or with its
   * rollback if that had begun. For a run that is complete it changes nothing.
   *
   * @return how it went
   * @throws IllegalArgumentException if the journal has no such run, or it belongs to another
   *     account or region than the access
   * @throws IllegalStateException if the run was rolled back
   * @throws UncheckedIOException if the journal cannot be read or written, or the run is open
   *     elsewhere
   */
  public RunReport resume(String runId) {
    return resume(runId, RunOptions.defaults());
  }

  /** As {@link #resume(String)}, with options; their journal is not used. */
  public RunReport resume(String runId, RunOptions options) {
    return engineFor(runId).resume(runId, journal, options).report();
  }

  /** Starts going on with a run and returns at once. */
  public RunHandle<RunReport> startResume(String runId, RunOptions options) {
    return engineFor(runId).resume(runId, journal, options);
  }

  /**
   * Takes back what a run did, and waits for the end. What was undone already stays so.
   *
   * @return how it went; {@code ROLLBACK_INCOMPLETE} lists what is left
   * @throws IllegalArgumentException if the journal has no such run, or it belongs to another
   *     account or region than the access
   * @throws UncheckedIOException if the journal cannot be read or written, or the run is open
   *     elsewhere
   */
  public RunReport rollback(String runId) {
    return rollback(runId, RunOptions.defaults());
  }

  /** As {@link #rollback(String)}, with options; their journal is not used. */
  public RunReport rollback(String runId, RunOptions options) {
    return engineFor(runId).rollBack(runId, journal, options).report();
  }

  /** Starts taking back what a run did and returns at once. */
  public RunHandle<RunReport> startRollback(String runId, RunOptions options) {
    return engineFor(runId).rollBack(runId, journal, options);
  }

  /** Where the runs are. */
  @Override
  public String toString() {
    return "Runs[" + journal + "]";
  }

  /** {@code destroyed}: what later runs have destroyed, by account, region and target. */
  private RunSummary summary(String runId, Set<String> destroyed) {
    try {
      RunHistory run = RunHistory.of(runId, journal.read(runId));
      String what = String.join(" ", run.account(), run.region(), run.target());
      boolean finished = run.isForwardOnly() && destroyed.contains(what);
      if (run.isForwardOnly() && run.state() == RunState.COMPLETED) {
        destroyed.add(what);
      }
      return finished ? run.summary().withState(RunState.COMPLETED) : run.summary();
    } catch (UncheckedIOException | IllegalArgumentException e) {
      return new RunSummary(
          runId,
          "",
          RunState.RUNNING,
          Instant.EPOCH,
          List.of(),
          Optional.of(String.valueOf(e.getMessage())));
    }
  }

  private Engine engineFor(String runId) {
    RunHistory history = RunHistory.of(runId, journal.read(runId));
    AwsAccess access = aws.orElseGet(() -> AwsAccess.shared().region(history.region()));
    if (!access.regionName().equals(history.region())) {
      throw new IllegalArgumentException(
          "run %s of %s belongs to region %s, and the access is for %s (expected: AwsAccess.inRegion(\"%s\")); nothing was changed"
              .formatted(
                  runId,
                  history.target(),
                  history.region(),
                  access.regionName(),
                  history.region()));
    }
    checkAccount(runId, history, access);
    return new Engine(new AwsBackend(access, Catalogs.over(access)));
  }

  private static void checkAccount(String runId, RunHistory history, AwsAccess access) {
    PlanningCalls calls = new PlanningCalls(access);
    String account = calls.get(new AccountReader(access, calls).begin());
    if (!account.equals(history.account())) {
      throw new IllegalArgumentException(
          "run %s of %s belongs to account %s, and the credentials are for %s (expected: credentials for %s); nothing was changed"
              .formatted(runId, history.target(), history.account(), account, history.account()));
    }
  }
}
