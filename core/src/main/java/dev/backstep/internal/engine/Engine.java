package dev.backstep.internal.engine;

import dev.backstep.journal.Journal;
import dev.backstep.journal.JournalEntry;
import dev.backstep.journal.JournalEntry.Type;
import dev.backstep.plan.Plan;
import dev.backstep.plan.RunHandle;
import dev.backstep.plan.RunOptions;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.RunState;
import dev.backstep.plan.TimeSource;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;

/** Turns plan data into plans, plans into runs, and journals back into runs. */
public final class Engine {

  private final Backend backend;
  private final PlanJson json;

  /** An engine for steps that the backend's catalog knows. */
  public Engine(Backend backend) {
    this.backend = backend;
    this.json = new PlanJson(backend.catalog());
  }

  /** A plan that can be executed once and rests on nothing that could change. */
  public <R> Plan<R> plan(
      PlanData data, BiFunction<Map<String, Map<String, String>>, RunReport, R> result) {
    return plan(data, () -> true, result);
  }

  /**
   * A plan that can be executed once.
   *
   * @param data what is to be done
   * @param stillHolds reads again whether what the plan rests on is as it was
   * @param result makes the result from what each step gave, by step id, and the report
   */
  public <R> Plan<R> plan(
      PlanData data,
      BooleanSupplier stillHolds,
      BiFunction<Map<String, Map<String, String>>, RunReport, R> result) {
    return new EnginePlan<>(this, data, stillHolds, result);
  }

  /**
   * Goes on with a run whose process is gone, or that parked: forward, or with its rollback if that
   * was decided. A run that is complete is found to be so, without a change.
   *
   * @throws IllegalStateException if it was rolled back
   */
  public RunHandle<RunReport> resume(String runId, Journal journal, RunOptions options) {
    return recover(runId, journal, options, false);
  }

  /**
   * Takes back what the records of a run say was done, or may have been.
   *
   * @throws IllegalStateException if it is a destruction
   */
  public RunHandle<RunReport> rollBack(String runId, Journal journal, RunOptions options) {
    return recover(runId, journal, options, true);
  }

  private RunHandle<RunReport> recover(
      String runId, Journal journal, RunOptions options, boolean rollBack) {
    Journal.RunJournal writer = journal.open(runId);
    try {
      List<JournalEntry> entries = journal.read(runId);
      RunHistory history = RunHistory.of(runId, entries);
      PlanData data = planOf(runId, entries);
      if (!rollBack && history.state() == RunState.ROLLED_BACK) {
        throw new IllegalStateException(
            "run %s of %s was rolled back, so there is nothing to resume (expected: a new plan)"
                .formatted(runId, data.target()));
      }
      if (rollBack && data.forwardOnly()) {
        throw new IllegalStateException(
            "run %s is the destruction of %s, which cannot be taken back (expected: Runs.in(journal).resume(\"%s\"), or another destroy(), which finishes it); nothing was changed"
                .formatted(runId, data.target(), runId));
      }
      Replay replay = Replay.of(json, data, entries, time(options));
      RunMachine machine = machine(data, options, journal, writer, replay);
      if (rollBack || history.isRollingBack()) {
        machine.rollBack(rollBack ? "asked for by hand" : "going on with the rollback");
      } else {
        machine.resume();
      }
      return new Handle<>(machine, (results, report) -> report);
    } catch (RuntimeException e) {
      writer.close();
      throw e;
    }
  }

  /** The plan that the records of a run begin with. */
  public PlanData planOf(String runId, List<JournalEntry> entries) {
    if (entries.isEmpty() || entries.get(0).type() != Type.RUN) {
      throw new IllegalArgumentException("the journal has no records of a run " + runId);
    }
    return json.read(entries.get(0).body(), Records.Run.class).plan();
  }

  <R> RunHandle<R> start(
      PlanData data,
      RunOptions options,
      BiFunction<Map<String, Map<String, String>>, RunReport, R> result) {
    Journal journal = journal(options);
    Journal.RunJournal writer = journal.open(data.runId());
    try {
      if (!journal.read(data.runId()).isEmpty()) {
        throw executedAlready(data);
      }
      RunMachine machine =
          machine(data, options, journal, writer, Replay.fresh(json, data, time(options)));
      machine.begin();
      return new Handle<>(machine, result);
    } catch (RuntimeException e) {
      writer.close();
      throw e;
    }
  }

  static IllegalStateException executedAlready(PlanData data) {
    return new IllegalStateException(
        "plan %s of %s was executed already; a plan is executed once: call plan() again"
            .formatted(data.runId(), data.target()));
  }

  /**
   * Finishes runs of the same target that are not finished, as the options say.
   *
   * @return whether there was one
   * @throws dev.backstep.plan.UnfinishedRunException if one is in the way and stays there
   */
  public boolean settleUnfinished(PlanData data, RunOptions options) {
    return new UnfinishedRuns(this, journal(options), options)
        .settle(data.target(), data.account(), data.region());
  }

  private Journal journal(RunOptions options) {
    return options.journal().orElseGet(backend::journal);
  }

  TimeSource time(RunOptions options) {
    return options.time().orElse(backend.time());
  }

  String toJson(PlanData data) {
    return json.write(data);
  }

  PlanData fromJson(String plan) {
    return json.plan(plan);
  }

  private RunMachine machine(
      PlanData data,
      RunOptions options,
      Journal journal,
      Journal.RunJournal writer,
      Replay replay) {
    TimeSource time = time(options);
    RunLog log = new RunLog(writer, json, time);
    RunMachine machine =
        new RunMachine(data, options, backend, time, log, journal.locationOf(data.runId()), replay);
    Shutdown.heed(machine, time);
    return machine;
  }
}
