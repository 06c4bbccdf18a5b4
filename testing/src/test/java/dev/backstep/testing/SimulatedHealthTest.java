package dev.backstep.testing;

import static dev.backstep.testing.Errors.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancing.model.Instance;
import software.amazon.awssdk.services.elasticloadbalancing.model.InstanceState;

class SimulatedHealthTest {

  private static final String FAILED =
      "Instance has failed at least the UnhealthyThreshold number of health checks consecutively.";

  private final ManualTime time = ManualTime.stopped();
  private final SimulatedAws aws = SimulatedAws.withCluster("Cluster1", 2, time);
  private final Clients clients = Clients.of(aws);
  private String front = "";
  private String worker = "";
  private String workerGroup = "";

  @BeforeEach
  void makeBalancer() {
    front = clients.group("FE");
    clients.balancer("elb", r -> r.securityGroups(front));
    worker = clients.worker(1);
    workerGroup =
        clients
            .ec2
            .describeSecurityGroups(r -> r.filters(Clients.filter("group-name", "worker-1")))
            .securityGroups()
            .get(0)
            .groupId();
  }

  @Test
  void health_whenGroupAdmitsBalancer_isInServiceAfterOneInterval() throws Exception {
    aws.world().addRuleFromGroup(workerGroup, 21000, front);
    assertThat(register(worker)).extracting(Instance::instanceId).containsExactly(worker);

    assertHealth(worker, "OutOfService", "ELB", "Instance registration is still in progress.");
    time.advance(Duration.ofSeconds(29));
    assertHealth(worker, "OutOfService", "ELB", "Instance registration is still in progress.");
    time.advance(Duration.ofSeconds(1));
    assertHealth(worker, "InService", "N/A", "N/A");
  }

  @Test
  void health_whenNoRuleAdmitsBalancer_fails() {
    aws.healthDelay(Duration.ZERO);
    aws.world().addRuleFromGroup(workerGroup, 21050, front);
    register(worker);

    assertHealth(worker, "OutOfService", "Instance", FAILED);
    aws.world().addRule(workerGroup, 21000, "10.30.1.0/24");
    assertHealth(worker, "InService", "N/A", "N/A");
  }

  @Test
  void health_whenDaemonDown_failsUntilUp() {
    aws.healthDelay(Duration.ZERO);
    aws.world().addRuleFromGroup(workerGroup, 21000, front);
    register(worker);

    aws.daemonDown(worker);
    assertHealth(worker, "OutOfService", "Instance", FAILED);
    aws.daemonUp(worker);
    assertHealth(worker, "InService", "N/A", "N/A");
  }

  @Test
  void health_whenInstanceStops_saysSo() {
    register(worker);

    clients.ec2.stopInstances(r -> r.instanceIds(worker));

    assertHealth(worker, "OutOfService", "Instance", "Instance is in stopped state.");
  }

  @Test
  void health_whenInstanceTerminated_saysSoUntilItVanishesFromTheBalancer() throws Exception {
    register(worker);

    clients.ec2.terminateInstances(r -> r.instanceIds(worker));

    assertHealth(worker, "OutOfService", "Instance", "Instance is in terminated state.");
    time.advance(Duration.ofSeconds(20).plus(Duration.ofMinutes(59)));
    assertHealth(worker, "OutOfService", "Instance", "Instance is in terminated state.");
    assertThat(registered()).containsExactly(worker);
    time.advance(Duration.ofMinutes(1));
    assertThat(registered()).isEmpty();
    refused(400, "InvalidInstance", () -> health(worker));
    assertThat(aws.snapshot().lines()).noneMatch(line -> line.contains(worker));
  }

  @Test
  void health_whenUserTerminatesWithoutRun_isTheSame() {
    register(worker);

    aws.asUser().ec2().terminateInstances(r -> r.instanceIds(worker));

    assertHealth(worker, "OutOfService", "Instance", "Instance is in terminated state.");
    refused(400, "InvalidInstance", () -> register(worker));
    assertThat(deregister(worker)).isEmpty();
  }

  @Test
  void health_whenZoneHasNoSubnet_saysSo() {
    String other = aws.world().addSubnet(clients.vpc(), "b", "10.30.2.0/24", "us-west-2b");
    String away = aws.world().addInstance(other, List.of(workerGroup), java.util.Map.of());
    register(away);

    assertThat(health(away).description()).contains("not configured to route traffic to");
  }

  @Test
  void health_whenNotRegistered_isRefused() {
    refused(400, "InvalidInstance", () -> health(worker));
    refused(400, "InvalidInstance", () -> register("i-0"));
    refused(400, "InvalidInstance", () -> deregister("i-0"));
  }

  @Test
  void deregister_whenDraining_isInProgressForAsLongAsConnectionsLast() throws Exception {
    aws.drainTime(Duration.ofMinutes(10));
    clients.elb.modifyLoadBalancerAttributes(
        r ->
            r.loadBalancerName("elb")
                .loadBalancerAttributes(
                    a -> a.connectionDraining(d -> d.enabled(true).timeout(120))));
    register(worker);

    assertThat(deregister(worker)).isEmpty();

    assertHealth(worker, "InService", "N/A", "Instance deregistration currently in progress.");
    time.advance(Duration.ofMinutes(2));
    assertHealth(
        worker,
        "OutOfService",
        "Instance",
        "Instance is not currently registered with the LoadBalancer.");
    assertThat(clients.elb.describeInstanceHealth(r -> r.loadBalancerName("elb")).instanceStates())
        .isEmpty();
  }

  private List<String> registered() {
    return clients
        .elb
        .describeLoadBalancers()
        .loadBalancerDescriptions()
        .get(0)
        .instances()
        .stream()
        .map(Instance::instanceId)
        .toList();
  }

  private List<Instance> register(String id) {
    return clients
        .elb
        .registerInstancesWithLoadBalancer(
            r -> r.loadBalancerName("elb").instances(Clients.instance(id)))
        .instances();
  }

  private List<Instance> deregister(String id) {
    return clients
        .elb
        .deregisterInstancesFromLoadBalancer(
            r -> r.loadBalancerName("elb").instances(Clients.instance(id)))
        .instances();
  }

  private InstanceState health(String id) {
    return clients
        .elb
        .describeInstanceHealth(r -> r.loadBalancerName("elb").instances(Clients.instance(id)))
        .instanceStates()
        .get(0);
  }

  private void assertHealth(String id, String state, String reason, String text) {
    assertThat(health(id))
        .isEqualTo(
            InstanceState.builder()
                .instanceId(id)
                .state(state)
                .reasonCode(reason)
                .description(text)
                .build());
  }
}
