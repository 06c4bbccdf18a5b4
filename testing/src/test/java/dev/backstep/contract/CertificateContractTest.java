package dev.backstep.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateSummary;
import software.amazon.awssdk.services.acm.model.DomainValidation;
import software.amazon.awssdk.services.acm.model.ResourceNotFoundException;
import software.amazon.awssdk.services.acm.model.Tag;
import software.amazon.awssdk.services.elasticloadbalancing.model.Listener;
import software.amazon.awssdk.services.route53.Route53Client;

/** Certificates by themselves, as the steps and their undo rely on them. */
@OnEachReferee
class CertificateContractTest extends Contract {

  private static final String DOMAIN = "impala.example.com";
  private static final String ABSENT =
      "arn:aws:acm:us-west-2:123456789012:certificate/00000000-0000-0000-0000-000000000000";

  @AutoClose private AcmClient acm;
  @AutoClose private Route53Client dns;
  private CertificateSteps steps;

  @BeforeEach
  void build() {
    acm = Sdk.acm(referee);
    dns = Sdk.dns(referee);
    steps = new CertificateSteps(acm, dns, referee.time());
  }

  @Test
  void requestCertificate_whenItsRecordIsInTheDns_isIssued() {
    String arn = steps.issued(steps.zone("example.com"), DOMAIN);

    CertificateDetail issued = steps.describe(arn);
    assertThat(issued.notAfter()).isAfter(referee.time().now());
    assertThat(issued.domainValidationOptions())
        .extracting(DomainValidation::validationStatusAsString)
        .containsExactly("SUCCESS");
    assertThat(
            acm.listCertificates(r -> r.certificateStatusesWithStrings("ISSUED"))
                .certificateSummaryList())
        .extracting(CertificateSummary::certificateArn)
        .containsExactly(arn);
  }

  @Test
  void requestCertificate_whenJustMade_isPending() {
    String arn =
        acm.requestCertificate(
                r ->
                    r.domainName(DOMAIN)
                        .subjectAlternativeNames("b.example.com")
                        .validationMethod("DNS"))
            .certificateArn();

    CertificateDetail detail = steps.describe(arn);
    assertThat(arn).startsWith("arn:aws:acm:us-west-2:123456789012:certificate/");
    assertThat(detail.statusAsString()).isEqualTo("PENDING_VALIDATION");
    assertThat(detail.domainName()).isEqualTo(DOMAIN);
    assertThat(detail.subjectAlternativeNames()).containsExactlyInAnyOrder(DOMAIN, "b.example.com");
    assertThat(detail.typeAsString()).isEqualTo("AMAZON_ISSUED");
    assertThat(steps.record(arn).typeAsString()).isEqualTo("CNAME");
  }

  @Test
  void requestCertificate_whenRepeatedWithItsToken_isTheSame() {
    String arn = request(acm, "abc");

    assertThat(request(acm, "abc")).isEqualTo(arn);
    assertThat(request(acm, "def")).isNotEqualTo(arn);
    assertThat(acm.listCertificates().certificateSummaryList()).hasSize(2);
  }

  @Test
  void describeCertificate_whenAskedForTheKey_writesItWithADash() {
    String key = steps.describe(steps.request(DOMAIN)).keyAlgorithmAsString();

    assertThat(key)
        .isEqualTo(departs(Departure.KEY_ALGORITHM_AS_REQUESTED) ? "RSA_2048" : "RSA-2048");
  }

  @Test
  void describeCertificate_whenItIsNotThere_isRefused() {
    assertThat(refused("ResourceNotFoundException", () -> steps.describe(ABSENT)))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void tags_whenGivenAddedAndRemoved_areListed() {
    String arn =
        acm.requestCertificate(
                r -> r.domainName(DOMAIN).validationMethod("DNS").tags(tag("Name", "Cluster1")))
            .certificateArn();

    acm.addTagsToCertificate(r -> r.certificateArn(arn).tags(tag("a", "1"), tag("b", "2")));
    acm.addTagsToCertificate(r -> r.certificateArn(arn).tags(tag("a", "3")));
    acm.removeTagsFromCertificate(r -> r.certificateArn(arn).tags(tag("b", "2")));

    Map<String, String> tags = new TreeMap<>();
    acm.listTagsForCertificate(r -> r.certificateArn(arn))
        .tags()
        .forEach(tag -> tags.put(tag.key(), tag.value()));
    assertThat(tags).isEqualTo(Map.of("Name", "Cluster1", "a", "3"));
  }

  @Test
  void deleteCertificate_whenNothingUsesIt_isGone() {
    String arn = steps.request(DOMAIN);

    acm.deleteCertificate(r -> r.certificateArn(arn));

    refused("ResourceNotFoundException", () -> steps.describe(arn));
    refused("ResourceNotFoundException", () -> acm.deleteCertificate(r -> r.certificateArn(arn)));
    assertThat(acm.listCertificates().certificateSummaryList()).isEmpty();
  }

  @Test
  void deleteCertificate_whenAListenerUsesIt_isRefused() {
    String arn = steps.issued(steps.zone("example.com"), DOMAIN);
    String vpc = referee.addVpc("Cluster1", "10.30.0.0/16");
    String subnet =
        referee.addSubnet(vpc, "Cluster1 Private subnet 0", "10.30.1.0/24", "us-west-2a");
    Listener tls = TlsListenerContractTest.tls(443, arn);
    elb.createLoadBalancer(
        r -> r.loadBalancerName("tls").scheme("internal").subnets(subnet).listeners(tls));
    assertThat(steps.describe(arn).inUseBy()).hasSize(1);

    if (departs(Departure.DELETES_CERTIFICATE_IN_USE)) {
      acm.deleteCertificate(r -> r.certificateArn(arn));
      refused("ResourceNotFoundException", () -> steps.describe(arn));
    } else {
      refused("ResourceInUseException", () -> acm.deleteCertificate(r -> r.certificateArn(arn)));
    }
  }

  @Test
  void requestCertificate_whenItsAnswerIsLost_isFoundByItsToken() {
    wire.loseAnswer("RequestCertificate", 1);
    assertThatThrownBy(() -> request(access.acm(), "abc")).isInstanceOf(SdkClientException.class);
    wire.refuse("RequestCertificate", 1);
    refused("AccessDeniedException", () -> request(access.acm(), "abc"));

    String arn = request(access.acm(), "abc");

    assertThat(acm.listCertificates().certificateSummaryList())
        .extracting(CertificateSummary::certificateArn)
        .containsExactly(arn);
    assertThat(wire.changes()).hasSize(3);
  }

  private static String request(AcmClient client, String token) {
    return client
        .requestCertificate(
            r -> r.domainName(DOMAIN).validationMethod("DNS").idempotencyToken(token))
        .certificateArn();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }
}
