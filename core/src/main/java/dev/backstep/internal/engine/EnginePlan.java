package dev.backstep.internal.engine;

import dev.backstep.plan.Plan;
import dev.backstep.plan.PlanOutdatedException;
import dev.backstep.plan.PlannedStep;
import dev.backstep.plan.RunHandle;
import dev.backstep.plan.RunOptions;
import dev.backstep.plan.RunReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;

/** A plan that the engine can run. */
final class EnginePlan<R> implements Plan<R> {

  /** How long a plan is taken to hold without another look. */
  private static final Duration FRESH = Duration.ofSeconds(60);

  private final Engine engine;
  private final PlanData data;
  private final BooleanSupplier stillHolds;
  private final BiFunction<Map<String, Map<String, String>>, RunReport, R> result;
  private final AtomicBoolean started = new AtomicBoolean();

  EnginePlan(
      Engine engine,
      PlanData data,
      BooleanSupplier stillHolds,
      BiFunction<Map<String, Map<String, String>>, RunReport, R> result) {
    this.engine = engine;
    this.data = data;
    this.stillHolds = stillHolds;
    this.result = result;
  }

  @Override
  public String runId() {
    return data.runId();
  }

  @Override
  public String target() {
    return data.target();
  }

  @Override
  public List<PlannedStep> steps() {
    return data.steps().stream().map(StepNode::planned).toList();
  }

  @Override
  public boolean hasChanges() {
    return data.steps().stream().anyMatch(node -> node.action().changes());
  }

  @Override
  public String describe() {
    return PlanText.describe(data);
  }

  @Override
  public String toJson() {
    return engine.toJson(data);
  }

  @Override
  public RunHandle<R> start(RunOptions options) {
    if (!started.compareAndSet(false, true)) {
      throw Engine.executedAlready(data);
    }
    boolean settled = engine.settleUnfinished(data, options);
    Duration age = Duration.between(data.plannedAt(), engine.time(options).now());
    boolean stale = settled || age.compareTo(FRESH) > 0;
    if (stale && !stillHolds.getAsBoolean()) {
      throw new PlanOutdatedException(
          "the plan for %s is %d s old, and what it rests on has changed since; nothing was changed: call plan() again"
              .formatted(data.target(), age.toSeconds()));
    }
    return engine.start(data, options, result);
  }

  @Override
  public String toString() {
    return PlanText.headline(data);
  }
}
