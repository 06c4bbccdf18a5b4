package dev.backstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The test of the simulation: with any one rule left out it finds a violation soon, and with all of
 * them it finds none in the same seeds.
 */
class KnownBadEnginesTest {

  private static final int SEEDS = 400;

  @ParameterizedTest
  @CsvSource({
    "NO_INTENT, I1",
    "NO_INTENT, I3",
    "ONE_LOOK_UP, I1",
    "ONE_LOOK_UP, I3",
    "NO_OWNERSHIP_CHECK, I2",
    "BY_NAME_ONLY, I2",
    "FRESH_TOKEN, I3"
  })
  void play_whenARuleIsLeftOut_findsTheHarm(Protocol protocol, String invariant) {
    Simulation.Result result = Simulation.play(() -> ToySimulationTest.stage(protocol), SEEDS);

    long first =
        result.failures().entrySet().stream()
            .filter(failure -> failure.getValue().stream().anyMatch(v -> v.startsWith(invariant)))
            .mapToLong(java.util.Map.Entry::getKey)
            .findFirst()
            .orElse(-1);
    System.out.printf(
        "%s: %s first violated by seed %d; %d of %d seeds with violations%n",
        protocol, invariant, first, result.failures().size(), SEEDS);
    assertThat(first).isBetween(1L, (long) SEEDS);
  }

  @Test
  void play_whenNoRuleIsLeftOut_findsNothing() {
    Simulation.Result result = Simulation.play(() -> ToySimulationTest.stage(Protocol.FULL), SEEDS);

    assertThat(result.failures()).isEmpty();
  }
}
