package dev.backstep.simulation;

import dev.backstep.internal.engine.Backend;
import dev.backstep.internal.engine.Catalog;
import dev.backstep.internal.engine.Engine;
import dev.backstep.internal.engine.ErrorClass;
import dev.backstep.internal.engine.Failure;
import dev.backstep.plan.TimeSource;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** What toy steps work on: the cloud of the scenario in hand. One thread at a time. */
final class ToyBackend implements Backend {

  private final Catalog catalog = ToySteps.catalog(this);
  private final Engine engine = new Engine(this);
  private ToyScenario scenario;

  /** The engine keeps nothing of a run but its records: it serves all scenarios. */
  Engine engine(ToyScenario next) {
    scenario = next;
    return engine;
  }

  ToyCloud cloud() {
    return scenario.cloud();
  }

  Protocol protocol() {
    return scenario.protocol();
  }

  RandomGenerator dice() {
    return scenario.time().dice();
  }

  @Override
  public Catalog catalog() {
    return catalog;
  }

  @Override
  public Failure explain(Throwable thrown) {
    return thrown instanceof ToyRefusal refusal
        ? Failure.of(refusal.errorClass, refusal.errorClass.name(), refusal.getMessage())
        : Failure.of(ErrorClass.BUG, thrown.getClass().getSimpleName(), thrown.toString());
  }

  @Override
  public Duration permission(String family) {
    return Duration.ZERO;
  }

  @Override
  public void throttled(String family) {
    // The toy cloud has no rate limits of its own.
  }

  @Override
  public TimeSource time() {
    return scenario.time();
  }
}
