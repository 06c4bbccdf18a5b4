package dev.backstep.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.ImpalaBalancer;
import dev.backstep.journal.Journal;
import dev.backstep.plan.RunOptions;
import dev.backstep.plan.TimeSource;
import dev.backstep.testing.SimulatedAws;
import dev.backstep.testing.WorldSnapshot;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What one process has made, another destroys that has neither its settings nor its journal. */
class FreshDestroyTest {

  private final SimulatedAws aws =
      SimulatedAws.withCluster("Cluster1", 5, TimeSource.system())
          .healthDelay(Duration.ZERO)
          .interfaceLinger(Duration.ZERO);

  @Test
  void destroy_fromAnotherProcessThatKnowsTheNameOnly_leavesTheWorldAsItWas() throws Exception {
    WorldSnapshot before = aws.snapshot();
    ImpalaBalancer.forCluster("Cluster1")
        .aws(aws.access())
        .listeners(21000, 28000)
        .allowFrom("10.0.0.0/8")
        .tag("team", "data")
        .apply(RunOptions.defaults().journal(Journal.inMemory()));

    assertThat(destroyElsewhere("Cluster2")).isEqualTo("END COMPLETED");
    assertThat(before.diff(aws.snapshot())).isNotEmpty();
    assertThat(destroyElsewhere("Cluster1")).isEqualTo("END COMPLETED");

    assertThat(before.diff(aws.snapshot())).isEmpty();
  }

  private String destroyElsewhere(String cluster) throws Exception {
    try (ChildJvm child =
        ChildJvm.start(DestroyProcess.class, List.of(cluster, aws.listen().toString()))) {
      return child.awaitLine("END ");
    }
  }
}
