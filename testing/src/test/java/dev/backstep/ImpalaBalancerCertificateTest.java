package dev.backstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.backstep.impala.BalancedCluster;
import dev.backstep.impala.Certificate;
import dev.backstep.impala.Tls;
import dev.backstep.plan.OnFailure;
import dev.backstep.plan.OnUnfinishedRun;
import dev.backstep.plan.PlanFailedException;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.RunState;
import dev.backstep.testing.CertificateOutcome;
import dev.backstep.testing.Ledger;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Certificates that are asked for: validated, waited for, found again, removed. */
class ImpalaBalancerCertificateTest {

  private final Site site = Site.bare();
  private final String zone = site.world.addHostedZone("example.com");
  private final Certificate.Request request =
      Certificate.request(TlsSite.DOMAIN).alsoFor("*.impala.example.com", "hue.example.com");

  @Test
  void apply_whenTheZoneIsOurs_validatesTheCertificateByItself() throws Exception {
    List<String> before = site.facts();

    BalancedCluster balanced = with(request.validatedByDns(zone)).apply();

    String arn = site.world.certificates().arns().get(0);
    assertThat(TlsSite.listeners(site)).isEqualTo(TlsSite.secured(Tls.Mode.OFFLOAD, arn));
    assertThat(site.world.records(zone))
        .hasSize(4)
        .filteredOn(it -> it.contains(" TXT "))
        .hasSize(2)
        .allMatch(it -> it.contains("backstep:owner=impala/Cluster1"));
    assertThat(tags(arn)).contains("Name=Cluster1", "backstep:owner=impala/Cluster1", "team=data");
    assertThat(balanced.report().state()).isEqualTo(RunState.COMPLETED);
    long mark = site.aws.ledger().mark();
    with(request.validatedByDns(zone)).apply();
    assertThat(site.aws.ledger().since(mark).mutating().operations()).isEmpty();

    site.byName().destroy();

    assertThat(site.aws.ledger().count("DeleteCertificate")).isGreaterThan(1);
    assertThat(Facts.diff(before, site.facts())).isEmpty();
  }

  @Test
  void apply_whenAPersonMakesTheRecords_parksAndIsResumed() {
    PlanFailedException parked = parked(request.validatedByDns());

    String arn = site.world.certificates().arns().get(0);
    assertThat(parked)
        .hasMessageContaining("not within 10 min")
        .hasMessageContaining("make these DNS records:")
        .hasMessageContaining(".impala.example.com. CNAME _")
        .hasMessageContaining(".hue.example.com. CNAME _");
    site.world.certificates().validate(arn);

    RunReport report = Runs.in(site.journal).aws(site.aws.access()).resume(parked.report().runId());

    assertThat(report.state()).isEqualTo(RunState.COMPLETED);
    assertThat(TlsSite.listeners(site)).isEqualTo(TlsSite.secured(Tls.Mode.OFFLOAD, arn));
    assertThat(site.byName().find().map(BalancedCluster::jdbcUrl).orElse("")).endsWith(";SSL=1");
  }

  @Test
  void apply_whenItParked_madeOnlyWhatItHadTo() {
    parked(request.validatedByDns());

    assertThat(site.aws.ledger().mutating().operations())
        .containsExactlyInAnyOrder(
            "CreateSecurityGroup",
            "AuthorizeSecurityGroupIngress",
            "AuthorizeSecurityGroupIngress",
            "RequestCertificate");
  }

  @Test
  void apply_whenAMailIsToBeAnswered_parksAndIsResumed() {
    PlanFailedException parked =
        parked(request.validatedByEmail().parkAfter(Duration.ofMinutes(3)));

    assertThat(parked)
        .hasMessageContaining("not within 3 min")
        .hasMessageContaining("has a mail to answer: ");
    site.world.certificates().validate(site.world.certificates().arns().get(0));

    RunReport report = Runs.in(site.journal).aws(site.aws.access()).resume(parked.report().runId());

    assertThat(report.state()).isEqualTo(RunState.COMPLETED);
  }

  @Test
  void apply_whenItIsTakenBackWhileParked_leavesNothing() throws Exception {
    List<String> before = site.facts();
    PlanFailedException parked = parked(request.validatedByDns());

    Runs.in(site.journal).aws(site.aws.access()).rollback(parked.report().runId());

    assertThat(Facts.diff(before, site.facts())).isEmpty();
  }

  @Test
  void destroy_whenARunIsParkedForItsCertificate_removesItAsWell() throws Exception {
    List<String> before = site.facts();
    parked(request.validatedByDns());

    site.byName().destroy(); // of another journal, which knows nothing of the run

    assertThat(Facts.diff(before, site.facts())).isEmpty();
  }

