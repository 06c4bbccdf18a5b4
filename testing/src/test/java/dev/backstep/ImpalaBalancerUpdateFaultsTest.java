package dev.backstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.backstep.plan.PlanFailedException;
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

/** Each mutating call of an update that touches everything goes wrong in each way in turn. */
class ImpalaBalancerUpdateFaultsTest {

  private static final Map<String, Integer> TRIED = new TreeMap<>();
  private static Ledger calls;
  private static List<String> undisturbed;

  private final Site site = drifted();
  private List<String> before;

  static synchronized List<Arguments> eachCall() throws InterruptedException {
    if (calls == null) {
      Site calm = drifted();
      long mark = calm.aws.ledger().mark();
      asked(calm).apply();
      calls = calm.aws.ledger().since(mark).mutating();
      undisturbed = calm.facts();
    }
    return Way.each(calls);
  }

  static Stream<Arguments> passing() throws InterruptedException {
    return Way.passing(eachCall());
  }

  @BeforeEach
  void look() throws InterruptedException {
    before = site.facts();
  }

  @AfterAll
  static void count() {
    System.out.printf("Faults of an update of %d calls tried: %s%n", calls.size(), TRIED);
  }

  @ParameterizedTest(name = "{0} #{1}: {2}")
  @MethodSource("passing")
  void update_whenACallFailsForAWhile_endsAsAsked(String operation, int nth, Way way)
      throws Exception {
    way.script().accept(site.aws.onCall(operation).nth(nth));

    asked(site).apply();

    assertThat(site.aws.unfiredFaults()).isEmpty();
    assertThat(Facts.diff(undisturbed, site.facts())).isEmpty();
    assertThat(asked(site).plan().hasChanges()).isFalse();
    tried("then as asked");
  }

  @ParameterizedTest(name = "{0} #{1} refused")
  @MethodSource("eachCall")
  void update_whenACallIsRefused_endsAsBefore(String operation, int nth) throws Exception {
    site.aws.onCall(operation).nth(nth).refuse("AccessDenied").times(1);

    PlanFailedException failed =
        catchThrowableOfType(PlanFailedException.class, () -> asked(site).apply());

    assertThat(failed.report().state()).as(failed.getMessage()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(failed).hasMessageContaining("AccessDenied").hasMessageContaining("nothing is left");
    assertThat(Facts.diff(before, site.facts())).isEmpty();
    tried("refused, then as before");
  }

  @ParameterizedTest(name = "{0} #{1}: 500 acted, then refused")
  @MethodSource("eachCall")
  void update_whenACallActsUnseenAndIsThenRefused_endsAsBeforeOrAsAsked(String operation, int nth)
      throws Exception {
    site.aws.onCall(operation).nth(nth).status(500).acted(true);
    site.aws.onCall(operation).nth(nth + 1).refuse("AccessDenied").times(1);

    PlanFailedException failed =
        catchThrowableOfType(PlanFailedException.class, () -> asked(site).apply());

    if (failed == null) {
      assertThat(Facts.diff(undisturbed, site.facts())).isEmpty();
      tried("acted unseen, then as asked");
    } else {
      assertThat(failed.report().state()).as(failed.getMessage()).isEqualTo(RunState.ROLLED_BACK);
      assertThat(Facts.diff(before, site.facts())).isEmpty();
      tried("acted unseen, refused, then as before");
    }
  }

  static Site drifted() {
    Site site = Site.applied();
    site.drift();
    return site;
  }

  static ImpalaBalancer asked(Site site) {
    return Site.otherSettings(site.byName(), site.subnet, site.fourth);
  }

  private static void tried(String what) {
    TRIED.merge(what, 1, Integer::sum);
  }
}
