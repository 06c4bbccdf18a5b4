package dev.backstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.backstep.impala.Certificate;
import dev.backstep.impala.Tls;
import dev.backstep.plan.PlanFailedException;
import dev.backstep.plan.RunState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long a port may be without its listener, and what becomes of it then. */
class ImpalaBalancerTlsGapTest {

  private final Site site = Site.applied();

  @Test
  void apply_whenADeletedListenerSeemsToBeThereForAWhile_waitsForIt() {
    site.aws.listenerLinger(Duration.ofSeconds(10));
    String arn = TlsSite.issued(site);

    site.balancer().tls(Tls.offload(Certificate.arn(arn))).apply();

    assertThat(TlsSite.listeners(site)).isEqualTo(TlsSite.secured(Tls.Mode.OFFLOAD, arn));
  }

  @Test
  void apply_whenADeletedListenerSeemsToBeThereForLong_putsTheOldOneBack() throws Exception {
    String arn = TlsSite.issued(site);
    List<String> before = site.facts();
    site.aws.listenerLinger(Duration.ofMinutes(3));

    PlanFailedException failed =
        catchThrowableOfType(
            PlanFailedException.class,
            () -> site.balancer().tls(Tls.offload(Certificate.arn(arn))).apply());

    assertThat(failed).hasMessageContaining("DuplicateListener");
    assertThat(failed.report().state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(Facts.diff(before, site.facts())).isEmpty();
  }

  @Test
  void apply_whenTheCertificateIsNotKnownYet_waitsBeforeAnythingIsDeleted() {
    site.aws.certificateLag(Duration.ofMinutes(4));
    String arn = TlsSite.issued(site);

    site.balancer().tls(Tls.offload(Certificate.arn(arn))).apply();

    List<String> calls = site.aws.ledger().mutating().operations();
    assertThat(calls.indexOf("DeleteLoadBalancerListeners"))
        .isGreaterThan(calls.indexOf("CreateLoadBalancerListeners") + 10);
    assertThat(TlsSite.listeners(site)).isEqualTo(TlsSite.secured(Tls.Mode.OFFLOAD, arn));
  }

  @Test
  void apply_whenTheCertificateIsNeverTaken_leavesTheListenersAlone() throws Exception {
    String arn = TlsSite.issued(site);
    List<String> before = site.facts();
    site.aws.onCall("CreateLoadBalancerListeners").refuse("InvalidConfigurationRequest").times(1);

    PlanFailedException failed =
        catchThrowableOfType(
            PlanFailedException.class,
            () -> site.balancer().tls(Tls.reencrypt(Certificate.arn(arn))).apply());

    assertThat(failed.report().failedStep()).contains("load-balancer/spare-listener");
    assertThat(site.aws.ledger().count("DeleteLoadBalancerListeners")).isZero();
    assertThat(Facts.diff(before, site.facts())).isEmpty();
  }

  @Test
  void apply_whenTheOldListenerCannotBePutBack_saysSoAndHow() {
    String arn = TlsSite.issued(site);
    site.balancer().tls(Tls.offload(Certificate.arn(arn))).apply();
    site.aws.onCall("CreateLoadBalancerListeners").nth(1).refuse("AccessDenied").times(1);
    site.aws.onCall("CreateLoadBalancerListeners").nth(2).refuse("CertificateNotFound").times(999);

    PlanFailedException failed =
        catchThrowableOfType(PlanFailedException.class, () -> site.balancer().apply());

    assertThat(failed.report().state()).isEqualTo(RunState.ROLLBACK_INCOMPLETE);
    assertThat(failed.report().leftovers())
        .singleElement()
        .satisfies(
            left ->
                assertThat(left.command())
                    .contains("aws elb create-load-balancer-listeners --region us-west-2")
                    .contains("Protocol=SSL,LoadBalancerPort=21000")
                    .contains("set-load-balancer-policies-of-listener"));
  }
}
