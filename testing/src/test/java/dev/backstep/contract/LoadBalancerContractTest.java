package dev.backstep.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.elasticloadbalancing.model.CreateLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancing.model.DescribeLoadBalancersResponse;
import software.amazon.awssdk.services.elasticloadbalancing.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerAttributes;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerDescription;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancing.model.Tag;

/** Classic load balancers by themselves, as the steps and their undo rely on them. */
@OnEachReferee
class LoadBalancerContractTest extends Contract {

  private static final String NAME = "mine";

  private String subnet;
  private String group;
  private ReadBack read;

  @BeforeEach
  void build() {
    String vpc = referee.addVpc("Cluster1", "10.30.0.0/16");
    subnet = referee.addSubnet(vpc, "Cluster1 Private subnet 0", "10.30.1.0/24", "us-west-2a");
    group = SeedWorld.group(ec2, vpc, "front");
    read = new ReadBack(ec2, elb);
    elb.createLoadBalancer(request(NAME));
  }

  @Test
  void createLoadBalancer_whenTagged_isDescribedWithTags() {
    assertThat(read.balancerTags(NAME)).isEqualTo(Map.of("team", "data"));
  }

  @Test
  void createLoadBalancer_whenNoHealthCheckIsSet_hasTheUsualOne() {
    LoadBalancerDescription balancer = read.balancer(NAME);

    if (departs(Departure.NO_USUAL_HEALTH_CHECK)) {
      assertThat(balancer.healthCheck()).isNull();
    } else {
      assertThat(balancer.healthCheck().target()).isEqualTo("TCP:21050");
      assertThat(balancer.healthCheck().interval()).isEqualTo(30);
      assertThat(balancer.healthCheck().timeout()).isEqualTo(5);
    }
  }

  @Test
  void createLoadBalancer_whenTheNameIsTaken_isRefused() {
    CreateLoadBalancerRequest other =
        request(NAME).toBuilder().listeners(Sdk.listener(9000, 9000)).build();

    refused("DuplicateLoadBalancerName", () -> elb.createLoadBalancer(other));
  }

  @Test
  void createLoadBalancer_whenRepeatedAsItWas_succeeds() {
    if (departs(Departure.REFUSES_REPEATED_CREATE)) {
      refused("DuplicateLoadBalancerName", () -> elb.createLoadBalancer(request(NAME)));
    } else {
      elb.createLoadBalancer(request(NAME));
    }
    assertThat(elb.describeLoadBalancers().loadBalancerDescriptions()).hasSize(1);
  }

  @Test
  void createLoadBalancer_whenTheNameIsInvalid_isRefused() {
    if (departs(Departure.ANY_BALANCER_NAME)) {
      assertThat(elb.createLoadBalancer(request("under_score")).dnsName()).isNotBlank();
    } else {
      refused("ValidationError", () -> elb.createLoadBalancer(request("under_score")));
    }
  }

  @Test
  void createLoadBalancer_whenThereIsNoListener_isRefused() {
    CreateLoadBalancerRequest deaf =
        request("deaf").toBuilder().listeners(List.<Listener>of()).build();

    refused("ValidationError", () -> elb.createLoadBalancer(deaf));
  }

  @Test
  void createLoadBalancer_whenThereAreElevenTags_isRefused() {
    List<Tag> eleven =
        IntStream.range(0, 11)
            .mapToObj(number -> Tag.builder().key("key" + number).value("x").build())
            .toList();
    CreateLoadBalancerRequest request = request("tagged").toBuilder().tags(eleven).build();

    refused(
        departs(Departure.TOO_MANY_TAGS_IS_NOT_FOUND) ? "LoadBalancerNotFound" : "TooManyTags",
        () -> elb.createLoadBalancer(request));
  }

  @Test
  void createLoadBalancer_whenTheCertificateIsNotThere_isRefused() {
    Listener tls =
        Listener.builder()
            .protocol("SSL")
            .loadBalancerPort(443)
            .instanceProtocol("TCP")
            .instancePort(21050)
            .sslCertificateId(
                "arn:aws:acm:us-west-2:123456789012:certificate/00000000-0000-0000-0000-000000000000")
            .build();

    refused(
        "CertificateNotFound",
        () -> elb.createLoadBalancer(request("tls").toBuilder().listeners(tls).build()));
  }

  @Test
  void describeLoadBalancers_whenTheNameIsNotThere_isRefused() {
    AwsServiceException refusal =
        refused(
            "LoadBalancerNotFound",
            () -> elb.describeLoadBalancers(r -> r.loadBalancerNames("absent")));

    assertThat(refusal).isInstanceOf(LoadBalancerNotFoundException.class);
  }

  @Test
  void describeLoadBalancers_whenPagesAreSmall_findsAll() {
    elb.createLoadBalancer(request("second"));
    elb.createLoadBalancer(request("third"));

    DescribeLoadBalancersResponse first = elb.describeLoadBalancers(r -> r.pageSize(2));
    DescribeLoadBalancersResponse second =
        elb.describeLoadBalancers(r -> r.pageSize(2).marker(first.nextMarker()));

    assertThat(first.loadBalancerDescriptions()).hasSize(2);
    assertThat(second.loadBalancerDescriptions()).hasSize(1);
    assertThat(second.nextMarker()).isNull();
  }

