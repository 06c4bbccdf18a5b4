package dev.backstep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.ImpalaBalancer;
import dev.backstep.impala.BalancedCluster;
import dev.backstep.impala.HealthCheck;
import dev.backstep.impala.Listener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerAttributes;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerDescription;

/** What is there after an apply of which everything was said. */
@OnEachReferee
class CustomSpecContractTest extends Contract {

  private static final String BALANCER = "elb-impala-Custom";

  private SeedWorld world;
  private ReadBack read;
  private List<String> chosen;
  private BalancedCluster balanced;

  @BeforeEach
  void apply() {
    world = SeedWorld.build(referee, ec2);
    read = new ReadBack(ec2, elb);
    chosen = world.workers().subList(0, 3);
    balanced =
        ImpalaBalancer.forCluster("Custom")
            .aws(access)
            .vpc(world.vpc())
            .subnets(world.subnet(), world.otherSubnet())
            .instances(chosen.toArray(String[]::new))
            .listeners(Listener.tcp(443).to(21050))
            .allowFrom("10.0.0.0/8", "192.168.0.0/16")
            .healthCheck(
                HealthCheck.http(25000, "/healthz")
                    .every(Duration.ofSeconds(10))
                    .timeout(Duration.ofSeconds(4))
                    .unhealthyAfter(3)
                    .healthyAfter(4))
            .idleTimeout(Duration.ofMinutes(10))
            .connectionDraining(Duration.ZERO)
            .crossZone(false)
            .tag("team", "data")
            .tag("cost centre", "a:b/c=d")
            .tag("three", "+")
            .tag("four", "-")
            .tag("five", "_@.")
            .tag("six", "größer")
            .tag("seven", "")
            .apply();
  }

  @Test
  void apply_whenSevenTagsAreGiven_putsThemOnTheBalancer() {
    assertThat(read.balancerTags(BALANCER)).isEqualTo(expectedTags("load-balancer"));
  }

  @Test
  void apply_whenSevenTagsAreGiven_putsThemOnTheGroups() {
    assertThat(Sdk.map(read.group("Custom Impala FE").tags()))
        .isEqualTo(expectedTags("security-group/front-end"));
    assertThat(Sdk.map(read.group("Custom Impala BE").tags()))
        .isEqualTo(expectedTags("security-group/back-end"));
  }

  @Test
  void apply_whenClientBlocksAreGiven_opensTheFrontEndToEach() {
    assertThat(read.ingressText(read.group("Custom Impala FE").groupId()))
        .containsExactlyInAnyOrder(
            "tcp 443-443 from 10.0.0.0/8", "tcp 443-443 from 192.168.0.0/16");
  }

  @Test
  void apply_whenCheckAndListenerDiffer_opensTheBackEndForBoth() {
    String front = read.group("Custom Impala FE").groupId();

    assertThat(read.ingressText(read.group("Custom Impala BE").groupId()))
        .containsExactlyInAnyOrder(
            "tcp 21050-21050 from " + front, "tcp 25000-25000 from " + front);
  }

  @Test
  void apply_whenTwoSubnetsAreGiven_isInBoth() {
    LoadBalancerDescription balancer = read.balancer(BALANCER);

    assertThat(balancer.subnets()).containsExactlyInAnyOrder(world.subnet(), world.otherSubnet());
    assertThat(balancer.vpcId()).isEqualTo(world.vpc());
  }

  @Test
  void apply_whenAnotherInstancePortIsGiven_listensFromOneToTheOther() {
    assertThat(read.listeners(BALANCER)).containsExactly("TCP 443 to TCP 21050");
    assertThat(balanced.endpoints()).containsExactly(balanced.dnsName() + ":443");
  }

  @Test
  void apply_whenAttributesAreGiven_setsThem() {
    LoadBalancerAttributes attributes = read.attributes(BALANCER);

    assertThat(attributes.connectionSettings().idleTimeout()).isEqualTo(600);
    assertThat(attributes.crossZoneLoadBalancing().enabled()).isFalse();
    assertThat(attributes.connectionDraining().enabled()).isFalse();
  }

  @Test
  void apply_whenAnHttpCheckIsGiven_configuresIt() {
    assertThat(read.balancer(BALANCER).healthCheck())
        .isEqualTo(
            software.amazon.awssdk.services.elasticloadbalancing.model.HealthCheck.builder()
                .target("HTTP:25000/healthz")
                .interval(10)
                .timeout(4)
                .unhealthyThreshold(3)
                .healthyThreshold(4)
                .build());
  }

  @Test
  void apply_whenInstancesAreGiven_registersThoseAndNoOthers() {
    assertThat(read.registered(BALANCER)).containsExactlyInAnyOrderElementsOf(chosen);
    assertThat(read.health(BALANCER))
        .containsOnlyKeys(chosen)
        .allSatisfy((id, state) -> assertThat(state).isEqualTo("InService"));
  }

  @Test
  void apply_whenInstancesAreGiven_leavesTheInterfacesOfTheOthersAlone() {
    String back = read.group("Custom Impala BE").groupId();

    for (int index = 0; index < world.workers().size(); index++) {
      String own = world.groups().get(index);
      assertThat(read.interfaceGroups(world.workers().get(index)))
          .containsExactlyInAnyOrderElementsOf(
              index < chosen.size() ? List.of(own, back) : List.of(own));
    }
  }

  private Map<String, String> expectedTags(String step) {
    return Map.of(
        "team", "data",
        "cost centre", "a:b/c=d",
        "three", "+",
        "four", "-",
        "five", "_@.",
        "six", "größer",
        "seven", "",
        "backstep:owner", "impala/Custom",
        "backstep:run", balanced.report().runId(),
        "backstep:step", step);
  }
}
