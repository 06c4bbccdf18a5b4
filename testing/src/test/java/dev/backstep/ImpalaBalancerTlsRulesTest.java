package dev.backstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.backstep.impala.Certificate;
import dev.backstep.impala.Listener;
import dev.backstep.impala.Tls;
import dev.backstep.plan.InvalidSettingsException;
import dev.backstep.testing.NewCertificate;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What TLS settings are refused, by themselves or for what AWS has, before anything is touched. */
class ImpalaBalancerTlsRulesTest {

  private static final String ARN =
      "arn:aws:acm:us-west-2:123456789012:certificate/11111111-2222-3333-4444-555555555555";

  private final Site site = Site.bare();

  static Stream<Arguments> offline() {
    Certificate good = Certificate.arn(ARN);
    Certificate.Request asked = Certificate.request("impala.example.com");
    return Stream.of(
        Arguments.of(
            Tls.offload(Certificate.arn("arn:aws:acm:eu-west-1:123456789012:certificate/1")),
            "is in eu-west-1 (expected: one in us-west-2, where the load balancer is)"),
        Arguments.of(
            Tls.offload(Certificate.arn("impala")),
            "tls: \"impala\" (expected: the ARN of a certificate of ACM or IAM"),
        Arguments.of(
            Tls.offload(Certificate.request("elb-1.us-west-2.elb.amazonaws.com")),
            "is Amazon's own, for which ACM issues no certificate"),
        Arguments.of(
            Tls.offload(asked.alsoFor("x.cn-north-1.elb.amazonaws.com.cn")),
            "is Amazon's own, for which ACM issues no certificate"),
        Arguments.of(
            Tls.offload(Certificate.request("not a domain")),
            "tls: \"not a domain\" (expected: a domain name in lower case"),
        Arguments.of(
            Tls.offload(Certificate.request("impala")), "tls: \"impala\" (expected: a domain name"),
        Arguments.of(
            Tls.offload(Certificate.request("a".repeat(60) + ".example.com")),
            "has 72 characters (expected: at most 64 for the first name"),
        Arguments.of(
            Tls.offload(asked.alsoFor("impala.example.com")),
            "tls: \"impala.example.com\" is there twice"),
        Arguments.of(
            Tls.offload(asked.validatedByDns("example.com")),
            "tls.validatedByDns: \"example.com\" (expected: the id of a hosted zone"),
        Arguments.of(
            Tls.offload(asked.parkAfter(Duration.ofDays(4))),
            "tls.parkAfter: PT96H (expected: 1 s to 72 h"),
        Arguments.of(
            Tls.offload(good).securityPolicy("TLSv1.2"),
            "tls.securityPolicy: \"TLSv1.2\" (expected: one of those for classic load balancers"),
        Arguments.of(
            Tls.offload(good).securityPolicy("ELBSecurityPolicy-TLS13-1-2-2021-06"),
            "expected: one of those for classic load balancers"),
        Arguments.of(
            Tls.offload(good).onPort(443, 21443),
            "tls.onPort: 443 is no listener's port (expected: one of [21000, 21050])"),
        Arguments.of(
            Tls.offload(good).onPort(21000, 21050),
            "tls.onPort: port 21050 is taken by another listener"),
        Arguments.of(
            Tls.offload(good).onPort(21000, 443).onPort(21050, 443),
            "tls.onPort: port 443 is taken by another listener"),
        Arguments.of(
            Tls.offload(good).onPort(21000, 70000),
            "tls.onPort: 70000 (expected: a port, 1 to 65535)"),
        Arguments.of(
            Tls.reencrypt(good).onPort(21000, 21443),
            "tls: tcp 21000 to 21000 and ssl 21443 to ssl 21000 share port 21000 of the instances and do not agree on TLS there"),
        Arguments.of(Tls.passthrough().onPort(21000, 21443), "with PASSTHROUGH (expected: none"));
  }

  @ParameterizedTest
  @MethodSource("offline")
  void plan_whenASettingCannotBe_saysSoBeforeAnyCall(Tls tls, String expected) {
    assertThatThrownBy(() -> site.balancer().tls(tls).plan())
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining(expected);
    assertThat(site.aws.ledger().size()).isZero();
  }

