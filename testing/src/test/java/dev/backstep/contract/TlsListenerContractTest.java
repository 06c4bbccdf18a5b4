package dev.backstep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.elasticloadbalancing.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancing.model.ListenerDescription;
import software.amazon.awssdk.services.elasticloadbalancing.model.PolicyAttribute;
import software.amazon.awssdk.services.route53.Route53Client;

/** Listeners with TLS, their certificates and policies, as a swap relies on them. */
@OnEachReferee
class TlsListenerContractTest extends Contract {

  private static final String NAME = "mine";
  private static final String POLICY = "ELBSecurityPolicy-TLS-1-2-2017-01";

  @AutoClose private AcmClient acm;
  @AutoClose private Route53Client dns;
  private CertificateSteps steps;
  private String zone;

  @BeforeEach
  void build() {
    acm = Sdk.acm(referee);
    dns = Sdk.dns(referee);
    steps = new CertificateSteps(acm, dns, referee.time());
    zone = steps.zone("example.com");
    String vpc = referee.addVpc("Cluster1", "10.30.0.0/16");
    String subnet =
        referee.addSubnet(vpc, "Cluster1 Private subnet 0", "10.30.1.0/24", "us-west-2a");
    elb.createLoadBalancer(
        r ->
            r.loadBalancerName(NAME)
                .scheme("internal")
                .subnets(subnet)
                .listeners(Sdk.listener(21050, 21050)));
  }

  @Test
  void swap_whenThereAndBack_changesTheProtocolOfThePort() {
    String arn = issued("a.example.com");

    unlisten(21050);
    listen(tls(21050, arn));

    Listener secure = on(21050).listener();
    assertThat(secure.protocol()).isEqualTo("SSL");
    assertThat(secure.sslCertificateId()).isEqualTo(arn);
    unlisten(21050);
    listen(Sdk.listener(21050, 21050));
    assertThat(on(21050).listener().protocol()).isEqualTo("TCP");
    assertThat(on(21050).listener().sslCertificateId()).isNull();
  }

  @Test
  void createListeners_whenTheCertificateIsPending_isRefused() {
    String arn = steps.request("a.example.com");

    if (departs(Departure.LISTENS_WITH_PENDING_CERTIFICATE)) {
      listen(tls(443, arn));
    } else {
      refused("CertificateNotFound", () -> listen(tls(443, arn)));
    }
  }

  @Test
  void createListeners_whenNoCertificateIsGiven_isRefused() {
    Listener bare = tls(443, "").toBuilder().sslCertificateId(null).build();

    if (departs(Departure.LISTENS_WITHOUT_CERTIFICATE)) {
      listen(bare);
    } else {
      refused("ValidationError", () -> listen(bare));
    }
  }

  @Test
  void createListeners_whenTheInstancePortIsMixed_isRefused() {
    Listener other = tls(443, issued("a.example.com")).toBuilder().instanceProtocol("SSL").build();

    if (departs(Departure.MIXES_BACK_END_SECURITY)) {
      listen(other);
    } else {
      refused("InvalidConfigurationRequest", () -> listen(other));
    }
  }

  @Test
  void createListeners_whenWithTls_haveTheUsualPolicy() {
    listen(tls(443, issued("a.example.com")));

    if (departs(Departure.NO_USUAL_TLS_POLICY)) {
      assertThat(on(443).policyNames()).isEmpty();
    } else {
      assertThat(on(443).policyNames()).containsExactly("ELBSecurityPolicy-2016-08");
    }
  }

  @Test
  void createListeners_whenPlainBehind_saySo() {
    listen(tls(443, issued("a.example.com")));

    assertThat(on(443).listener().instanceProtocol())
        .isEqualTo(departs(Departure.SAYS_FRONT_PROTOCOL_BEHIND) ? "SSL" : "TCP");
  }

  @Test
  void rotate_whenBothAreIssued_changesTheCertificateOnly() {
    listen(tls(443, issued("a.example.com")));
    setPolicy(443);
    String other = issued("b.example.com");

    rotate(443, other);

    assertThat(on(443).listener().sslCertificateId()).isEqualTo(other);
    assertThat(on(443).listener().instancePort()).isEqualTo(21050);
    assertThat(on(443).policyNames()).containsExactly("strict");
  }

  @Test
  void rotate_whenTheCertificateIsNotThere_isRefused() {
    String arn = issued("a.example.com");
    listen(tls(443, arn));

    String absent = arn.replaceFirst("/.*", "/00000000-0000-0000-0000-000000000000");

    refused("CertificateNotFound", () -> rotate(443, absent));
    assertThat(on(443).listener().sslCertificateId())
        .isEqualTo(departs(Departure.KEEPS_A_REFUSED_CERTIFICATE) ? absent : arn);
  }

  @Test
  void rotate_whenNothingListens_isRefused() {
    String arn = issued("a.example.com");

    if (departs(Departure.ROTATES_ABSENT_LISTENERS)) {
      rotate(9999, arn);
    } else {
      refused("ListenerNotFound", () -> rotate(9999, arn));
    }
  }

  @Test
  void policy_whenItsListenerIsGone_isNotOnTheNextOne() {
    String arn = issued("a.example.com");
    listen(tls(443, arn));
    setPolicy(443);

    unlisten(443);
    listen(tls(443, arn));

    assertThat(on(443).policyNames()).doesNotContain("strict");
    assertThat(
            elb.describeLoadBalancerPolicies(r -> r.loadBalancerName(NAME).policyNames("strict"))
                .policyDescriptions())
        .hasSize(1);
  }

  private void setPolicy(int port) {
    PolicyAttribute reference =
        PolicyAttribute.builder()
            .attributeName("Reference-Security-Policy")
            .attributeValue(POLICY)
            .build();
    elb.createLoadBalancerPolicy(
        r ->
            r.loadBalancerName(NAME)
                .policyName("strict")
                .policyTypeName("SSLNegotiationPolicyType")
                .policyAttributes(reference));
    elb.setLoadBalancerPoliciesOfListener(
        r -> r.loadBalancerName(NAME).loadBalancerPort(port).policyNames("strict"));
  }

  private String issued(String domain) {
    return steps.issued(zone, domain);
  }

  private void rotate(int port, String arn) {
    elb.setLoadBalancerListenerSSLCertificate(
        r -> r.loadBalancerName(NAME).loadBalancerPort(port).sslCertificateId(arn));
  }

  private void listen(Listener listener) {
    elb.createLoadBalancerListeners(r -> r.loadBalancerName(NAME).listeners(listener));
  }

  private void unlisten(int port) {
    elb.deleteLoadBalancerListeners(r -> r.loadBalancerName(NAME).loadBalancerPorts(port));
  }

  private ListenerDescription on(int port) {
    return new ReadBack(ec2, elb)
        .balancer(NAME).listenerDescriptions().stream()
            .filter(it -> it.listener().loadBalancerPort() == port)
            .findFirst()
            .orElseThrow();
  }

  /** A listener with TLS in front of a plain instance port. */
  static Listener tls(int port, String certificate) {
    return Listener.builder()
        .protocol("SSL")
        .loadBalancerPort(port)
        .instanceProtocol("TCP")
        .instancePort(21050)
        .sslCertificateId(certificate)
        .build();
  }
}
