package dev.backstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.backstep.journal.Journal;
import dev.backstep.journal.JournalEntry;
import dev.backstep.plan.PlanFailedException;
import dev.backstep.plan.RunOptions;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.RunState;
import dev.backstep.testing.Ledger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each changing call of each turn of listeners goes wrong in each way in turn, and the process is
 * killed at each moment: the ports end all as asked or all as before, with their policies.
 */
class ImpalaBalancerTlsFaultsTest {

  /** Ways of which the tests of an update's calls have two more. */
  private static final List<Way> WAYS = Way.PASSING.subList(0, 4);

  private static final Stage STAGE = new Stage();
  private static final Map<Turn, Map<String, Integer>> TRIED = new EnumMap<>(Turn.class);
  private static final Map<Turn, Ledger> CALLS = new EnumMap<>(Turn.class);
  private static final Map<Turn, List<String>> UNDISTURBED = new EnumMap<>(Turn.class);

  static synchronized Ledger calls(Turn turn) throws InterruptedException {
    if (!CALLS.containsKey(turn)) {
      Site calm = turn.ready(STAGE);
      long mark = calm.aws.ledger().mark();
      turn.asked(calm, STAGE).apply();
      CALLS.put(turn, calm.aws.ledger().since(mark).mutating());
      UNDISTURBED.put(turn, calm.facts());
    }
    return CALLS.get(turn);
  }

  static List<Arguments> eachCall() throws InterruptedException {
    List<Arguments> all = new ArrayList<>();
    for (Turn turn : Turn.values()) {
      Way.each(calls(turn))
          .forEach(call -> all.add(Arguments.of(turn, call.get()[0], call.get()[1])));
    }
    return all;
  }

  static Stream<Arguments> passing() throws InterruptedException {
    return eachCall().stream()
        .flatMap(
            call ->
                ways((Turn) call.get()[0]).stream()
                    .map(way -> Arguments.of(call.get()[0], call.get()[1], call.get()[2], way)));
  }

  /** All of them where listeners are deleted that others depend on most. */
  private static List<Way> ways(Turn turn) {
    return turn.compareTo(Turn.OFFLOAD_TO_TCP) <= 0 ? WAYS : WAYS.subList(2, 4);
  }

  @AfterAll
  static void count() {
    TRIED.forEach(
        (turn, tried) ->
            System.out.printf("Faults of %s, %d calls: %s%n", turn, CALLS.get(turn).size(), tried));
  }

  @ParameterizedTest(name = "{0}: {1} #{2}: {3}")
  @MethodSource("passing")
  void turn_whenACallFailsForAWhile_endsAsAsked(Turn turn, String operation, int nth, Way way)
      throws Exception {
    Site site = turn.ready(STAGE);
    way.script().accept(site.aws.onCall(operation).nth(nth));

    turn.asked(site, STAGE).apply();

    assertThat(site.aws.unfiredFaults()).isEmpty();
    assertAsAsked(turn, site);
    tried(turn, way.name());
  }

  @ParameterizedTest(name = "{0}: {1} #{2} refused")
  @MethodSource("eachCall")
  void turn_whenACallIsRefused_endsAsBefore(Turn turn, String operation, int nth) throws Exception {
    Site site = turn.ready(STAGE);
    List<String> before = site.facts();
    site.aws.onCall(operation).nth(nth).refuse("AccessDenied").times(1);

    PlanFailedException failed =
        catchThrowableOfType(PlanFailedException.class, () -> turn.asked(site, STAGE).apply());

    assertThat(failed.report().state()).as(failed.getMessage()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(Facts.diff(before, site.facts())).isEmpty();
    tried(turn, "refused");
  }

  @ParameterizedTest(name = "{0}: {1} #{2}: 500 acted, then refused")
  @MethodSource("eachCall")
  void turn_whenACallActsUnseenAndIsThenRefused_endsAsBeforeOrAsAsked(
      Turn turn, String operation, int nth) throws Exception {
    Site site = turn.ready(STAGE);
    List<String> before = site.facts();
    site.aws.onCall(operation).nth(nth).status(500).acted(true);
    site.aws.onCall(operation).nth(nth + 1).refuse("AccessDenied").times(1);

    Throwable failed = catchThrowable(() -> turn.asked(site, STAGE).apply());

    if (failed == null) {
      assertAsAsked(turn, site);
      tried(turn, "acted unseen, as asked");
    } else {
      assertThat(Facts.diff(before, site.facts())).as("%s", failed).isEmpty();
      tried(turn, "acted unseen, refused, as before");
    }
  }

  /** Before each record, which is after each call: of those that end the most listeners. */
  @ParameterizedTest
  @EnumSource(names = {"TCP_TO_OFFLOAD", "TCP_TO_REENCRYPT", "OFFLOAD_TO_TCP"})
  void turn_whenTheProcessIsKilled_isResumedOrTakenBackByAnother(Turn turn) throws Exception {
    calls(turn);
    int record = 1;
    while (killed(turn, record, false)) {
      killed(turn, record, true);
      record++;
    }
    assertThat(record).isGreaterThan(2 * calls(turn).size());
  }

  private boolean killed(Turn turn, int record, boolean rollback) throws InterruptedException {
    Site site = turn.ready(STAGE);
    List<String> before = site.facts();
    Journal survives = Journal.inMemory();
    KilledJournal journal = new KilledJournal(survives, record);
    Throwable end =
        catchThrowable(() -> turn.asked(site, STAGE).apply(RunOptions.defaults().journal(journal)));
    if (!journal.isDead()) {
      assertThat(end).isNull();
      return false;
    }
    if (survives.runIds().isEmpty()) {
      assertThat(Facts.diff(before, site.facts())).isEmpty();
      return true;
    }
    String run = survives.runIds().get(0);
    Runs runs = Runs.in(survives).aws(STAGE.access(site.aws));
    RunReport report = rollback ? runs.rollback(run) : runs.resume(run);
    String as = "killed before record %d:%n%s".formatted(record, records(survives));
    if (rollback) {
      assertThat(report.state()).as(as).isEqualTo(RunState.ROLLED_BACK);
      assertThat(Facts.diff(before, site.facts())).as(as).isEmpty();
      tried(turn, "killed, taken back");
    } else {
      assertThat(report.state()).as(as).isEqualTo(RunState.COMPLETED);
      assertThat(Facts.diff(UNDISTURBED.get(turn), site.facts())).as(as).isEmpty();
      tried(turn, "killed, resumed");
    }
    return true;
  }

  private static List<String> records(Journal journal) {
    return journal.read(journal.runIds().get(0)).stream()
        .filter(entry -> entry.type() != JournalEntry.Type.RUN)
        .map(entry -> entry.type() + " " + entry.body())
        .toList();
  }

  private static void assertAsAsked(Turn turn, Site site) throws InterruptedException {
    assertThat(Facts.diff(UNDISTURBED.get(turn), site.facts())).isEmpty();
  }

  private static synchronized void tried(Turn turn, String what) {
    TRIED.computeIfAbsent(turn, key -> new TreeMap<>()).merge(what, 1, Integer::sum);
  }
}