  @Test
  void apply_whenAcmRefuses_givesItsReasonAndLeavesNothing() throws Exception {
    List<String> before = site.facts();
    site.world
        .certificates()
        .decide(TlsSite.DOMAIN, CertificateOutcome.failedAfter(Duration.ofMinutes(2), "CAA_ERROR"));

    PlanFailedException failed =
        catchThrowableOfType(
            PlanFailedException.class, () -> with(request.validatedByDns(zone)).apply());

    assertThat(failed)
        .hasMessageContaining("ACM did not issue certificate")
        .hasMessageContaining("FAILED, CAA_ERROR");
    assertThat(failed.report().state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(Facts.diff(before, site.facts())).isEmpty();
  }

  @Test
  void apply_whenOneWasAskedForEarlier_usesItAgain() {
    site.aws.onCall("CreateLoadBalancer").refuse("AccessDenied").times(1);
    PlanFailedException kept =
        catchThrowableOfType(
            PlanFailedException.class,
            () ->
                with(request.validatedByDns(zone)).apply(site.options().onFailure(OnFailure.KEEP)));
    assertThat(kept.report().state()).isEqualTo(RunState.KEPT);

    with(request.validatedByDns(zone)).apply(); // with a journal that knows nothing of it

    assertThat(site.aws.ledger().count("RequestCertificate")).isEqualTo(1);
    assertThat(site.world.certificates().arns()).hasSize(1);
  }

  @Test
  void apply_whenAnotherWaitsParked_finishesThatFirst() {
    parked(request.validatedByDns());
    site.world.certificates().validate(site.world.certificates().arns().get(0));

    with(request.validatedByDns()).apply(site.options().onUnfinishedRun(OnUnfinishedRun.RESUME));

    assertThat(site.aws.ledger().count("RequestCertificate")).isEqualTo(1);
    assertThat(TlsSite.listeners(site)).hasSize(2).allMatch(it -> it.startsWith("SSL "));
  }

  @Test
  void apply_whenTheRecordIsThereAlready_usesItAndLeavesIt() throws Exception {
    with(Certificate.request(TlsSite.DOMAIN).validatedByDns(zone)).apply();
    List<String> records = site.world.records(zone);
    String first = site.world.certificates().arns().get(0);
    Ledger calls = site.aws.ledger();
    site.byName().destroy();
    assertThat(site.world.records(zone)).isEmpty();
    assertThat(calls.count("ChangeResourceRecordSets")).isPositive();
    assertThat(first).isNotEmpty();
    String cname = records.stream().filter(it -> it.contains(" CNAME ")).findFirst().orElseThrow();
    TlsSite.addRecord(site, zone, cname);

    with(Certificate.request(TlsSite.DOMAIN).validatedByDns(zone)).apply();
    site.byName().destroy();

    assertThat(site.world.records(zone)).containsExactly(cname);
  }

  @Test
  void destroy_whenTheCertificateWasGiven_leavesIt() {
    String arn = TlsSite.issued(site);
    site.balancer().tls(Tls.offload(Certificate.arn(arn))).apply();

    site.byName().destroy();

    assertThat(site.world.certificates().arns()).containsExactly(arn);
    assertThat(site.aws.ledger().count("ListCertificates")).isZero();
  }

  @Test
  void apply_whenLoadBalancersDoNotKnowTheCertificateYet_waits() {
    site.aws.certificateLag(Duration.ofMinutes(4));

    with(request.validatedByDns(zone)).apply();

    assertThat(TlsSite.listeners(site)).hasSize(2).allMatch(it -> it.startsWith("SSL "));
    assertThat(site.aws.ledger().count("CreateLoadBalancer")).isGreaterThan(1);
  }

  private ImpalaBalancer with(Certificate certificate) {
    return site.balancer().tls(Tls.offload(certificate));
  }

  private PlanFailedException parked(Certificate certificate) {
    PlanFailedException parked =
        catchThrowableOfType(
            PlanFailedException.class, () -> with(certificate).apply(site.options()));
    assertThat(parked.report().state()).as(parked.getMessage()).isEqualTo(RunState.PARKED);
    return parked;
  }

  private List<String> tags(String arn) {
    return site
        .aws
        .asUser()
        .acm()
        .listTagsForCertificate(r -> r.certificateArn(arn))
        .tags()
        .stream()
        .map(tag -> tag.key() + "=" + tag.value())
        .toList();
  }
}
