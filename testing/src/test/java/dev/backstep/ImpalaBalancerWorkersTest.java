package dev.backstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.impala.HealthCheck;
import dev.backstep.impala.Listener;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.RunState;
import dev.backstep.testing.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancing.model.InstanceState;

/** Workers come and go, and nothing that carries traffic goes before its replacement does. */
class ImpalaBalancerWorkersTest {

  private final Site site = Site.applied();

  @Test
  void apply_whenAWorkerLeaves_waitsForItsConnectionsAndThenFreesItsInterface() {
    site.aws.drainTime(Duration.ofSeconds(120));
    site.world.tag(site.worker(3), "type", "retired");
    long mark = site.aws.ledger().mark();

    RunReport report = site.balancer().apply().report();

    Instant out = at("DeregisterInstancesFromLoadBalancer", mark);
    Instant freed = at("ModifyNetworkInterfaceAttribute", mark);
    assertThat(Duration.between(out, freed))
        .isBetween(Duration.ofSeconds(120), Duration.ofSeconds(130));
    assertThat(report.state()).isEqualTo(RunState.COMPLETED);
  }

  @Test
  void apply_whenDrainingIsOff_doesNotWait() {
    site.aws.drainTime(Duration.ofSeconds(120));
    site.balancer().connectionDraining(Duration.ZERO).apply();
    site.world.tag(site.worker(3), "type", "retired");
    long mark = site.aws.ledger().mark();

    site.balancer().connectionDraining(Duration.ZERO).apply();

    assertThat(at("ModifyNetworkInterfaceAttribute", mark))
        .isEqualTo(at("DeregisterInstancesFromLoadBalancer", mark));
  }

  @Test
  void apply_whenOneComesAndOneGoes_isInServiceBeforeTheOtherLeaves() {
    String fresh =
        site.world.addInstance(
            site.subnet, List.of(site.mine), Map.of("env", "Cluster1", "type", "worker"));
    site.world.tag(site.worker(3), "type", "retired");
    long mark = site.aws.ledger().mark();
    site.aws
        .onCall("DeregisterInstancesFromLoadBalancer")
        .when(
            call -> {
              assertThat(state(fresh).state()).isEqualTo("InService");
              return false;
            })
        .status(500);

    site.balancer().apply();

    assertThat(site.aws.ledger().since(mark).count("DeregisterInstancesFromLoadBalancer"))
        .isEqualTo(1);
    assertThat(site.balancer().plan().hasChanges()).isFalse();
  }

  @Test
  void apply_whenAnInstanceWasTerminatedLongAgo_cleansItOutAndTheOthersToo() throws Exception {
    site.ec2().terminateInstances(r -> r.instanceIds(site.worker(2)));
    site.world.tag(site.worker(3), "type", "retired");
    site.aws.time().sleep(Duration.ofMinutes(2));
    site.aws.onCall("DeregisterInstancesFromLoadBalancer").times(1).refuse("InvalidInstance");
    site.aws.onCall("DescribeInstanceHealth").times(1).refuse("InvalidInstance");

    RunReport report = site.balancer().apply().report();

    assertThat(report.state()).isEqualTo(RunState.COMPLETED);
    assertThat(site.facts())
        .filteredOn(line -> line.contains(" Instance="))
        .hasSize(3)
        .noneMatch(line -> line.contains("worker 3"));
    assertThat(site.balancer().plan().hasChanges()).isFalse();
  }

