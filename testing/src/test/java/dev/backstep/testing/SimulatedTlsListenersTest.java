package dev.backstep.testing;

import static dev.backstep.testing.Errors.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.elasticloadbalancing.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancing.model.ListenerDescription;
import software.amazon.awssdk.services.elasticloadbalancing.model.PolicyAttribute;

/** Which certificates listeners take, and what ACM knows of it. */
class SimulatedTlsListenersTest {

  private static final String BALANCER_ARN =
      "arn:aws:elasticloadbalancing:us-west-2:123456789012:loadbalancer/elb";

  private final ManualTime time = ManualTime.stopped();
  private final SimulatedAws aws = SimulatedAws.withCluster("Cluster1", 1, time);
  private final Clients clients = Clients.of(aws);
  private final CertificateWorld certificates = aws.world().certificates();

  @BeforeEach
  void build() {
    clients.balancer("elb");
  }

  @Test
  void listener_whenTheCertificateIsIssued_usesIt() {
    String arn = certificates.addIssued("impala.example.com");

    listen(tls(443, arn));

    assertThat(users(arn)).containsExactly(BALANCER_ARN);
    assertThat(clients.acm.listCertificates().certificateSummaryList().get(0).inUse()).isTrue();
    refused(400, "ResourceInUseException", () -> delete(arn));
  }

