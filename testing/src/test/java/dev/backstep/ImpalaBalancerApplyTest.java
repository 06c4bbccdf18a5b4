package dev.backstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.impala.BalancedCluster;
import dev.backstep.testing.SimulatedAws;
import org.junit.jupiter.api.Test;

class ImpalaBalancerApplyTest {

  private final SimulatedAws aws = SimulatedAws.withCluster("Cluster1", 5);

  @Test
  void apply_whenNothingIsThere_givesABalancedCluster() {
    BalancedCluster balanced = ImpalaBalancer.forCluster("Cluster1").aws(aws.access()).apply();

    assertThat(balanced.dnsName())
        .matches("internal-elb-impala-Cluster1-\\d+\\.us-west-2\\.elb\\.amazonaws\\.com");
    assertThat(balanced.endpoint(21050)).isEqualTo(balanced.dnsName() + ":21050");
    assertThat(balanced.jdbcUrl()).isEqualTo("jdbc:impala://" + balanced.dnsName() + ":21050");
    assertThat(balanced.impalaShell())
        .isEqualTo("impala-shell --protocol=hs2 -i " + balanced.dnsName() + ":21050");
    assertThat(balanced.impalaDaemonsLoadBalancer()).isEqualTo(balanced.dnsName() + ":21000");
    assertThat(balanced.instances()).hasSize(5);
  }
}