  @Test
  void describeTags_whenTheNameIsNotThere_isRefused() {
    refused("LoadBalancerNotFound", () -> elb.describeTags(r -> r.loadBalancerNames("absent")));
  }

  @Test
  void describeInstanceHealth_whenTheNameIsNotThere_isRefused() {
    refused(
        "LoadBalancerNotFound",
        () -> elb.describeInstanceHealth(r -> r.loadBalancerName("absent")));
  }

  @Test
  void describeLoadBalancerAttributes_whenTheNameIsNotThere_isRefused() {
    if (departs(Departure.ABSENT_BALANCER_IS_500)) {
      assertThatThrownBy(() -> read.attributes("absent"))
          .isInstanceOfSatisfying(
              AwsServiceException.class,
              failure -> assertThat(failure.statusCode()).isEqualTo(500));
    } else {
      refused("LoadBalancerNotFound", () -> read.attributes("absent"));
    }
  }

  @Test
  void modifyLoadBalancerAttributes_whenOneIsNamed_leavesTheOthers() {
    elb.modifyLoadBalancerAttributes(
        r ->
            r.loadBalancerName(NAME)
                .loadBalancerAttributes(a -> a.crossZoneLoadBalancing(z -> z.enabled(true))));
    elb.modifyLoadBalancerAttributes(
        r ->
            r.loadBalancerName(NAME)
                .loadBalancerAttributes(a -> a.connectionSettings(c -> c.idleTimeout(600))));

    LoadBalancerAttributes attributes = read.attributes(NAME);
    assertThat(attributes.crossZoneLoadBalancing().enabled()).isTrue();
    assertThat(attributes.connectionSettings().idleTimeout()).isEqualTo(600);
  }

  @Test
  void configureHealthCheck_whenTheProtocolIsNone_isRefused() {
    refused("ValidationError", () -> check("FTP:1"));
  }

  @Test
  void configureHealthCheck_whenTcpHasAPath_isRefused() {
    if (departs(Departure.ANY_HEALTH_CHECK_TARGET)) {
      check("TCP:21000/png");
      assertThat(read.balancer(NAME).healthCheck().target()).isEqualTo("TCP:21000/png");
    } else {
      refused("ValidationError", () -> check("TCP:21000/png"));
    }
  }

  @Test
  void createLoadBalancerListeners_whenTheSameIsThere_succeeds() {
    listen(Sdk.listener(21050, 21050));

    assertThat(read.listeners(NAME)).containsExactly("TCP 21050 to TCP 21050");
  }

  @Test
  void createLoadBalancerListeners_whenAnotherHasThePort_isRefused() {
    refused("DuplicateListener", () -> listen(Sdk.listener(21050, 21000)));
  }

  @Test
  void deleteLoadBalancerListeners_whenOnePort_removesIt() {
    listen(Sdk.listener(443, 21050));

    elb.deleteLoadBalancerListeners(r -> r.loadBalancerName(NAME).loadBalancerPorts(21050));

    assertThat(read.listeners(NAME)).containsExactly("TCP 443 to TCP 21050");
  }

  @Test
  void addTags_whenTheKeyIsThere_replacesTheValue() {
    elb.addTags(
        r ->
            r.loadBalancerNames(NAME)
                .tags(
                    Tag.builder().key("team").value("web").build(),
                    Tag.builder().key("more").value("yes").build()));

    assertThat(read.balancerTags(NAME)).isEqualTo(Map.of("team", "web", "more", "yes"));
  }

  @Test
  void deleteLoadBalancer_whenThere_isGone() {
    elb.deleteLoadBalancer(r -> r.loadBalancerName(NAME));

    refused(
        "LoadBalancerNotFound", () -> elb.describeLoadBalancers(r -> r.loadBalancerNames(NAME)));
  }

  @Test
  void deleteLoadBalancer_whenItIsNotThere_succeeds() {
    elb.deleteLoadBalancer(r -> r.loadBalancerName("absent"));

    assertThat(elb.describeLoadBalancers().loadBalancerDescriptions()).hasSize(1);
  }

  private void check(String target) {
    elb.configureHealthCheck(
        r ->
            r.loadBalancerName(NAME)
                .healthCheck(
                    c ->
                        c.target(target)
                            .interval(30)
                            .timeout(5)
                            .unhealthyThreshold(2)
                            .healthyThreshold(5)));
  }

  private void listen(Listener listener) {
    elb.createLoadBalancerListeners(r -> r.loadBalancerName(NAME).listeners(listener));
  }

  private CreateLoadBalancerRequest request(String name) {
    return CreateLoadBalancerRequest.builder()
        .loadBalancerName(name)
        .scheme("internal")
        .subnets(subnet)
        .securityGroups(group)
        .listeners(Sdk.listener(21050, 21050))
        .tags(Tag.builder().key("team").value("data").build())
        .build();
  }
}
