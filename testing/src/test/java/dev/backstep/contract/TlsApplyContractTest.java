package dev.backstep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.ImpalaBalancer;
import dev.backstep.impala.Certificate;
import dev.backstep.impala.Tls;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.route53.Route53Client;

/** That listeners turn to TLS and back, with certificates that are asked for and waited for. */
@OnEachReferee
class TlsApplyContractTest extends Contract {

  private static final String BALANCER = "elb-impala-Cluster1";
  private static final String DOMAIN = "impala.example.com";
  private static final String POLICY = "Backstep-ELBSecurityPolicy-TLS-1-2-2017-01";

  @AutoClose private AcmClient acm;
  @AutoClose private Route53Client dns;
  private CertificateSteps steps;
  private ReadBack read;
  private String zone;

  @BeforeEach
  void build() {
    acm = Sdk.acm(referee);
    dns = Sdk.dns(referee);
    steps = new CertificateSteps(acm, dns, referee.time());
    SeedWorld.build(referee, ec2);
    read = new ReadBack(ec2, elb);
    zone = steps.zone("example.com");
  }

  @Test
  void apply_whenACertificateIsAskedFor_waitsForItAndListensWithTls() {
    balancer().tls(Tls.reencrypt(request())).apply();

    String arn = acm.listCertificates().certificateSummaryList().get(0).certificateArn();
    assertThat(steps.describe(arn).statusAsString()).isEqualTo("ISSUED");
    assertThat(read.listeners(BALANCER))
        .containsExactlyInAnyOrder("SSL 21000 to SSL 21000", "SSL 21050 to SSL 21050");
    assertThat(certificates()).containsOnly(arn);
    assertThat(policies()).containsOnly(List.of(POLICY));
    assertThat(acm.listTagsForCertificate(r -> r.certificateArn(arn)).tags())
        .extracting(tag -> tag.key() + "=" + tag.value())
        .contains("Name=Cluster1", "backstep:owner=impala/Cluster1");
    List<String> changes = changes();

    balancer().tls(Tls.reencrypt(request())).apply();

    assertThat(changes()).isEqualTo(changes);
    balancer().destroy();
    assertThat(acm.listCertificates().certificateSummaryList()).isEmpty();
    assertThat(records()).containsOnly("NS", "SOA");
  }

  @Test
  void apply_whenTheBalancerIsThere_turnsItAndBack() {
    balancer().apply();
    List<String> before = read.listeners(BALANCER);
    String arn = steps.issued(zone, DOMAIN);

    balancer().tls(Tls.reencrypt(Certificate.arn(arn))).apply();

    assertThat(read.listeners(BALANCER))
        .containsExactlyInAnyOrder("SSL 21000 to SSL 21000", "SSL 21050 to SSL 21050");
    assertThat(certificates()).containsOnly(arn);
    assertThat(policies()).containsOnly(List.of(POLICY));

    balancer().apply();

    assertThat(read.listeners(BALANCER)).containsExactlyInAnyOrderElementsOf(before);
    assertThat(acm.listCertificates().certificateSummaryList()).hasSize(1);
  }

  @Test
  void apply_whenOnlyTheCertificateChanges_setsItInPlace() {
    String first = steps.issued(zone, DOMAIN);
    balancer().tls(Tls.reencrypt(Certificate.arn(first))).apply();
    String second = steps.issued(zone, "other.example.com");
    List<String> changes = changes();

    balancer().tls(Tls.reencrypt(Certificate.arn(second))).apply();

    assertThat(certificates()).containsOnly(second);
    assertThat(policies()).containsOnly(List.of(POLICY));
    assertThat(changes().subList(changes.size(), changes().size()))
        .containsExactly(
            "SetLoadBalancerListenerSSLCertificate", "SetLoadBalancerListenerSSLCertificate");
  }

  private ImpalaBalancer balancer() {
    return ImpalaBalancer.forCluster("Cluster1").aws(access);
  }

  /** Without the calls of ACM, of which the wire does not tell which ones change something. */
  private List<String> changes() {
    return wire.changes().stream().filter(it -> !it.equals("POST")).toList();
  }

  private Certificate request() {
    return Certificate.request(DOMAIN).validatedByDns(zone);
  }

  private List<String> certificates() {
    return read.balancer(BALANCER).listenerDescriptions().stream()
        .map(it -> it.listener().sslCertificateId())
        .toList();
  }

  private List<List<String>> policies() {
    return read.balancer(BALANCER).listenerDescriptions().stream()
        .map(it -> it.policyNames())
        .toList();
  }

  private List<String> records() {
    return dns.listResourceRecordSets(r -> r.hostedZoneId(zone)).resourceRecordSets().stream()
        .map(it -> it.typeAsString())
        .toList();
  }
}
