package dev.backstep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.ImpalaBalancer;
import dev.backstep.plan.RunState;
import java.util.HashSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/** That a call which was carried out and not answered is found out, and nothing is there twice. */
@OnEachReferee
class LostAnswerContractTest extends Contract {

  private static final String BALANCER = "elb-impala-Cluster1";

  private SeedWorld world;
  private ReadBack read;

  @BeforeEach
  void build() {
    world = SeedWorld.build(referee, ec2);
    read = new ReadBack(ec2, elb);
  }

  @ParameterizedTest(name = "{0} #{1}")
  @CsvSource({
    "CreateSecurityGroup, 1",
    "AuthorizeSecurityGroupIngress, 2",
    "ModifyNetworkInterfaceAttribute, 3",
    "CreateLoadBalancer, 1",
    "ModifyLoadBalancerAttributes, 1",
    "ConfigureHealthCheck, 1",
    "RegisterInstancesWithLoadBalancer, 1"
  })
  void apply_whenAnAnswerIsLost_endsAppliedWithNothingTwice(String operation, int nth) {
    wire.loseAnswer(operation, nth);

    RunState state = ImpalaBalancer.forCluster("Cluster1").aws(access).apply().report().state();

    assertThat(wire.isSpent()).isTrue();
    assertThat(state).isEqualTo(RunState.COMPLETED);
    SecurityGroup front = read.group("Cluster1 Impala FE");
    SecurityGroup back = read.group("Cluster1 Impala BE");
    assertThat(read.ingress(front.groupId())).hasSize(2);
    assertThat(read.ingress(back.groupId())).hasSize(2);
    for (String worker : world.workers()) {
      assertThat(read.interfaceGroups(worker)).hasSize(2).contains(back.groupId());
    }
    assertThat(read.listeners(BALANCER)).hasSize(2);
    assertThat(new HashSet<>(read.registered(BALANCER))).hasSize(5);
    assertThat(read.health(BALANCER).values()).containsOnly("InService").hasSize(5);
  }
}
