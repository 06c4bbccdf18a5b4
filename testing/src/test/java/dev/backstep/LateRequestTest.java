package dev.backstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstep.plan.PlanFailedException;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.RunState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What no journal tells of any more is still found by its tags. */
class LateRequestTest {

  private final Site site = Site.bare();
  private final List<String> before = Facts.of(site.aws);

  @Test
  void destroy_whenARequestActedAfterItsRollback_removesWhatItMade() throws Exception {
    site.aws.onCall("CreateSecurityGroup").times(1).actLater(Duration.ofHours(2));
    site.aws.onCall("CreateSecurityGroup").nth(2).refuse("UnauthorizedOperation");
    RunReport report = site.balancer().plan().start(site.options()).report();
    assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(Facts.of(site.aws)).isEqualTo(before);
    site.aws.clearFaults();

    site.aws.settle();
    assertThat(Facts.diff(before, site.facts())).as("the late request has acted").isNotEmpty();

    assertThat(site.byName().destroy().state()).isEqualTo(RunState.COMPLETED);
    assertThat(Facts.diff(before, site.facts())).isEmpty();
  }

  @Test
  void destroy_whenTheJournalOfAFailedRunIsGone_removesWhatItLeft() throws Exception {
    site.aws.onCall("ConfigureHealthCheck").refuse("AccessDenied");
    site.aws.onCall("DeleteLoadBalancer").refuse("AccessDenied");
    ImpalaBalancer balancer = site.balancer();
    assertThatThrownBy(() -> balancer.apply(site.options()))
        .isInstanceOf(PlanFailedException.class)
        .hasMessageContaining("left");
    site.aws.clearFaults();

    assertThat(site.byName().destroy().state()).isEqualTo(RunState.COMPLETED);
    assertThat(Facts.diff(before, site.facts())).isEmpty();
  }
}
