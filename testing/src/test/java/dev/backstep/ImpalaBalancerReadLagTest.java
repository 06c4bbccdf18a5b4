package dev.backstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.backstep.plan.Plan;
import dev.backstep.plan.PlanFailedException;
import dev.backstep.plan.RunState;
import dev.backstep.testing.Call;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads that are behind the writes neither make changes again and again nor hide them. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ImpalaBalancerReadLagTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 20})
  void life_whenReadsAreBehind_isAsItIsOtherwise(int seconds) throws Exception {
    Site site = Site.bare();
    final List<String> before = site.facts();
    site.aws.readLag(Duration.ofSeconds(seconds));

    site.balancer().apply();
    site.aws.time().sleep(Duration.ofSeconds(seconds));
    assertThat(acted(site, 0)).as("changes of an apply").isBetween(15, 15 + 3 * 5);
    assertThat(site.balancer().plan().hasChanges()).isFalse();

    site.byName().destroy();
    assertThat(Facts.diff(before, site.facts())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 20})
  void update_whenReadsAreBehind_isAsAsked(int seconds) throws Exception {
    Site calm = ImpalaBalancerUpdateFaultsTest.drifted();
    ImpalaBalancerUpdateFaultsTest.asked(calm).apply();
    Site site = ImpalaBalancerUpdateFaultsTest.drifted();
    final List<String> before = site.facts();
    site.aws.readLag(Duration.ofSeconds(seconds));
    long mark = site.aws.ledger().mark();

    Plan<?> plan = ImpalaBalancerUpdateFaultsTest.asked(site).plan();
    plan.execute(site.options());

    assertThat(acted(site, mark)).isBetween(25, 35);
    assertThat(Facts.diff(calm.facts(), site.facts())).isEmpty();
    Runs.in(site.journal).aws(site.aws.access()).rollback(plan.runId());
    assertThat(Facts.diff(before, site.facts())).isEmpty();
    assertThat(acted(site, mark)).isBetween(50, 90);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 20})
  void update_whenReadsAreBehindAndACallIsRefused_isAsBefore(int seconds) throws Exception {
    Site site = ImpalaBalancerUpdateFaultsTest.drifted();
    final List<String> before = site.facts();
    site.aws.readLag(Duration.ofSeconds(seconds));
    site.aws.onCall("DeregisterInstancesFromLoadBalancer").times(1).refuse("AccessDenied");

    PlanFailedException failed =
        catchThrowableOfType(
            PlanFailedException.class, () -> ImpalaBalancerUpdateFaultsTest.asked(site).apply());

    assertThat(failed.report().state()).as(failed.getMessage()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(Facts.diff(before, site.facts())).isEmpty();
  }

  /** Those that were refused because they name what is not visible yet are not counted. */
  private static int acted(Site site, long mark) {
    return site.aws.ledger().since(mark).mutating().where(Call::acted).size();
  }
}
