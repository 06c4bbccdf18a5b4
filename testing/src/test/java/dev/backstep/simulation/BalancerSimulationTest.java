package dev.backstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Balancers applied in simulated accounts under random faults, crashes and user actions, each then
 * resumed or rolled back by fresh processes: the invariants hold for every seed.
 */
class BalancerSimulationTest {

  private static final long SCENARIOS = Long.getLong(Simulation.SCENARIOS, 18_000) / 9;

  @Test
  void play_whenAnythingGoesWrong_violatesNothing() {
    Long seed = Long.getLong(Simulation.SEED);
    if (seed != null) {
      BalancerScenario scenario = new BalancerStage().apply(seed);
      List<String> violations = scenario.play();
      System.out.printf(
          "balancer seed %d: %s%n%s%n%s%n", seed, violations, scenario.tally(), scenario);
      assertThat(violations).isEmpty();
      return;
    }

    Simulation.Result result = Simulation.play(BalancerStage::new, SCENARIOS);

    System.out.println("balancer simulation: " + result);
    assertThat(result.failures()).as(result.describe(BalancerSimulationTest.class)).isEmpty();
  }

  @Test
  void play_whenASeedIsPlayedAgain_tellsTheSameStory() {
    BalancerStage stage = new BalancerStage();
    for (long seed = 1; seed <= 20; seed++) {
      assertThat(story(stage, seed)).isEqualTo(story(stage, seed));
    }
  }

  private static String story(BalancerStage stage, long seed) {
    BalancerScenario scenario = stage.apply(seed);
    List<String> violations = scenario.play();
    return violations.size() + " " + scenario.tally() + "\n" + scenario;
  }
}
