package dev.backstep.internal.engine;

import dev.backstep.journal.Journal;
import dev.backstep.journal.JournalEntry;
import dev.backstep.journal.JournalEntry.Type;
import dev.backstep.plan.Plan;
import dev.backstep.plan.RunHandle;
import dev.backstep.plan.RunOptions;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.TimeSource;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Turns plan data into plans, plans into runs, and journals back into runs. */
public final class Engine {

  private final Backend backend;
  private final PlanJson json;

  /** An engine for steps that the backend's catalog knows. */
  public Engine(Backend backend) {
    this.backend = backend;
    this.json = new PlanJson(backend.catalog());
  }

  /**
   * A plan that can be executed once.
   *
   * @param data what is to be done
   * @param result makes the result from what each step gave, by step id, and the report
   */
  public <R> Plan<R> plan(
      PlanData data, BiFunction<Map<String, Map<String, String>>, RunReport, R> result) {
    return new EnginePlan<>(this, data, result);
  }

  /** Starts a run that takes back what the journal says was done, or may have been. */
  public RunHandle<RunReport> rollBack(String runId, Journal journal, RunOptions options) {
    List<JournalEntry> entries = journal.read(runId);
    PlanData data = planOf(runId, entries);
    Replay replay = Replay.of(json, data, entries);
    Journal.RunJournal writer = journal.open(runId);
    RunMachine machine = machine(data, options, journal, writer, replay);
    Handle<RunReport> handle = new Handle<>(machine, (results, report) -> report);
    machine.rollBack("asked for by hand");
    return handle;
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
    Journal journal = options.journal().orElseGet(Journal::inMemory);
    Journal.RunJournal writer = journal.open(data.runId());
    RunMachine machine = machine(data, options, journal, writer, Replay.fresh(json, data));
    machine.begin();
    return new Handle<>(machine, result);
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
    TimeSource time = options.time().orElse(backend.time());
    RunLog log = new RunLog(writer, json, time);
    return new RunMachine(
        data, options, backend, time, log, journal.locationOf(data.runId()), replay);
  }
}
