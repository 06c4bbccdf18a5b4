package dev.backstep.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancing.model.InstanceState;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerDescription;

class SimulatedAwsClusterTest {

  private final SimulatedAws aws = SimulatedAws.withCluster("Cluster1", 5);
  private final Clients clients = Clients.of(aws);

  @Test
  void withCluster_whenDescribed_hasVpcSubnetAndWorkers() {
    assertThat(
            clients.ec2.describeVpcs(r -> r.filters(Clients.filter("tag:Name", "Cluster1"))).vpcs())
        .singleElement()
        .satisfies(vpc -> assertThat(vpc.cidrBlock()).isEqualTo("10.30.0.0/16"));
    assertThat(
            clients
                .ec2
                .describeSubnets(
                    r -> r.filters(Clients.filter("tag:Name", "Cluster1 Private subnet 0")))
                .subnets())
        .singleElement()
        .satisfies(
            subnet -> {
              assertThat(subnet.availabilityZone()).isEqualTo("us-west-2a");
              assertThat(subnet.availableIpAddressCount()).isEqualTo(256 - 5 - 5);
            });
    List<Instance> workers = workers();
    assertThat(workers)
        .hasSize(5)
        .allSatisfy(it -> assertThat(it.instanceId()).matches("i-0[0-9a-f]{16}"));
    assertThat(workers.get(0).tags()).contains(Tag.builder().key("env").value("Cluster1").build());
    assertThat(workers.get(2).securityGroups())
        .singleElement()
        .satisfies(group -> assertThat(group.groupName()).isEqualTo("worker-3"));
    assertThat(workers.get(0).networkInterfaces())
        .singleElement()
        .satisfies(eni -> assertThat(eni.attachment().deviceIndex()).isZero());
  }

  @Test
  void withCluster_whenMadeTwice_isTheSame() {
    assertThat(SimulatedAws.withCluster("Cluster1", 5).snapshot()).isEqualTo(aws.snapshot());
  }

  @Test
  void recipe_whenCarriedOut_endsInService() throws Exception {
    String front = clients.group("Cluster1 Impala FE");
    String back = clients.group("Cluster1 Impala BE");
    clients.allow(front, 21000, "10.30.0.0/16");
    clients.allow(back, 21050, front);
    clients.elb.createLoadBalancer(clients.balancerRequest("elb-impala-Cluster1", front));
    clients.elb.configureHealthCheck(
        r ->
            r.loadBalancerName("elb-impala-Cluster1")
                .healthCheck(
                    h ->
                        h.target("TCP:21050")
                            .interval(30)
                            .timeout(5)
                            .unhealthyThreshold(2)
                            .healthyThreshold(5)));
    clients.elb.modifyLoadBalancerAttributes(
        r ->
            r.loadBalancerName("elb-impala-Cluster1")
                .loadBalancerAttributes(a -> a.connectionSettings(c -> c.idleTimeout(3600))));
    for (Instance worker : workers()) {
      String eni = worker.networkInterfaces().get(0).networkInterfaceId();
      String own = worker.securityGroups().get(0).groupId();
      clients.ec2.modifyNetworkInterfaceAttribute(r -> r.networkInterfaceId(eni).groups(own, back));
      clients.elb.registerInstancesWithLoadBalancer(
          r ->
              r.loadBalancerName("elb-impala-Cluster1")
                  .instances(Clients.instance(worker.instanceId())));
    }

    assertThat(health())
        .extracting(InstanceState::description)
        .containsOnly("Instance registration is still in progress.");
    aws.time().sleep(Duration.ofSeconds(30));
    assertThat(health()).hasSize(5).extracting(InstanceState::state).containsOnly("InService");
    LoadBalancerDescription made =
        clients.elb.describeLoadBalancers().loadBalancerDescriptions().get(0);
    assertThat(made.dnsName())
        .matches("internal-elb-impala-Cluster1-\\d+\\.us-west-2\\.elb\\.amazonaws\\.com");
    assertThat(made.instances()).hasSize(5);
    assertThat(made.healthCheck().target()).isEqualTo("TCP:21050");
    assertThat(made.listenerDescriptions()).hasSize(2);
    NetworkInterface eni =
        clients
            .ec2
            .describeNetworkInterfaces(
                r -> r.filters(Clients.filter("description", "ELB elb-impala-Cluster1")))
            .networkInterfaces()
            .get(0);
    assertThat(eni.requesterId()).isEqualTo("amazon-elb");
    assertThat(eni.groups().get(0).groupId()).isEqualTo(front);
  }

  @Test
  void recipe_whenUndoneInReverse_leavesNothing() throws Exception {
    WorldSnapshot before = aws.snapshot();
    String front = clients.group("FE");
    clients.allow(front, 21000, "10.30.0.0/16");
    clients.balancer("elb", r -> r.securityGroups(front));
    assertThat(before.diff(aws.snapshot())).isNotEmpty();

    clients.elb.deleteLoadBalancer(r -> r.loadBalancerName("elb"));
    Errors.refused(
        400, "DependencyViolation", () -> clients.ec2.deleteSecurityGroup(r -> r.groupId(front)));
    aws.settle();
    clients.ec2.deleteSecurityGroup(r -> r.groupId(front));

    assertThat(before.diff(aws.snapshot())).isEmpty();
    assertThat(aws.ledger().mutating().operations())
        .containsExactly(
            "CreateSecurityGroup",
            "AuthorizeSecurityGroupIngress",
            "CreateLoadBalancer",
            "DeleteLoadBalancer",
            "DeleteSecurityGroup",
            "DeleteSecurityGroup");
  }

  private List<Instance> workers() {
    return clients
        .ec2
        .describeInstances(r -> r.filters(Clients.filter("tag:type", "worker")))
        .reservations()
        .stream()
        .flatMap(it -> it.instances().stream())
        .toList();
  }

  private List<InstanceState> health() {
    return clients
        .elb
        .describeInstanceHealth(r -> r.loadBalancerName("elb-impala-Cluster1"))
        .instanceStates();
  }
}