  @Test
  void plan_whenSeveralSettingsCannotBe_saysAllAtOnce() {
    InvalidSettingsException all =
        catchThrowableOfType(
            InvalidSettingsException.class,
            () ->
                site.balancer()
                    .idleTimeout(Duration.ZERO)
                    .tls(
                        Tls.reencrypt(Certificate.request("x.amazonaws.com"))
                            .onPort(21000, 21443)
                            .securityPolicy("none"))
                    .plan());

    assertThat(all.problems()).hasSize(4);
  }

  @Test
  void plan_whenTheNamesAreLegal_isMade() {
    assertThat(
            site.balancer()
                .listeners(Listener.tcp(443).to(21050))
                .tls(Tls.offload(Certificate.request("*.impala-1.example.com").alsoFor("a.io")))
                .plan()
                .hasChanges())
        .isTrue();
  }

  static Stream<Arguments> unfit() {
    return Stream.of(
        Arguments.of("EC_prime256v1", "has a key of EC_prime256v1 (expected: RSA_2048"),
        Arguments.of("RSA_4096", "has a key of RSA_4096 (expected: RSA_2048"),
        Arguments.of("PENDING_VALIDATION", "is PENDING_VALIDATION (expected: ISSUED)"),
        Arguments.of("EXPIRED", "is EXPIRED (expected: ISSUED)"),
        Arguments.of("REVOKED", "is REVOKED (expected: ISSUED)"));
  }

  @ParameterizedTest
  @MethodSource("unfit")
  void plan_whenTheCertificateDoesNotFit_saysSo(String what, String expected) {
    NewCertificate wanted = NewCertificate.forDomain("impala.example.com");
    String arn =
        site.world
            .certificates()
            .add(what.matches("(EC|RSA)_.*") ? wanted.keyAlgorithm(what) : wanted.status(what));

    assertThatThrownBy(() -> site.balancer().tls(Tls.offload(Certificate.arn(arn))).plan())
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining(expected);
    assertThat(site.aws.ledger().mutating().operations()).isEmpty();
  }

  @Test
  void plan_whenTheCertificateIsPastItsTime_saysSo() {
    String arn =
        site.world
            .certificates()
            .add(NewCertificate.forDomain("impala.example.com").validFor(Duration.ZERO));

    assertThatThrownBy(() -> site.balancer().tls(Tls.offload(Certificate.arn(arn))).plan())
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("is EXPIRED (expected: ISSUED)");
  }

  @Test
  void plan_whenTheCertificateIsNotThere_saysSo() {
    assertThatThrownBy(() -> site.balancer().tls(Tls.offload(Certificate.arn(ARN))).plan())
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("is not there (expected: an issued certificate of us-west-2");
  }

  @Test
  void plan_whenTheCertificateIsOfIam_saysThatItWasNotLookedAt() {
    String arn = "arn:aws:iam::123456789012:server-certificate/impala";
    site.world.addCertificate(arn);

    assertThat(site.balancer().tls(Tls.offload(Certificate.arn(arn))).plan().describe())
        .contains("note: certificate " + arn + " is one of IAM, which was not looked at");
    site.balancer().tls(Tls.offload(Certificate.arn(arn))).apply();
    assertThat(TlsSite.listeners(site)).isEqualTo(TlsSite.secured(Tls.Mode.OFFLOAD, arn));
  }

  @Test
  void plan_whenTheZoneDoesNotFit_saysSo() {
    String zone = site.world.addHostedZone("example.org");

    assertThatThrownBy(
            () ->
                site.balancer()
                    .tls(Tls.offload(Certificate.request("a.example.com").validatedByDns(zone)))
                    .plan())
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining(
            "tls: \"a.example.com\" is not in hosted zone \"%s\", which is that of example.org"
                .formatted(zone));
    assertThatThrownBy(
            () ->
                site.balancer()
                    .tls(Tls.offload(Certificate.request("a.example.com").validatedByDns("Z9")))
                    .plan())
        .isInstanceOf(InvalidSettingsException.class)
        .hasMessageContaining("tls: hosted zone \"Z9\" is not there");
  }

  @Test
  void plan_whenThereIsNoTls_asksNeitherForCertificatesNorForZones() {
    site.balancer().apply();
    site.balancer().apply();
    site.byName().find();
    site.byName().destroy();

    assertThat(site.aws.ledger().operations())
        .noneMatch(
            it -> it.contains("Certificate") || it.contains("Zone") || it.contains("Record"));
  }
}
