package dev.backstep.testing;

import static dev.backstep.testing.Errors.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.aws.AwsAccess;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticloadbalancing.ElasticLoadBalancingClient;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerDescription;
import software.amazon.awssdk.services.elasticloadbalancing.model.Tag;

class SimulatedUserTest {

  private final SimulatedAws aws = SimulatedAws.withCluster("Cluster1", 2);
  private final Clients clients = Clients.of(aws);
  private final AwsAccess user = aws.asUser();

  @Test
  void call_whenOfUser_isInTheUsersLedgerOnly() {
    String vpc = user.ec2().describeVpcs().vpcs().get(0).vpcId();
    String group =
        user.ec2()
            .createSecurityGroup(r -> r.groupName("mine").description("x").vpcId(vpc))
            .groupId();

    assertThat(aws.ledger().isEmpty()).isTrue();
    assertThat(aws.userLedger().operations())
        .containsExactly("DescribeVpcs", "CreateSecurityGroup");
    assertThat(aws.userLedger().mutating().calls().get(0).acted()).isTrue();
    assertThat(aws.madeBy(group)).contains(new Maker.User());
  }

  @Test
  void call_whenOfUser_hasNumbersAndRequestIdsApartFromTheOthers() {
    clients.ec2.describeVpcs();
    user.ec2().describeVpcs();
    clients.ec2.describeVpcs();

    assertThat(aws.ledger().calls()).extracting(Call::sequence).containsExactly(1L, 2L);
    assertThat(aws.userLedger().calls()).extracting(Call::sequence).containsExactly(1L);
    assertThat(aws.ledger().calls())
        .extracting(Call::requestId)
        .doesNotContain(aws.userLedger().calls().get(0).requestId());
  }

  @Test
  void call_whenOfUser_takesNoTimeAndMeetsNoFault() {
    aws.latency(Duration.ofSeconds(5));
    Fault fault = aws.onCall("DescribeVpcs").status(500);
    aws.onAnyCall().refuse("ExpiredToken");
    Instant before = aws.time().now();

    assertThat(user.ec2().describeVpcs().vpcs()).hasSize(1);

    assertThat(aws.time().now()).isEqualTo(before);
    assertThat(fault.fired()).isZero();
    refused(500, "InternalError", () -> clients.ec2.describeVpcs());
  }

  @Test
  void readLag_whenUserCalls_isForOthersOnly() {
    aws.readLag(Duration.ofMinutes(1));
    String group = clients.group("FE");
    assertThat(groups(clients.ec2, group)).isZero();

    assertThat(groups(user.ec2(), group)).isEqualTo(1);
    user.ec2()
        .authorizeSecurityGroupIngress(
            r -> r.groupId(group).ipPermissions(Clients.tcp(443, "10.0.0.0/8")));
    String other =
        user.ec2()
            .createSecurityGroup(r -> r.groupName("b").description("x").vpcId(clients.vpc()))
            .groupId();
    assertThat(groups(clients.ec2, other)).isEqualTo(1);
  }

  @Test
  void call_whenAwsRefuses_isRefusedForTheUserToo() {
    String front = clients.group("FE");
    clients.balancer("elb", r -> r.securityGroups(front));

    refused(
        400, "DependencyViolation", () -> user.ec2().deleteSecurityGroup(r -> r.groupId(front)));
  }

  @Test
  void loadBalancer_whenUserChangesEverything_isChanged() {
    String other = aws.world().addSubnet(clients.vpc(), "b", "10.30.2.0/24", "us-west-2b");
    String group = aws.world().addSecurityGroup(clients.vpc(), "mine");
    clients.balancer("elb");
    ElasticLoadBalancingClient elb = user.elasticLoadBalancing();

    elb.deleteLoadBalancerListeners(r -> r.loadBalancerName("elb").loadBalancerPorts(21050));
    elb.createLoadBalancerListeners(
        r -> r.loadBalancerName("elb").listeners(Clients.listener(25000)));
    elb.configureHealthCheck(
        r ->
            r.loadBalancerName("elb")
                .healthCheck(
                    h ->
                        h.target("TCP:25000")
                            .interval(10)
                            .timeout(2)
                            .healthyThreshold(2)
                            .unhealthyThreshold(2)));
    elb.attachLoadBalancerToSubnets(r -> r.loadBalancerName("elb").subnets(other));
    elb.applySecurityGroupsToLoadBalancer(r -> r.loadBalancerName("elb").securityGroups(group));
    elb.registerInstancesWithLoadBalancer(
        r -> r.loadBalancerName("elb").instances(Clients.instance(clients.worker(1))));
    elb.modifyLoadBalancerAttributes(
        r ->
            r.loadBalancerName("elb")
                .loadBalancerAttributes(a -> a.connectionSettings(c -> c.idleTimeout(7))));
    elb.addTags(
        r -> r.loadBalancerNames("elb").tags(Tag.builder().key("owner").value("me").build()));

    LoadBalancerDescription changed =
        clients.elb.describeLoadBalancers().loadBalancerDescriptions().get(0);
    assertThat(changed.listenerDescriptions())
        .extracting(it -> it.listener().loadBalancerPort())
        .containsExactlyInAnyOrder(21000, 25000);
    assertThat(changed.healthCheck().target()).isEqualTo("TCP:25000");
    assertThat(changed.subnets()).contains(other);
    assertThat(changed.securityGroups()).isEqualTo(List.of(group));
    assertThat(changed.instances()).hasSize(1);
    assertThat(aws.snapshot().lines())
        .contains(
            "us-west-2 load-balancer elb ConnectionSettings.IdleTimeout=7",
            "us-west-2 tag elb owner=me");
    assertThat(aws.ledger().mutating().operations()).containsExactly("CreateLoadBalancer");
  }

  @Test
  void region_whenAnother_isTheUsersToo() {
    String vpc = aws.world("us-east-1").addVpc("east", "10.50.0.0/16");

    assertThat(user.region("us-east-1").ec2().describeVpcs().vpcs())
        .extracting(it -> it.vpcId())
        .containsExactly(vpc);
    assertThat(aws.userLedger().size()).isEqualTo(1);
  }

  @Test
  void listen_whenSignedByUser_isTheUsersCall() {
    try (SdkHttpClient http = ApacheHttpClient.create();
        AwsAccess remote = user.httpClient(http).endpoint(aws.listen())) {
      remote.ec2().describeVpcs();
    } finally {
      aws.close();
    }

    assertThat(aws.userLedger().operations()).containsExactly("DescribeVpcs");
    assertThat(aws.ledger().isEmpty()).isTrue();
  }

  private static long groups(Ec2Client ec2, String id) {
    return ec2.describeSecurityGroups(r -> r.filters(Clients.filter("group-id", id)))
        .securityGroups()
        .size();
  }
}
