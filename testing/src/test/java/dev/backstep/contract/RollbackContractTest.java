package dev.backstep.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.backstep.ImpalaBalancer;
import dev.backstep.plan.PlanFailedException;
import dev.backstep.plan.RunState;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That a run which cannot finish leaves what was there before, and nothing else. */
@OnEachReferee
class RollbackContractTest extends Contract {

  private ReadBack read;
  private List<String> before;

  @BeforeEach
  void build() {
    SeedWorld.build(referee, ec2);
    read = new ReadBack(ec2, elb);
    before = read.everything();
  }

  @ParameterizedTest(name = "{0} #{1}")
  @CsvSource({
    "CreateSecurityGroup, 2",
    "AuthorizeSecurityGroupIngress, 4",
    "ModifyNetworkInterfaceAttribute, 3",
    "CreateLoadBalancer, 1",
    "ModifyLoadBalancerAttributes, 1",
    "ConfigureHealthCheck, 1",
    "RegisterInstancesWithLoadBalancer, 1"
  })
  void apply_whenACallIsRefused_leavesTheWorldAsItWas(String operation, int nth) {
    wire.refuse(operation, nth);

    PlanFailedException failed =
        catchThrowableOfType(PlanFailedException.class, () -> balancer().apply());

    assertThat(failed.report().state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(failed.report().leftovers()).isEmpty();
    assertThat(failed).hasMessageContaining("AccessDenied");
    referee.settle();
    assertThat(read.everything()).isEqualTo(before);
  }

  @Test
  void apply_whenTheOneBeforeWasRolledBack_succeeds() {
    wire.refuse("RegisterInstancesWithLoadBalancer", 1);
    catchThrowableOfType(PlanFailedException.class, () -> balancer().apply());

    assertThat(balancer().apply().report().state()).isEqualTo(RunState.COMPLETED);
    assertThat(read.health("elb-impala-Cluster1").values()).containsOnly("InService").hasSize(5);
  }

  private ImpalaBalancer balancer() {
    return ImpalaBalancer.forCluster("Cluster1").aws(access);
  }
}
