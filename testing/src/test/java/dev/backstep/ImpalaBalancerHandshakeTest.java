package dev.backstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.backstep.impala.BalancedCluster;
import dev.backstep.impala.Certificate;
import dev.backstep.impala.Tls;
import dev.backstep.impala.TlsReport;
import dev.backstep.plan.PlanFailedException;
import dev.backstep.plan.RunState;
import dev.backstep.testing.Handshake;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What ports present to clients that connect to them, for real, on the loopback address. */
class ImpalaBalancerHandshakeTest {

  private final Site site = Site.bare();

  @AfterEach
  void close() {
    site.aws.close();
  }

  @Test
  void apply_whenThePortsAnswer_seesTheCertificateOnEach() {
    site.aws.realListeners(Handshake.RIGHT);
    String arn = TlsSite.issued(site);
    site.balancer().apply();

    BalancedCluster balanced = site.balancer().tls(Tls.offload(Certificate.arn(arn))).apply();

    TlsReport report = balanced.tlsReport();
    assertThat(report.allSeen()).isTrue();
    assertThat(report.ports()).extracting(TlsReport.Port::number).containsExactly(21000, 21050);
    TlsReport.Port port = report.port(21050);
    assertThat(port.issuerLine()).isEqualTo("issuer= /C=US/O=Amazon/OU=Server CA 1B/CN=Amazon");
    assertThat(port.protocol()).isEqualTo("TLSv1.2");
    assertThat(port.own().subject()).isEqualTo("/CN=" + TlsSite.DOMAIN);
    assertThat(port.own().names()).containsExactly(TlsSite.DOMAIN);
    assertThat(port.own().notAfter()).isAfter(port.own().notBefore());
    assertThat(port.chain()).hasSizeGreaterThan(1);
    assertThat(report.describe())
        .contains(":21050 TLSv1.2, valid ")
        .contains("issuer:  /C=US/O=Amazon/OU=Server CA 1B/CN=Amazon");
    assertThat(balanced.report().describe()).doesNotContain("warning");
    assertThat(balanced.report().steps())
        .filteredOn(step -> step.id().equals("load-balancer/handshake-21000"))
        .extracting(step -> step.results().get("protocol"))
        .containsExactly("TLSv1.2");
    assertThat(site.byName().find().orElseThrow().tlsReport()).isEqualTo(report);
    assertThatThrownBy(() -> report.port(443))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: one of [21000, 21050]");
  }

  @ParameterizedTest
  @EnumSource(names = {"FAILING", "WRONG_CERTIFICATE"})
  void apply_whenAPortDoesNotAnswerAsItShould_isTakenBack(Handshake answer) throws Exception {
    site.aws.realListeners(answer);
    String arn = TlsSite.issued(site);
    site.balancer().apply();
    List<String> before = site.facts();

    PlanFailedException failed =
        catchThrowableOfType(
            PlanFailedException.class,
            () -> site.balancer().tls(Tls.reencrypt(Certificate.arn(arn))).apply());

    assertThat(failed.report().state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(failed.report().failedStep().orElse("")).startsWith("load-balancer/handshake-");
    assertThat(failed)
        .hasMessageContaining("not within 30 s")
        .hasMessageContaining(
            answer == Handshake.FAILING
                ? "no TLS handshake with 127."
                : "presents a certificate for [wrong.example.net] (expected: one of [impala.example.com])");
    assertThat(Facts.diff(before, site.facts())).isEmpty();
  }

  @Test
  void apply_whenThePortsAreOutOfReach_warns() {
    site.aws.realListeners(Handshake.UNREACHABLE);
    String arn = TlsSite.issued(site);

    BalancedCluster balanced = site.balancer().tls(Tls.offload(Certificate.arn(arn))).apply();

    assertThat(balanced.report().describe()).contains("is unreachable from here");
    assertThat(balanced.tlsReport().allSeen()).isFalse();
    assertThat(balanced.tlsReport().port(21000).outcome()).isEqualTo(TlsReport.Outcome.UNREACHABLE);
    assertThat(balanced.tlsReport().describe()).contains(":21000 unreachable from here: ");
    assertThatThrownBy(() -> balanced.tlsReport().port(21000).issuerLine())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("port 21000 presented no certificate");
  }

  @Test
  void apply_whenTlsPassesThrough_changesNothingAndLooks() {
    site.aws.realListeners(Handshake.RIGHT);
    site.balancer().apply();
    long mark = site.aws.ledger().mark();

    PlanFailedException failed =
        catchThrowableOfType(
            PlanFailedException.class, () -> site.balancer().tls(Tls.passthrough()).apply());

    assertThat(failed).hasMessageContaining("no TLS handshake with 127.");
    assertThat(site.aws.ledger().since(mark).mutating().operations()).isEmpty();
    assertThat(site.balancer().tls(Tls.passthrough()).plan().hasChanges()).isFalse();
  }

  @Test
  void apply_whenTheDaemonsSpeakTlsBehindTcp_seesTheirCertificate() {
    site.aws.realListeners(Handshake.RIGHT).tlsBehind("impala.internal");

    BalancedCluster balanced = site.balancer().tls(Tls.passthrough()).apply();

    assertThat(TlsSite.listeners(site)).hasSize(2).allMatch(it -> it.startsWith("TCP "));
    assertThat(balanced.jdbcUrl()).endsWith(":21050;SSL=1");
    assertThat(balanced.tlsReport().port(21050).own().names()).containsExactly("impala.internal");
  }
}
