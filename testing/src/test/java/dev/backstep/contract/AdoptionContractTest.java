package dev.backstep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.ImpalaBalancer;
import dev.backstep.plan.Plan;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.UserIdGroupPair;
import software.amazon.awssdk.services.elasticloadbalancing.model.Instance;
import software.amazon.awssdk.services.elasticloadbalancing.model.Listener;

/** That what a script of plain calls made is taken over without a gap, and given back whole. */
@OnEachReferee
class AdoptionContractTest extends Contract {

  private static final String BALANCER = "elb-impala-Cluster1";
  private static final List<Integer> PORTS = List.of(21000, 21050);

  private SeedWorld world;
  private ReadBack read;
  private String front;
  private String back;

  @BeforeEach
  void runTheScript() {
    world = SeedWorld.build(referee, ec2);
    read = new ReadBack(ec2, elb);
    front = group("Cluster1 Impala FE", "Impala Front-End Traffic");
    back = group("Cluster1 Impala BE", "Impala Back-End Traffic");
    for (int port : PORTS) {
      let(front, tcp(port).ipRanges(IpRange.builder().cidrIp("0.0.0.0/0").build()));
      let(back, tcp(port).userIdGroupPairs(UserIdGroupPair.builder().groupId(front).build()));
    }
    for (int number = 0; number < world.workers().size(); number++) {
      List<String> groups = List.of(world.groups().get(number), back);
      String worker = world.workers().get(number);
      ec2.modifyInstanceAttribute(request -> request.instanceId(worker).groups(groups));
    }
    balancer();
  }

  @Test
  void apply_whenTheScriptsBalancerIsAdopted_deletesNoListenerAndManagesIt() {
    int changes = wire.changes().size();

    ImpalaBalancer.forCluster("Cluster1").aws(access).adoptExisting().apply();

    assertThat(wire.changes().subList(changes, wire.changes().size()))
        .contains("AddTags", "CreateTags")
        .noneMatch(call -> call.startsWith("Delete") || call.startsWith("Deregister"))
        .noneMatch(call -> call.equals("CreateLoadBalancer") || call.endsWith("Listeners"));
    assertThat(read.listeners(BALANCER))
        .containsExactlyInAnyOrder("TCP 21000 to TCP 21000", "TCP 21050 to TCP 21050");
    Plan<?> again = ImpalaBalancer.forCluster("Cluster1").aws(access).plan();
    assertThat(again.hasChanges()).as(again.describe()).isFalse();
  }

  @Test
  void destroy_whenTheBalancerWasAdopted_leavesItWithoutOurTagsAndRules() {
    ImpalaBalancer.forCluster("Cluster1").aws(access).adoptExisting().apply();

    ImpalaBalancer.forCluster("Cluster1").aws(access).destroy();
    referee.settle();

    assertThat(read.listeners(BALANCER)).hasSize(2);
    assertThat(read.ingressText(front))
        .containsExactlyInAnyOrder(
            "tcp 21000-21000 from 0.0.0.0/0", "tcp 21050-21050 from 0.0.0.0/0");
    assertThat(read.everything()).noneMatch(line -> line.contains("backstep:"));
    assertThat(ImpalaBalancer.forCluster("Cluster1").aws(access).find()).isEmpty();
  }

  private String group(String name, String description) {
    return ec2.createSecurityGroup(
            request -> request.vpcId(world.vpc()).groupName(name).description(description))
        .groupId();
  }

  private void let(String group, IpPermission.Builder permission) {
    ec2.authorizeSecurityGroupIngress(
        request -> request.groupId(group).ipPermissions(permission.build()));
  }

  private static IpPermission.Builder tcp(int port) {
    return IpPermission.builder().ipProtocol("tcp").fromPort(port).toPort(port);
  }

  private void balancer() {
    List<Listener> listeners =
        PORTS.stream()
            .map(
                port ->
                    Listener.builder()
                        .protocol("TCP")
                        .loadBalancerPort(port)
                        .instanceProtocol("TCP")
                        .instancePort(port)
                        .build())
            .toList();
    elb.createLoadBalancer(
        request ->
            request
                .loadBalancerName(BALANCER)
                .scheme("internal")
                .subnets(world.subnet())
                .securityGroups(front)
                .listeners(listeners));
    elb.modifyLoadBalancerAttributes(
        request ->
            request
                .loadBalancerName(BALANCER)
                .loadBalancerAttributes(all -> all.connectionSettings(c -> c.idleTimeout(3600))));
    elb.configureHealthCheck(
        request ->
            request
                .loadBalancerName(BALANCER)
                .healthCheck(
                    check ->
                        check
                            .target("TCP:21000")
                            .interval(30)
                            .timeout(5)
                            .unhealthyThreshold(2)
                            .healthyThreshold(5)));
    List<Instance> instances =
        world.workers().stream().map(id -> Instance.builder().instanceId(id).build()).toList();
    elb.registerInstancesWithLoadBalancer(
        request -> request.loadBalancerName(BALANCER).instances(instances));
  }
}
