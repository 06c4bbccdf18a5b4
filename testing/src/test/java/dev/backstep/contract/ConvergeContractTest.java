package dev.backstep.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.backstep.ImpalaBalancer;
import dev.backstep.impala.HealthCheck;
import dev.backstep.plan.PlanFailedException;
import dev.backstep.plan.RunState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancing.model.Instance;

/** That an apply brings what an earlier one made to what is asked, and a destroy removes it. */
@OnEachReferee
class ConvergeContractTest extends Contract {

  private static final String BALANCER = "elb-impala-Cluster1";

  private SeedWorld world;
  private ReadBack read;
  private List<String> before;
  private List<String> applied;

  @BeforeEach
  void apply() {
    world = SeedWorld.build(referee, ec2);
    read = new ReadBack(ec2, elb);
    before = read.everything();
    balancer().apply();
    applied = read.everything();
  }

  @Test
  void apply_whenNothingHasChanged_makesNoMutatingCall() {
    int changes = wire.changes().size();

    String dnsName = balancer().apply().dnsName();

    assertThat(dnsName).isEqualTo(read.balancer(BALANCER).dnsName());
    assertThat(wire.changes()).hasSize(changes);
    assertThat(read.everything()).isEqualTo(applied);
  }

  @Test
  void apply_whenAnotherPortIsAsked_changesListenersAndRules() {
    balancer().listeners(21050, 28000).apply();

    String front = read.group("Cluster1 Impala FE").groupId();
    assertThat(read.listeners(BALANCER))
        .containsExactlyInAnyOrder("TCP 21050 to TCP 21050", "TCP 28000 to TCP 28000");
    assertThat(read.ingressText(front))
        .containsExactlyInAnyOrder(
            "tcp 21050-21050 from " + SeedWorld.CIDR, "tcp 28000-28000 from " + SeedWorld.CIDR);
    assertThat(read.ingressText(read.group("Cluster1 Impala BE").groupId()))
        .containsExactlyInAnyOrder(
            "tcp 21050-21050 from " + front, "tcp 28000-28000 from " + front);
  }

  @Test
  void apply_whenSettingsWereChangedByHand_setsThemBack() {
    elb.modifyLoadBalancerAttributes(
        r ->
            r.loadBalancerName(BALANCER)
                .loadBalancerAttributes(a -> a.connectionSettings(c -> c.idleTimeout(60))));
    elb.configureHealthCheck(
        r ->
            r.loadBalancerName(BALANCER)
                .healthCheck(
                    c ->
                        c.target("TCP:21000")
                            .interval(20)
                            .timeout(4)
                            .unhealthyThreshold(3)
                            .healthyThreshold(3)));

    balancer().apply();

    assertThat(read.attributes(BALANCER).connectionSettings().idleTimeout()).isEqualTo(3600);
    assertThat(read.balancer(BALANCER).healthCheck().target()).isEqualTo("TCP:21050");
  }

  @Test
  void apply_whenSettingsAreAskedAnew_changesOnlyThose() {
    int changes = wire.changes().size();

    balancer()
        .healthCheck(HealthCheck.http(21050, "/healthz"))
        .idleTimeout(Duration.ofMinutes(10))
        .apply();

    assertThat(wire.changes().subList(changes, wire.changes().size()))
        .containsExactlyInAnyOrder("ModifyLoadBalancerAttributes", "ConfigureHealthCheck");
    assertThat(read.balancer(BALANCER).healthCheck().target()).isEqualTo("HTTP:21050/healthz");
    assertThat(read.attributes(BALANCER).connectionSettings().idleTimeout()).isEqualTo(600);
    assertThat(read.attributes(BALANCER).connectionDraining().timeout()).isEqualTo(300);
  }

  @Test
  void apply_whenAWorkerWasTakenOut_registersItAgain() {
    Instance first = Instance.builder().instanceId(world.workers().get(0)).build();
    elb.deregisterInstancesFromLoadBalancer(r -> r.loadBalancerName(BALANCER).instances(first));
    referee.settle();

    balancer().apply();

    assertThat(read.health(BALANCER))
        .containsOnlyKeys(world.workers())
        .allSatisfy((id, state) -> assertThat(state).isEqualTo("InService"));
  }

  @Test
  void apply_whenAWorkerWasAdded_balancesItToo() {
    String sixth =
        SeedWorld.launch(
            ec2,
            world.subnet(),
            world.groups().get(0),
            Map.of("env", "Cluster1", "type", "worker"));
    referee.settle();
    ec2.describeInstances();

    balancer().apply();

    assertThat(read.health(BALANCER)).hasSize(6).containsEntry(sixth, "InService");
    assertThat(read.interfaceGroups(sixth))
        .containsExactlyInAnyOrder(
            world.groups().get(0), read.group("Cluster1 Impala BE").groupId());
  }

  @Test
  void apply_whenAWorkerIsOneNoMore_letsGoOfIt() {
    String former = world.workers().get(4);
    ec2.createTags(r -> r.resources(former).tags(Tag.builder().key("type").value("spare").build()));

    balancer().apply();
    referee.settle();

    assertThat(read.registered(BALANCER))
        .containsExactlyInAnyOrderElementsOf(world.workers().subList(0, 4));
    assertThat(read.interfaceGroups(former)).containsExactly(world.groups().get(4));
  }

  @Test
  void apply_whenAChangeIsRefused_goesBackToWhatWas() {
    wire.refuse("ConfigureHealthCheck", 1);

    PlanFailedException failed =
        catchThrowableOfType(
            PlanFailedException.class,
            () ->
                balancer()
                    .listeners(21050, 28000)
                    .idleTimeout(Duration.ofMinutes(10))
                    .healthCheck(HealthCheck.tcp(28000))
                    .apply());

    assertThat(wire.isSpent()).isTrue();
    assertThat(failed.report().state()).as(failed.getMessage()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(read.listeners(BALANCER))
        .containsExactlyInAnyOrder("TCP 21000 to TCP 21000", "TCP 21050 to TCP 21050");
    assertThat(read.attributes(BALANCER).connectionSettings().idleTimeout()).isEqualTo(3600);
    assertThat(read.balancer(BALANCER).healthCheck().target()).isEqualTo("TCP:21050");
    assertThat(read.ingressText(read.group("Cluster1 Impala FE").groupId()))
        .containsExactlyInAnyOrder(
            "tcp 21000-21000 from " + SeedWorld.CIDR, "tcp 21050-21050 from " + SeedWorld.CIDR);
  }

  @Test
  void destroy_whenApplied_leavesTheWorldAsItWasBefore() {
    ImpalaBalancer.forCluster("Cluster1").aws(access).destroy();

    referee.settle();
    assertThat(read.everything()).isEqualTo(before);
  }

  @Test
  void destroy_whenDestroyedBefore_makesNoMutatingCall() {
    ImpalaBalancer.forCluster("Cluster1").aws(access).destroy();
    int changes = wire.changes().size();

    ImpalaBalancer.forCluster("Cluster1").aws(access).destroy();

    assertThat(wire.changes()).hasSize(changes);
  }

  private ImpalaBalancer balancer() {
    return ImpalaBalancer.forCluster("Cluster1").aws(access);
  }
}