  @Test
  void listener_whenTheCertificateIsOfIam_usesIt() {
    String arn = "arn:aws:iam::123456789012:server-certificate/impala";
    refused(400, "CertificateNotFound", () -> listen(tls(443, arn)));
    aws.world().addCertificate(arn);

    listen(tls(443, arn));

    assertThat(certificateOn(443)).isEqualTo(arn);
    assertThatThrownBy(() -> aws.world().addCertificate("arn:aws:acm:eu-west-1:1:certificate/x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PENDING_VALIDATION", "EXPIRED", "REVOKED", "FAILED", "INACTIVE"})
  void listener_whenTheCertificateIsNotIssued_isRefused(String status) {
    String arn = certificates.add(NewCertificate.forDomain("impala.example.com").status(status));

    refused(400, "CertificateNotFound", () -> listen(tls(443, arn)));
  }

  @Test
  void listener_whenTheCertificateIsOfAnotherRegion_isRefused() {
    String arn = aws.world("us-east-1").certificates().addIssued("impala.example.com");

    refused(400, "CertificateNotFound", () -> listen(tls(443, arn)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA_4096", "EC_prime256v1", "EC_secp384r1"})
  void listener_whenTheKeyIsOfAnotherKind_isRefused(String key) {
    String arn = certificates.add(NewCertificate.forDomain("impala.example.com").keyAlgorithm(key));

    refused(409, "InvalidConfigurationRequest", () -> listen(tls(443, arn)));
  }

  @Test
  void listener_whenTheCertificateIsNew_isRefusedForTheLag() throws InterruptedException {
    aws.certificateLag(Duration.ofSeconds(40));
    String arn = certificates.addIssued("impala.example.com");
    refused(400, "CertificateNotFound", () -> listen(tls(443, arn)));

    time.advance(Duration.ofSeconds(40));

    listen(tls(443, arn));
    assertThat(certificateOn(443)).isEqualTo(arn);
  }

  @Test
  void listener_whenOneOnItsPortWasJustDeleted_isRefusedForTheLinger() throws InterruptedException {
    aws.listenerLinger(Duration.ofSeconds(5));
    String arn = certificates.addIssued("impala.example.com");
    unlisten(21000);

    refused(400, "DuplicateListener", () -> listen(tls(21000, arn)));
    refused(400, "DuplicateListener", () -> listen(Clients.listener(21000)));
    listen(tls(443, arn));
    time.advance(Duration.ofSeconds(5));

    listen(tls(21000, arn));
    assertThat(certificateOn(21000)).isEqualTo(arn);
  }

  @Test
  void certificate_whenItsListenerIsGone_isInUseForTheLinger() throws InterruptedException {
    String arn = certificates.addIssued("impala.example.com");
    listen(tls(443, arn));

    unlisten(443);

    refused(400, "ResourceInUseException", () -> delete(arn));
    time.advance(Duration.ofMinutes(2));
    assertThat(users(arn)).isEmpty();
    delete(arn);
    assertThat(certificates.arns()).isEmpty();
  }

  @Test
  void certificate_whenItsBalancerIsGone_isInUseForTheLinger() throws InterruptedException {
    String arn = certificates.addIssued("impala.example.com");
    listen(tls(443, arn));

    clients.elb.deleteLoadBalancer(r -> r.loadBalancerName("elb"));

    refused(400, "ResourceInUseException", () -> delete(arn));
    aws.settle();
    delete(arn);
  }

  @Test
  void certificate_whenUsedAgainMeanwhile_staysInUse() throws InterruptedException {
    String arn = certificates.addIssued("impala.example.com");
    listen(tls(443, arn));
    unlisten(443);
    listen(tls(444, arn));

    aws.settle();

    assertThat(users(arn)).containsExactly(BALANCER_ARN);
  }

  @Test
  void rotation_whenDone_movesTheUseAndKeepsThePolicies() throws InterruptedException {
    String before = certificates.addIssued("impala.example.com");
    String after = certificates.addIssued("impala.example.com");
    listen(tls(443, before));
    clients.elb.createLoadBalancerPolicy(
        r ->
            r.loadBalancerName("elb")
                .policyName("strict")
                .policyTypeName("SSLNegotiationPolicyType")
                .policyAttributes(
                    PolicyAttribute.builder()
                        .attributeName("Reference-Security-Policy")
                        .attributeValue("ELBSecurityPolicy-TLS-1-2-2017-01")
                        .build()));
    setPolicies("strict");

    clients.elb.setLoadBalancerListenerSSLCertificate(
        r -> r.loadBalancerName("elb").loadBalancerPort(443).sslCertificateId(after));

    assertThat(users(after)).containsExactly(BALANCER_ARN);
    assertThat(listener(443).policyNames()).containsExactly("strict");
    time.advance(Duration.ofMinutes(2));
    assertThat(users(before)).isEmpty();
    unlisten(443);
    listen(tls(443, after));
    assertThat(listener(443).policyNames()).containsExactly("ELBSecurityPolicy-2016-08");
    setPolicies("strict");
    setPolicies("ELBSecurityPolicy-2016-08");
    refused(400, "PolicyNotFound", () -> setPolicies("ELBSecurityPolicy-TLS-1-2-2017-01"));
  }

  @Test
  void rotation_whenTheCertificateDoesNotFit_isRefused() {
    String good = certificates.addIssued("impala.example.com");
    String bad =
        certificates.add(NewCertificate.forDomain("impala.example.com").keyAlgorithm("RSA_4096"));
    listen(tls(443, good));

    refused(
        409,
        "InvalidConfigurationRequest",
        () ->
            clients.elb.setLoadBalancerListenerSSLCertificate(
                r -> r.loadBalancerName("elb").loadBalancerPort(443).sslCertificateId(bad)));

    assertThat(certificateOn(443)).isEqualTo(good);
  }

  private void setPolicies(String... names) {
    clients.elb.setLoadBalancerPoliciesOfListener(
        r -> r.loadBalancerName("elb").loadBalancerPort(443).policyNames(names));
  }

  private void listen(Listener listener) {
    clients.elb.createLoadBalancerListeners(r -> r.loadBalancerName("elb").listeners(listener));
  }

  private void unlisten(int port) {
    clients.elb.deleteLoadBalancerListeners(r -> r.loadBalancerName("elb").loadBalancerPorts(port));
  }

  private void delete(String arn) {
    clients.acm.deleteCertificate(r -> r.certificateArn(arn));
  }

  private List<String> users(String arn) {
    return clients.acm.describeCertificate(r -> r.certificateArn(arn)).certificate().inUseBy();
  }

  private String certificateOn(int port) {
    return listener(port).listener().sslCertificateId();
  }

  private ListenerDescription listener(int port) {
    return clients
        .elb
        .describeLoadBalancers()
        .loadBalancerDescriptions()
        .get(0)
        .listenerDescriptions()
        .stream()
        .filter(it -> it.listener().loadBalancerPort() == port)
        .findFirst()
        .orElseThrow();
  }

  private static Listener tls(int port, String certificate) {
    return Listener.builder()
        .protocol("SSL")
        .loadBalancerPort(port)
        .instanceProtocol("TCP")
        .instancePort(21050)
        .sslCertificateId(certificate)
        .build();
  }
}
