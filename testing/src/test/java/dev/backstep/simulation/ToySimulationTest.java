package dev.backstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/**
 * Random plans of toy steps under random faults, crashes and user actions, each then resumed or
 * rolled back by fresh processes: the invariants hold for every seed.
 */
class ToySimulationTest {

  private static final long SCENARIOS = Long.getLong(Simulation.SCENARIOS, 18_000);

  @Test
  void play_whenAnythingGoesWrong_violatesNothing() {
    Long seed = Long.getLong(Simulation.SEED);
    if (seed != null) {
      ToyScenario scenario = stage(Protocol.FULL).apply(seed);
      List<String> violations = scenario.play();
      System.out.printf("toy seed %d: %s%n%s%n%s%n", seed, violations, scenario.tally(), scenario);
      assertThat(violations).isEmpty();
      return;
    }

    Simulation.Result result = Simulation.play(() -> stage(Protocol.FULL), SCENARIOS);

    System.out.println("toy simulation: " + result);
    assertThat(result.failures()).as(result.describe(ToySimulationTest.class)).isEmpty();
    for (ToyFault fault : ToyFault.values()) {
      assertThat(fault == ToyFault.NONE || result.tally().faults(fault.name()) > 0).isTrue();
    }
    assertThat(result.tally().faults("CRASH 3")).isPositive();
  }

  @Test
  void play_whenASeedIsPlayedAgain_tellsTheSameStory() {
    for (long seed = 1; seed <= 100; seed++) {
      assertThat(story(seed)).isEqualTo(story(seed));
    }
  }

  private static String story(long seed) {
    ToyScenario scenario = stage(Protocol.FULL).apply(seed);
    return scenario.play() + " " + scenario.tally() + "\n" + scenario;
  }

  /** A fresh engine and its toys, for one thread. */
  static LongFunction<ToyScenario> stage(Protocol protocol) {
    ToyBackend backend = new ToyBackend();
    return seed -> new ToyScenario(seed, protocol, backend);
  }
}
