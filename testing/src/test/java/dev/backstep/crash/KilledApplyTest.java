package dev.backstep.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.plan.TimeSource;
import dev.backstep.testing.SimulatedAws;
import dev.backstep.testing.WorldSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One process is killed half-way; another, that has only its journal, finishes. */
class KilledApplyTest {

  @TempDir Path folder;

  private final SimulatedAws aws =
      SimulatedAws.withCluster("Cluster1", 5, TimeSource.system())
          .healthDelay(Duration.ZERO)
          .interfaceLinger(Duration.ZERO);

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 9, 14, 20, 30})
  void rollback_whenTheProcessWasKilled_leavesTheWorldAsItWas(int record) throws Exception {
    WorldSnapshot before = aws.snapshot();

    killAt(record);
    String end = run("rollback");

    assertThat(end).isEqualTo("END ROLLED_BACK");
    assertThat(before.diff(aws.snapshot())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 9, 14, 20, 30})
  void resume_whenTheProcessWasKilled_endsApplied(int record) throws Exception {
    killAt(record);
    String end = run("resume");

    assertThat(end).isEqualTo("END COMPLETED");
    assertThat(aws.ledger().mutating().where(call -> call.acted()).count("CreateLoadBalancer"))
        .isBetween(1L, 2L);
  }

  @Test
  void apply_whenNothingKillsIt_completes() throws Exception {
    assertThat(run("apply")).isEqualTo("END COMPLETED");
  }

  private void killAt(int record) throws Exception {
    try (ChildJvm child = start("apply", record)) {
      child.awaitLine("AT ");
      child.kill();
    }
  }

  private String run(String what) throws Exception {
    try (ChildJvm child = start(what, 0)) {
      return child.awaitLine("END ");
    }
  }

  private ChildJvm start(String what, int pauseAfter) throws Exception {
    return ChildJvm.start(
        BalancerProcess.class,
        what,
        aws.listen().toString(),
        folder.toString(),
        String.valueOf(pauseAfter));
  }
}
