package dev.backstep.testing;

import static dev.backstep.testing.Errors.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.elasticloadbalancing.model.DuplicateLoadBalancerNameException;
import software.amazon.awssdk.services.elasticloadbalancing.model.Limit;
import software.amazon.awssdk.services.elasticloadbalancing.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancing.model.ListenerDescription;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerDescription;
import software.amazon.awssdk.services.elasticloadbalancing.model.PolicyAttribute;
import software.amazon.awssdk.services.elasticloadbalancing.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancing.model.TagKeyOnly;

class SimulatedLoadBalancersTest {

  private static final String CERTIFICATE = "arn:aws:acm:us-west-2:123456789012:certificate/abc";

  private final SimulatedAws aws = SimulatedAws.withCluster("Cluster1", 2);
  private final Clients clients = Clients.of(aws);

  @ParameterizedTest
  @ValueSource(
      strings = {"with_underscore", "-start", "end-", "a23456789-123456789-123456789-123", "a b"})
  void create_whenNameInvalid_isRefused(String name) {
    refused(400, "ValidationError", () -> clients.balancer(name));
  }

  @ParameterizedTest
  @CsvSource({
    "TCP, HTTP, 21000, 409, InvalidConfigurationRequest",
    "UDP, UDP, 21000, 400, UnsupportedProtocol",
    "TCP, TCP, 0, 400, ValidationError",
    "TCP, TCP, 65536, 400, ValidationError",
    "SSL, TCP, 21000, 400, ValidationError"
  })
  void create_whenListenerInvalid_isRefused(
      String front, String back, int port, int status, String code) {
    Listener listener =
        Clients.listener(port).toBuilder().protocol(front).instanceProtocol(back).build();

    refused(status, code, () -> clients.balancer("elb", r -> r.listeners(listener)));
  }

  @Test
  void create_whenPlacementInvalid_isRefused() {
    String vpc = clients.vpc();
    String sameZone = aws.world().addSubnet(vpc, "b", "10.30.2.0/24", "us-west-2a");
    String small = aws.world().addSubnet(vpc, "c", "10.30.3.0/29", "us-west-2b");
    WorldSnapshot before = aws.snapshot();

    refused(
        409,
        "InvalidConfigurationRequest",
        () -> clients.balancer("elb", r -> r.subnets(clients.subnet(), sameZone)));
    refused(400, "InvalidSubnet", () -> clients.balancer("elb", r -> r.subnets(small)));
    refused(400, "SubnetNotFound", () -> clients.balancer("elb", r -> r.subnets("subnet-0")));
    refused(
        400, "InvalidSecurityGroup", () -> clients.balancer("elb", r -> r.securityGroups("sg-0")));
    refused(400, "InvalidScheme", () -> clients.balancer("elb", r -> r.scheme("public")));
    refused(400, "InvalidSubnet", () -> clients.balancer("elb", r -> r.scheme(null)));

    assertThat(before.diff(aws.snapshot())).isEmpty();
    aws.world().addInternetGateway(vpc);
    clients.balancer("elb", r -> r.scheme(null));
    assertThat(describe("elb").dnsName()).startsWith("elb-");
  }

  @Test
  void create_whenRepeated_succeedsWithoutNameAndWithoutSecondBalancer() {
    clients.balancer("elb");
    WorldSnapshot before = aws.snapshot();

    assertThat(clients.elb.createLoadBalancer(clients.balancerRequest("elb")).dnsName()).isNull();

    assertThat(before.diff(aws.snapshot())).isEmpty();
  }

  @Test
  void create_whenRepeatedWithOthers_isRefused() {
    clients.balancer("elb");

    assertThat(
            refused(
                400,
                "DuplicateLoadBalancerName",
                () -> clients.balancer("elb", r -> r.listeners(Clients.listener(1)))))
        .isInstanceOf(DuplicateLoadBalancerNameException.class)
        .hasMessageContaining("different parameters");
    assertThat(
            refused(
                400,
                "DuplicateLoadBalancerName",
                () -> clients.balancer("elb", r -> r.tags(tag("owner", "other")))))
        .hasMessageContaining("different tags");
  }