  @Test
  void apply_whenAWorkerIsUnknownToTheBalancerWhileOthersDrain_stillWaitsForTheOthers() {
    site.aws.drainTime(Duration.ofSeconds(120));
    site.world.tag(site.worker(2), "type", "retired");
    site.world.tag(site.worker(3), "type", "retired");
    site.aws.onCall("DescribeInstanceHealth").times(1).refuse("InvalidInstance");
    long mark = site.aws.ledger().mark();

    site.balancer().apply();

    assertThat(
            Duration.between(
                at("DeregisterInstancesFromLoadBalancer", mark),
                at("ModifyNetworkInterfaceAttribute", mark)))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(120));
  }

  @Test
  void apply_whenTheListenerLeadsElsewhere_closesTheOldPortLast() {
    UnaryOperator<ImpalaBalancer> now =
        it ->
            it.listeners(Listener.tcp(21000), Listener.tcp(21050).to(21051))
                .healthCheck(HealthCheck.tcp(21051));
    for (String slow : List.of("CreateLoadBalancerListeners", "ConfigureHealthCheck")) {
      site.aws.onCall(slow).delay(Duration.ofMinutes(3));
    }
    site.aws.onCall("AuthorizeSecurityGroupIngress").delay(Duration.ofMinutes(2));
    long mark = site.aws.ledger().mark();

    now.apply(site.balancer()).apply();

    assertThat(at("ConfigureHealthCheck", mark))
        .isAfterOrEqualTo(at("AuthorizeSecurityGroupIngress", mark).plusSeconds(120));
    assertThat(at("RevokeSecurityGroupIngress", mark))
        .isAfterOrEqualTo(at("CreateLoadBalancerListeners", mark).plusSeconds(180))
        .isAfterOrEqualTo(at("ConfigureHealthCheck", mark).plusSeconds(180));
  }

  @Test
  void plan_whenItWouldBeAnotherBalancer_isRefused() {
    String other = site.world.addVpc("Cluster2", "10.40.0.0/16");
    String there = site.world.addSubnet(other, "there", "10.40.1.0/24", "us-west-2a");
    String worker =
        site.world.addInstance(
            there, List.of(), Map.of("env", "Cluster1", "type", "away", "Name", "away"));
    site.world.addInternetGateway(site.vpc);

    assertRefused(
        site.balancer().scheme(dev.backstep.impala.Scheme.INTERNET_FACING),
        "scheme: INTERNET_FACING (expected: INTERNAL, which load balancer \"elb-impala-Cluster1\" is; it cannot change: destroy() first for another balancer with another DNS name)");
    assertRefused(
        site.balancer().vpc(other).subnets(there).instances(worker),
        "vpc: %s (expected: %s, where load balancer \"elb-impala-Cluster1\" is; it cannot move: destroy() first for another balancer with another DNS name)"
            .formatted(other, site.vpc));
    assertRefused(
        site.balancer().subnets(site.third),
        "subnets: [%s] (expected: also [%s], since load balancer \"elb-impala-Cluster1\" cannot leave its only subnet for another one of the same zone)"
            .formatted(site.third, site.subnet));
  }

  @Test
  void plan_whenAnOwnerTagIsGone_isRefused() {
    String notManaged =
        " is there already and is not managed by Backstep: it has no tag backstep:owner=impala/Cluster1 (expected: none of that name; adoptExisting() would tag it, change it as these settings say, and never delete it; otherwise it is left alone: rename or remove it, or choose another cluster name)";
    site.untag("backstep:owner");
    site.world.untag(site.backEnd(), "backstep:owner");

    assertRefused(
        site.balancer(),
        "load balancer \"elb-impala-Cluster1\"" + notManaged,
        "security group \"Cluster1 Impala BE\" (" + site.backEnd() + ")" + notManaged);
    assertThat(site.balancer().adoptExisting().plan().hasChanges()).isTrue();
  }

  private void assertRefused(ImpalaBalancer balancer, String... problems) {
    long mark = site.aws.ledger().mark();
    Refusals.assertRefused(balancer::plan, "impala/Cluster1", List.of(problems));
    assertThat(site.aws.ledger().since(mark).mutating()).isEmpty();
  }

  private InstanceState state(String instance) {
    return site
        .elb()
        .describeInstanceHealth(r -> r.loadBalancerName(Site.ELB))
        .instanceStates()
        .stream()
        .filter(state -> state.instanceId().equals(instance))
        .findFirst()
        .orElseThrow();
  }

  /** When the last call of an operation came. */
  private Instant at(String operation, long mark) {
    return site.aws.ledger().since(mark).calls(operation).stream()
        .map(Call::time)
        .reduce((one, next) -> next)
        .orElseThrow();
  }
}
