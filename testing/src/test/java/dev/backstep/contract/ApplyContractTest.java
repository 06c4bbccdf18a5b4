package dev.backstep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.ImpalaBalancer;
import dev.backstep.impala.BalancedCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.elasticloadbalancing.model.HealthCheck;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerAttributes;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerDescription;

/** What is there after an apply of which nothing was said but the cluster. */
@OnEachReferee
class ApplyContractTest extends Contract {

  private static final String BALANCER = "elb-impala-Cluster1";
  private static final String FRONT_END = "Cluster1 Impala FE";
  private static final String BACK_END = "Cluster1 Impala BE";

  private SeedWorld world;
  private ReadBack read;
  private BalancedCluster balanced;

  @BeforeEach
  void apply() {
    world = SeedWorld.build(referee, ec2);
    read = new ReadBack(ec2, elb);
    balanced = ImpalaBalancer.forCluster("Cluster1").aws(access).apply();
  }

  @Test
  void apply_whenNothingIsThere_makesTwoGroupsInTheVpc() {
    SecurityGroup front = read.group(FRONT_END);
    SecurityGroup back = read.group(BACK_END);

    assertThat(front.description()).isEqualTo("Impala Front-End Traffic");
    assertThat(back.description()).isEqualTo("Impala Back-End Traffic");
    assertThat(List.of(front.vpcId(), back.vpcId())).containsOnly(world.vpc());
  }

  @Test
  void apply_whenNothingIsThere_tagsTheGroups() {
    assertThat(Sdk.map(read.group(FRONT_END).tags()))
        .isEqualTo(ownTags("security-group/front-end"));
    assertThat(Sdk.map(read.group(BACK_END).tags())).isEqualTo(ownTags("security-group/back-end"));
  }

  @Test
  void apply_whenNothingIsThere_opensTheFrontEndToTheVpc() {
    assertThat(read.ingressText(read.group(FRONT_END).groupId()))
        .containsExactlyInAnyOrder(
            "tcp 21000-21000 from " + SeedWorld.CIDR, "tcp 21050-21050 from " + SeedWorld.CIDR);
  }

  @Test
  void apply_whenNothingIsThere_opensTheBackEndToTheFrontEnd() {
    String front = read.group(FRONT_END).groupId();

    assertThat(read.ingressText(read.group(BACK_END).groupId()))
        .containsExactlyInAnyOrder(
            "tcp 21000-21000 from " + front, "tcp 21050-21050 from " + front);
  }

  @Test
  void apply_whenNothingIsThere_tagsEachRule() {
    Map<String, String> steps = new TreeMap<>();
    for (String name : List.of(FRONT_END, BACK_END)) {
      for (SecurityGroupRule rule : read.ingress(read.group(name).groupId())) {
        Map<String, String> tags = Sdk.map(rule.tags());
        steps.put(name + " " + rule.fromPort(), tags.get("backstep:step"));
        assertThat(tags).isEqualTo(ownTags(tags.get("backstep:step")));
      }
    }

    assertThat(steps)
        .isEqualTo(
            Map.of(
                FRONT_END + " 21000", "rule/front-end/21000-from-10.30.0.0/16",
                FRONT_END + " 21050", "rule/front-end/21050-from-10.30.0.0/16",
                BACK_END + " 21000", "rule/back-end/21000",
                BACK_END + " 21050", "rule/back-end/21050"));
  }

  @Test
  void apply_whenNothingIsThere_leavesWhatTheGroupsLetOutAlone() {
    for (String name : List.of(FRONT_END, BACK_END)) {
      assertThat(read.group(name).ipPermissionsEgress())
          .singleElement()
          .satisfies(
              all -> {
                assertThat(all.ipProtocol()).isEqualTo("-1");
                assertThat(all.ipRanges())
                    .singleElement()
                    .satisfies(range -> assertThat(range.cidrIp()).isEqualTo("0.0.0.0/0"));
              });
    }
  }

  @Test
  void apply_whenInstancesHaveGroups_addsTheBackEndToTheirInterfaces() {
    String back = read.group(BACK_END).groupId();

    for (int index = 0; index < world.workers().size(); index++) {
      assertThat(read.interfaceGroups(world.workers().get(index)))
          .containsExactlyInAnyOrder(world.groups().get(index), back);
    }
  }

  @Test
  void apply_whenInterfacesAreAskedForByGroup_findsThemInTheOldAndTheNew() {
    List<String> cards = new ArrayList<>();
    for (int index = 0; index < world.workers().size(); index++) {
      String card = read.firstInterface(world.workers().get(index)).networkInterfaceId();
      assertThat(read.interfacesIn(world.groups().get(index))).containsExactly(card);
      cards.add(card);
    }

    assertThat(read.interfacesIn(read.group(BACK_END).groupId()))
        .containsExactlyInAnyOrderElementsOf(cards);
  }