  @Test
  void create_whenOverQuota_isRefused() {
    aws.loadBalancerQuota(2);
    clients.balancer("a");
    clients.balancer("b");

    refused(400, "TooManyLoadBalancers", () -> clients.balancer("c"));
    assertThat(clients.elb.describeAccountLimits().limits())
        .contains(Limit.builder().name("classic-load-balancers").max("2").build());
  }

  @Test
  void create_whenTagsInvalid_isRefused() {
    List<Tag> eleven = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      eleven.add(tag("key" + i, "x"));
    }

    refused(400, "TooManyTags", () -> clients.balancer("elb", r -> r.tags(eleven)));
    refused(
        400,
        "DuplicateTagKeys",
        () -> clients.balancer("elb", r -> r.tags(tag("a", "1"), tag("a", "2"))));
  }

  @Test
  void describe_whenPagesAreSmall_paginatorFindsAll() {
    aws.pageSize(2);
    List.of("a", "b", "c", "d", "e").forEach(clients::balancer);

    assertThat(clients.elb.describeLoadBalancersPaginator().loadBalancerDescriptions()).hasSize(5);
    assertThat(aws.ledger().count("DescribeLoadBalancers")).isEqualTo(3);
    refused(400, "LoadBalancerNotFound", () -> describe("none"));
  }

  @Test
  void delete_whenDone_interfacesLingerAndRepeatSucceeds() throws Exception {
    clients.balancer("elb");

    clients.elb.deleteLoadBalancer(r -> r.loadBalancerName("elb"));
    clients.elb.deleteLoadBalancer(r -> r.loadBalancerName("elb"));

    assertThat(interfaces("elb")).hasSize(1);
    refused(
        403,
        "AuthFailure",
        () ->
            clients.ec2.modifyNetworkInterfaceAttribute(
                r ->
                    r.networkInterfaceId(interfaces("elb").get(0).networkInterfaceId())
                        .description(d -> d.value("mine"))));
    aws.settle();
    assertThat(interfaces("elb")).isEmpty();
  }

  @Test
  void listeners_whenCreatedTwice_onlyDifferentOneIsRefused() {
    clients.balancer("elb");

    addListener(Clients.listener(21000));
    refused(
        400,
        "DuplicateListener",
        () -> addListener(Clients.listener(21000).toBuilder().instancePort(1).build()));
    deleteListeners(21000, 21050);
    assertThat(describe("elb").listenerDescriptions()).isEmpty();
    deleteListeners(21000);
    refused(
        400,
        "LoadBalancerNotFound",
        () ->
            clients.elb.deleteLoadBalancerListeners(
                r -> r.loadBalancerName("none").loadBalancerPorts(1)));
  }

  @Test
  void listeners_whenTls_followTheRulesOfCertificates() {
    aws.world().addCertificate(CERTIFICATE);
    clients.balancer("elb");
    Listener tls =
        Listener.builder()
            .protocol("ssl")
            .loadBalancerPort(21443)
            .instanceProtocol("TCP")
            .instancePort(21050)
            .sslCertificateId(CERTIFICATE)
            .build();

    refused(
        409,
        "InvalidConfigurationRequest",
        () -> addListener(tls.toBuilder().instanceProtocol("SSL").build()));
    refused(
        400,
        "CertificateNotFound",
        () -> addListener(tls.toBuilder().sslCertificateId("arn:none").build()));
    addListener(tls);

    assertThat(describe("elb").listenerDescriptions())
        .filteredOn(it -> it.listener().loadBalancerPort() == 21443)
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.listener().instanceProtocol()).isEqualTo("TCP");
              assertThat(it.policyNames()).containsExactly("ELBSecurityPolicy-2016-08");
            });
    setCertificate(21443, CERTIFICATE);
    refused(400, "CertificateNotFound", () -> setCertificate(21443, "arn:none"));
    refused(400, "ListenerNotFound", () -> setCertificate(1, CERTIFICATE));
    refused(409, "InvalidConfigurationRequest", () -> setCertificate(21000, CERTIFICATE));
  }

  @Test
  void listeners_whenPlainWithCertificate_discardIt() {
    clients.balancer("elb");

    addListener(Clients.listener(1).toBuilder().sslCertificateId("arn:none").build());

    assertThat(describe("elb").listenerDescriptions())
        .extracting(ListenerDescription::listener)
        .contains(Clients.listener(1));
  }

  @Test
  void policies_whenSet_followTheirRules() {
    aws.world().addCertificate(CERTIFICATE);
    clients.balancer(
        "elb",
        r ->
            r.listeners(
                Clients.listener(21000),
                Clients.listener(21443).toBuilder()
                    .protocol("SSL")
                    .sslCertificateId(CERTIFICATE)
                    .build()));
    createPolicy("strict", "ELBSecurityPolicy-TLS-1-2-2017-01");
    createPolicy("strict", "ELBSecurityPolicy-TLS-1-2-2017-01");

    refused(400, "DuplicatePolicyName", () -> createPolicy("strict", "ELBSecurityPolicy-2016-08"));
    refused(400, "PolicyNotFound", () -> setPolicies(21443, "none"));
    refused(409, "InvalidConfigurationRequest", () -> setPolicies(21000, "strict"));
    setPolicies(21443, "strict");
    refused(
        409,
        "InvalidConfigurationRequest",
        () ->
            clients.elb.deleteLoadBalancerPolicy(
                r -> r.loadBalancerName("elb").policyName("strict")));

    assertThat(describe("elb").policies().otherPolicies()).containsExactly("strict");
    assertThat(
            clients
                .elb
                .describeLoadBalancerPolicies(r -> r.loadBalancerName("elb"))
                .policyDescriptions())
        .singleElement()
        .satisfies(it -> assertThat(it.policyTypeName()).isEqualTo("SSLNegotiationPolicyType"));
    setPolicies(21443);
    clients.elb.deleteLoadBalancerPolicy(r -> r.loadBalancerName("elb").policyName("strict"));
  }

  @Test
  void attachments_whenChanged_interfacesFollow() throws Exception {
    String group = clients.group("FE");
    String second = aws.world().addSubnet(clients.vpc(), "b", "10.30.2.0/24", "us-west-2b");
    clients.balancer("elb");

    clients.elb.attachLoadBalancerToSubnets(r -> r.loadBalancerName("elb").subnets(second));
    clients.elb.attachLoadBalancerToSubnets(r -> r.loadBalancerName("elb").subnets(second));
    clients.elb.applySecurityGroupsToLoadBalancer(
        r -> r.loadBalancerName("elb").securityGroups(group));

    assertThat(describe("elb").availabilityZones()).containsExactly("us-west-2a", "us-west-2b");
    assertThat(interfaces("elb"))
        .hasSize(2)
        .allSatisfy(it -> assertThat(it.groups().get(0).groupId()).isEqualTo(group));
    detach(second);
    aws.settle();
    assertThat(interfaces("elb")).hasSize(1);
    refused(409, "InvalidConfigurationRequest", () -> detach(clients.subnet()));
  }

  @Test
  void tags_whenChanged_areDescribed() {
    clients.balancer("elb");

    clients.elb.addTags(r -> r.loadBalancerNames("elb").tags(tag("team", "data")));
    clients.elb.removeTags(
        r -> r.loadBalancerNames("elb").tags(TagKeyOnly.builder().key("owner").build()));

    assertThat(
            clients
                .elb
                .describeTags(r -> r.loadBalancerNames("elb"))
                .tagDescriptions()
                .get(0)
                .tags())
        .containsExactly(tag("team", "data"));
    refused(
        400,
        "LoadBalancerNotFound",
        () -> clients.elb.describeTags(r -> r.loadBalancerNames("none")));
  }

  @ParameterizedTest
  @CsvSource({
    "TCP:21000/png, 30, 5, 2, 2",
    "TCP:abc, 30, 5, 2, 2",
    "TCP:99999, 30, 5, 2, 2",
    "HTTP:25000, 30, 5, 2, 2",
    "FTP:21, 30, 5, 2, 2",
    "TCP:21000, 30, 30, 2, 2",
    "TCP:21000, 4, 2, 2, 2",
    "TCP:21000, 301, 5, 2, 2",
    "TCP:21000, 30, 1, 2, 2",
    "TCP:21000, 30, 5, 1, 2",
    "TCP:21000, 30, 5, 2, 11"
  })
  void healthCheck_whenInvalid_isRefused(
      String target, int interval, int timeout, int unhealthy, int healthy) {
    clients.balancer("elb");

    refused(
        400,
        "ValidationError",
        () -> healthCheck("elb", target, interval, timeout, unhealthy, healthy));
  }

  @Test
  void healthCheck_whenConfigured_replacesTheUsualOne() {
    clients.balancer("elb");
    assertThat(describe("elb").healthCheck().target()).isEqualTo("TCP:21000");

    healthCheck("elb", "HTTP:25000/healthz", 10, 4, 3, 5);

    assertThat(describe("elb").healthCheck().target()).isEqualTo("HTTP:25000/healthz");
    refused(400, "LoadBalancerNotFound", () -> healthCheck("none", "TCP:1", 10, 4, 3, 5));
  }

  @Test
  void attributes_whenModified_areMergedBySection() {
    clients.balancer("elb");
    aws.world().addBucket("logs", SimulatedBucketsTest.policy("797873946194", "logs/*"));

    clients.elb.modifyLoadBalancerAttributes(
        r ->
            r.loadBalancerName("elb")
                .loadBalancerAttributes(
                    a ->
                        a.connectionSettings(c -> c.idleTimeout(3600))
                            .accessLog(l -> l.enabled(true).s3BucketName("logs"))));
    clients.elb.modifyLoadBalancerAttributes(
        r ->
            r.loadBalancerName("elb")
                .loadBalancerAttributes(a -> a.crossZoneLoadBalancing(c -> c.enabled(true))));

    var attributes =
        clients
            .elb
            .describeLoadBalancerAttributes(r -> r.loadBalancerName("elb"))
            .loadBalancerAttributes();
    assertThat(attributes.connectionSettings().idleTimeout()).isEqualTo(3600);
    assertThat(attributes.accessLog().emitInterval()).isEqualTo(60);
    assertThat(attributes.crossZoneLoadBalancing().enabled()).isTrue();
    assertThat(attributes.connectionDraining().enabled()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3601})
  void attributes_whenIdleTimeoutOutOfRange_areRefused(int seconds) {
    clients.balancer("elb");

    refused(
        400,
        "ValidationError",
        () ->
            clients.elb.modifyLoadBalancerAttributes(
                r ->
                    r.loadBalancerName("elb")
                        .loadBalancerAttributes(
                            a -> a.connectionSettings(c -> c.idleTimeout(seconds)))));
  }

  private LoadBalancerDescription describe(String name) {
    return clients
        .elb
        .describeLoadBalancers(r -> r.loadBalancerNames(name))
        .loadBalancerDescriptions()
        .get(0);
  }

  private List<NetworkInterface> interfaces(String name) {
    return clients
        .ec2
        .describeNetworkInterfaces(
            r ->
                r.filters(
                    Clients.filter("description", "ELB " + name),
                    Clients.filter("requester-id", "amazon-elb")))
        .networkInterfaces();
  }

  private void addListener(Listener listener) {
    clients.elb.createLoadBalancerListeners(r -> r.loadBalancerName("elb").listeners(listener));
  }

  private void deleteListeners(Integer... ports) {
    clients.elb.deleteLoadBalancerListeners(
        r -> r.loadBalancerName("elb").loadBalancerPorts(ports));
  }

  private void setCertificate(int port, String arn) {
    clients.elb.setLoadBalancerListenerSSLCertificate(
        r -> r.loadBalancerName("elb").loadBalancerPort(port).sslCertificateId(arn));
  }

  private void createPolicy(String name, String reference) {
    clients.elb.createLoadBalancerPolicy(
        r ->
            r.loadBalancerName("elb")
                .policyName(name)
                .policyTypeName("SSLNegotiationPolicyType")
                .policyAttributes(
                    PolicyAttribute.builder()
                        .attributeName("Reference-Security-Policy")
                        .attributeValue(reference)
                        .build()));
  }

  private void setPolicies(int port, String... names) {
    clients.elb.setLoadBalancerPoliciesOfListener(
        r -> r.loadBalancerName("elb").loadBalancerPort(port).policyNames(names));
  }

  private void detach(String subnet) {
    clients.elb.detachLoadBalancerFromSubnets(r -> r.loadBalancerName("elb").subnets(subnet));
  }

  private void healthCheck(
      String name, String target, int interval, int timeout, int unhealthy, int healthy) {
    clients.elb.configureHealthCheck(
        r ->
            r.loadBalancerName(name)
                .healthCheck(
                    h ->
                        h.target(target)
                            .interval(interval)
                            .timeout(timeout)
                            .unhealthyThreshold(unhealthy)
                            .healthyThreshold(healthy)));
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }
}
