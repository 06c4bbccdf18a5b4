package dev.backstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.impala.BalancedCluster;
import dev.backstep.plan.Plan;
import dev.backstep.plan.RunReport;
import dev.backstep.testing.SimulatedAws;
import dev.backstep.testing.WorldSnapshot;
import org.junit.jupiter.api.Test;

class ImpalaBalancerConvergeTest {

  private final SimulatedAws aws = SimulatedAws.withCluster("Cluster1", 5);
  private final WorldSnapshot before = aws.snapshot();

  @Test
  void apply_whenNothingHasChanged_makesNoMutatingCall() {
    balancer().apply();
    WorldSnapshot applied = aws.snapshot();
    long mark = aws.ledger().mark();

    Plan<BalancedCluster> again = balancer().plan();
    BalancedCluster balanced = again.execute();

    assertThat(again.hasChanges()).as(again.describe()).isFalse();
    assertThat(aws.ledger().since(mark).mutating()).isEmpty();
    assertThat(applied.diff(aws.snapshot())).isEmpty();
    assertThat(balanced.dnsName()).startsWith("internal-elb-impala-Cluster1-");
  }

  @Test
  void destroy_afterAnApply_leavesTheWorldAsItWas() throws Exception {
    balancer().apply();

    Plan<RunReport> plan = ImpalaBalancer.forCluster("Cluster1").aws(aws.access()).planDestroy();
    RunReport report = plan.execute();

    System.out.println(plan.describe());
    System.out.println(report.describe());
    aws.settle();
    assertThat(before.diff(aws.snapshot())).isEmpty();
  }

  private ImpalaBalancer balancer() {
    return ImpalaBalancer.forCluster("Cluster1").aws(aws.access());
  }
}
