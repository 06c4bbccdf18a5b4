package dev.backstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.backstep.aws.AwsAccess;
import dev.backstep.plan.PlanFailedException;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.RunState;
import dev.backstep.testing.Fault;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;

/** Credentials that end in the middle of a run. */
class ExpiredCredentialsTest {

  private final Site site = Site.bare();
  private final List<String> before = Facts.of(site.aws);
  private final AtomicInteger resolved = new AtomicInteger();
  private final AwsAccess access = site.aws.access().credentials(this::resolve);

  @Test
  void apply_whenTheProviderHasNewOnes_asksItOnceMoreAndGoesOn() {
    Fault expired = site.aws.onCall("CreateLoadBalancer").times(1).refuse("ExpiredToken");

    BalancedReport end = apply();

    assertThat(expired.fired()).isEqualTo(1);
    assertThat(end.report().state()).isEqualTo(RunState.COMPLETED);
    assertThat(resolved.get()).isGreaterThan(site.aws.ledger().size() - 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ExpiredToken", "RequestExpired", "AuthFailure", "UnrecognizedClientException"})
  void apply_whenTheyStayExpired_parksAndResumesWithOthers(String code) {
    site.aws.onAnyCall().nth(12).refuse(code);

    BalancedReport parked = apply();

    assertThat(parked.report().state()).isEqualTo(RunState.PARKED);
    assertThat(parked.message())
        .contains(code)
        .contains("resume(\"" + parked.report().runId() + "\")");
    site.aws.clearFaults();
    Runs runs = Runs.in(site.journal).aws(site.aws.access());
    assertThat(runs.resume(parked.report().runId()).state()).isEqualTo(RunState.COMPLETED);
    assertThat(site.balancer().plan().hasChanges()).isFalse();
  }

  @Test
  void rollback_whenTheyExpireInIt_parksAndIsTakenBackWithOthers() throws Exception {
    site.aws.onCall("ConfigureHealthCheck").refuse("AccessDenied");
    site.aws.onCall("DeleteLoadBalancer").refuse("ExpiredToken");

    BalancedReport parked = apply();

    assertThat(parked.report().state()).isEqualTo(RunState.PARKED);
    site.aws.clearFaults();
    Runs runs = Runs.in(site.journal).aws(site.aws.access());
    assertThat(runs.resume(parked.report().runId()).state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(Facts.diff(before, site.facts())).isEmpty();
  }

  private record BalancedReport(RunReport report, String message) {}

  private BalancedReport apply() {
    ImpalaBalancer balancer = Site.settings(ImpalaBalancer.forCluster("Cluster1").aws(access));
    RunReport[] report = new RunReport[1];
    PlanFailedException failed =
        catchThrowableOfType(
            PlanFailedException.class, () -> report[0] = balancer.apply(site.options()).report());
    return failed == null
        ? new BalancedReport(report[0], "")
        : new BalancedReport(failed.report(), failed.getMessage());
  }

  private AwsCredentials resolve() {
    return AwsBasicCredentials.create("AKIA" + resolved.incrementAndGet(), "secret");
  }
}
