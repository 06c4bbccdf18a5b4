package dev.backstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.backstep.plan.PlanFailedException;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.RunState;
import dev.backstep.testing.Ledger;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each mutating call of a destroy goes wrong in each way in turn. */
class ImpalaBalancerDestroyFaultsTest {

  private static final Map<String, Integer> TRIED = new TreeMap<>();
  private static Ledger calls;

  private final Site site = Site.bare();
  private List<String> before;

  static synchronized List<Arguments> eachCall() {
    if (calls == null) {
      Site calm = Site.applied();
      long mark = calm.aws.ledger().mark();
      calm.byName().destroy();
      calls = calm.aws.ledger().since(mark).mutating();
    }
    return Way.each(calls);
  }

  static Stream<Arguments> passing() {
    return Way.passing(eachCall());
  }

  @BeforeEach
  void apply() throws InterruptedException {
    before = site.facts();
    site.balancer().apply();
  }

  @AfterAll
  static void count() {
    System.out.printf("Faults of a destroy of %d calls tried: %s%n", calls.size(), TRIED);
  }

  @ParameterizedTest(name = "{0} #{1}: {2}")
  @MethodSource("passing")
  void destroy_whenACallFailsForAWhile_endsDone(String operation, int nth, Way way)
      throws Exception {
    way.script().accept(site.aws.onCall(operation).nth(nth));

    RunReport report = site.byName().destroy();

    assertThat(site.aws.unfiredFaults()).isEmpty();
    assertThat(report.state()).isEqualTo(RunState.COMPLETED);
    assertThat(Facts.diff(before, site.facts())).isEmpty();
    tried("then done");
  }

  @ParameterizedTest(name = "{0} #{1} refused")
  @MethodSource("eachCall")
  void destroy_whenACallIsRefused_parksAndASecondOneFinishes(String operation, int nth)
      throws Exception {
    site.aws.onCall(operation).nth(nth).refuse("AccessDenied").times(1);

    PlanFailedException parked =
        catchThrowableOfType(PlanFailedException.class, () -> site.byName().destroy());
    RunReport second = site.byName().destroy();

    assertThat(parked.report().state()).isEqualTo(RunState.PARKED);
    assertThat(parked).hasMessageContaining("AccessDenied");
    assertThat(second.state()).isEqualTo(RunState.COMPLETED);
    assertThat(Facts.diff(before, site.facts())).isEmpty();
    tried("refused, parked, done by a second one");
  }

  @ParameterizedTest(name = "{0} #{1} refused, then resumed")
  @MethodSource("eachCall")
  void resume_ofAParkedDestroy_endsDone(String operation, int nth) throws Exception {
    site.aws.onCall(operation).nth(nth).refuse("AccessDenied").times(1);
    PlanFailedException parked =
        catchThrowableOfType(
            PlanFailedException.class, () -> site.byName().destroy(site.options()));

    RunReport resumed =
        Runs.in(site.journal).aws(site.aws.access()).resume(parked.report().runId());

    assertThat(resumed.state()).as(resumed.describe()).isEqualTo(RunState.COMPLETED);
    assertThat(Facts.diff(before, site.facts())).isEmpty();
    tried("refused, parked, resumed");
  }

  private static void tried(String what) {
    TRIED.merge(what, 1, Integer::sum);
  }
}