  @Test
  void apply_whenInstancesAreDescribed_theirGroupsFollowTheInterface() {
    List<String> groups =
        ec2
            .describeInstances(r -> r.instanceIds(world.workers().get(0)))
            .reservations()
            .get(0)
            .instances()
            .get(0)
            .securityGroups()
            .stream()
            .map(GroupIdentifier::groupId)
            .toList();

    if (departs(Departure.INSTANCE_GROUPS_STAY)) {
      assertThat(groups).containsExactly(world.groups().get(0));
    } else {
      assertThat(groups)
          .containsExactlyInAnyOrder(world.groups().get(0), read.group(BACK_END).groupId());
    }
  }

  @Test
  void apply_whenNothingIsThere_makesAnInternalBalancer() {
    LoadBalancerDescription balancer = read.balancer(BALANCER);

    assertThat(balancer.scheme()).isEqualTo("internal");
    assertThat(balancer.vpcId()).isEqualTo(world.vpc());
    assertThat(balancer.subnets()).containsExactly(world.subnet());
    assertThat(balancer.securityGroups()).containsExactly(read.group(FRONT_END).groupId());
  }

  @Test
  void apply_whenTheBalancerHasASubnet_itHasItsZone() {
    List<String> zones = read.balancer(BALANCER).availabilityZones();

    if (departs(Departure.NO_ZONES_OF_SUBNETS)) {
      assertThat(zones).isEmpty();
    } else {
      assertThat(zones).containsExactly("us-west-2a");
    }
  }

  @Test
  void apply_whenTheBalancerIsThere_itHasNetworkInterfaces() {
    List<NetworkInterface> cards =
        ec2.describeNetworkInterfaces(r -> r.filters(Sdk.filter("description", "ELB " + BALANCER)))
            .networkInterfaces();

    if (departs(Departure.NO_BALANCER_INTERFACES)) {
      assertThat(cards).isEmpty();
    } else {
      assertThat(cards)
          .isNotEmpty()
          .allSatisfy(card -> assertThat(card.subnetId()).isEqualTo(world.subnet()));
    }
  }

  @Test
  void apply_whenDone_givesTheNameThatTheBalancerHas() {
    assertThat(balanced.dnsName()).isEqualTo(read.balancer(BALANCER).dnsName());
    if (departs(Departure.DNS_NAME_OF_US_EAST_1)) {
      assertThat(balanced.dnsName()).isEqualTo(BALANCER + ".us-east-1.elb.amazonaws.com");
    } else {
      assertThat(balanced.dnsName())
          .matches("internal-" + BALANCER + "-[0-9]+\\.us-west-2\\.elb\\.amazonaws\\.com");
    }
  }

  @Test
  void apply_whenNothingIsThere_tagsTheBalancer() {
    assertThat(read.balancerTags(BALANCER)).isEqualTo(ownTags("load-balancer"));
  }

  @Test
  void apply_whenNothingIsThere_listensOnBothPorts() {
    assertThat(read.listeners(BALANCER))
        .containsExactlyInAnyOrder("TCP 21000 to TCP 21000", "TCP 21050 to TCP 21050");
  }

  @Test
  void apply_whenNothingIsThere_setsTheAttributes() {
    LoadBalancerAttributes attributes = read.attributes(BALANCER);

    assertThat(attributes.connectionSettings().idleTimeout()).isEqualTo(3600);
    assertThat(attributes.crossZoneLoadBalancing().enabled()).isTrue();
    assertThat(attributes.connectionDraining().enabled()).isTrue();
    assertThat(attributes.connectionDraining().timeout()).isEqualTo(300);
    assertThat(attributes.accessLog().enabled()).isFalse();
  }

  @Test
  void apply_whenNothingIsThere_configuresTheHealthCheck() {
    assertThat(read.balancer(BALANCER).healthCheck())
        .isEqualTo(
            HealthCheck.builder()
                .target("TCP:21050")
                .interval(30)
                .timeout(5)
                .unhealthyThreshold(2)
                .healthyThreshold(5)
                .build());
  }

  @Test
  void apply_whenNothingIsThere_registersTheWorkers() {
    assertThat(read.registered(BALANCER)).containsExactlyInAnyOrderElementsOf(world.workers());
    assertThat(balanced.instances()).containsExactlyInAnyOrderElementsOf(world.workers());
  }

  @Test
  void apply_whenDone_hasAllInstancesInService() {
    assertThat(read.health(BALANCER))
        .containsOnlyKeys(world.workers())
        .allSatisfy((id, state) -> assertThat(state).isEqualTo("InService"));
  }

  @Test
  void apply_forFiveWorkers_makesFifteenChanges() {
    assertThat(wire.changes()).hasSize(15);
  }

  private Map<String, String> ownTags(String step) {
    return Map.of(
        "backstep:owner",
        "impala/Cluster1",
        "backstep:run",
        balanced.report().runId(),
        "backstep:step",
        step);
  }
}
