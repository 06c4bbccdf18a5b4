package dev.backstep.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.backstep.ImpalaBalancer;
import dev.backstep.impala.BalancedCluster;
import dev.backstep.plan.InvalidSettingsException;
import dev.backstep.plan.Plan;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That planning only reads, and stops where something is there already. */
@OnEachReferee
class PlanContractTest extends Contract {

  private SeedWorld world;
  private ReadBack read;

  @BeforeEach
  void build() {
    world = SeedWorld.build(referee, ec2);
    read = new ReadBack(ec2, elb);
  }

  @Test
  void plan_whenNothingIsThere_changesNothing() {
    List<String> before = read.everything();

    Plan<BalancedCluster> plan = balancer().plan();

    assertThat(plan.hasChanges()).isTrue();
    assertThat(wire.changes()).isEmpty();
    assertThat(read.everything()).isEqualTo(before);
  }

  @Test
  void plan_whenNothingIsThere_namesWhatItFound() {
    String preview = balancer().plan().describe();

    assertThat(preview)
        .contains(world.vpc(), world.subnet(), "elb-impala-Cluster1")
        .contains(world.workers())
        .contains(world.groups());
  }

  @Test
  void plan_whenTheBalancerIsAsAsked_hasNoChanges() {
    balancer().apply();
    List<String> before = read.everything();
    int changes = wire.changes().size();

    Plan<BalancedCluster> plan = balancer().plan();

    assertThat(plan.hasChanges()).as(plan.describe()).isFalse();
    assertThat(wire.changes()).hasSize(changes);
    assertThat(read.everything()).isEqualTo(before);
  }

  @Test
  void plan_whenABalancerOfTheNameIsSomebodyElses_stopsAndSaysSo() {
    elb.createLoadBalancer(
        r ->
            r.loadBalancerName("elb-impala-Cluster1")
                .scheme("internal")
                .subnets(world.subnet())
                .listeners(Sdk.listener(80, 80)));

    InvalidSettingsException stopped =
        catchThrowableOfType(InvalidSettingsException.class, () -> balancer().plan());

    assertThat(stopped)
        .hasMessageContaining("load balancer \"elb-impala-Cluster1\"")
        .hasMessageContaining("not managed by Backstep");
    assertThat(wire.changes()).isEmpty();
  }

  @Test
  void plan_whenAGroupOfTheNameIsSomebodyElses_stopsAndSaysSo() {
    String group = SeedWorld.group(ec2, world.vpc(), "Cluster1 Impala BE");

    InvalidSettingsException stopped =
        catchThrowableOfType(InvalidSettingsException.class, () -> balancer().plan());

    assertThat(stopped.problems())
        .singleElement()
        .asString()
        .contains("\"Cluster1 Impala BE\" (" + group + ")", "not managed by Backstep");
    assertThat(wire.changes()).isEmpty();
  }

  @Test
  void plan_whenNoVpcHasTheName_stopsAndChangesNothing() {
    InvalidSettingsException stopped =
        catchThrowableOfType(
            InvalidSettingsException.class,
            () -> ImpalaBalancer.forCluster("Cluster2").aws(access).plan());

    assertThat(stopped.problems())
        .anySatisfy(problem -> assertThat(problem).startsWith("vpc: 0 VPCs are tagged"))
        .anySatisfy(problem -> assertThat(problem).startsWith("instances: no running instance"));
    assertThat(wire.changes()).isEmpty();
  }

  private ImpalaBalancer balancer() {
    return ImpalaBalancer.forCluster("Cluster1").aws(access);
  }
}
