package dev.backstep.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.Facts;
import dev.backstep.Runs;
import dev.backstep.Site;
import dev.backstep.journal.FileJournal;
import dev.backstep.journal.Journal;
import dev.backstep.journal.JournalEntry;
import dev.backstep.plan.RunState;
import dev.backstep.plan.RunSummary;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two processes that want the same: at the same time, or one after the other was killed. */
class TwoProcessesTest {

  private static final String HALF_WAY = "pause=AFTER:INTENT:9";

  @TempDir Path folder;
  @TempDir Path otherFolder;

  private static Successors successors;
  private static List<String> applied;

  private final Site site = Site.live();
  private List<String> bare;

  @BeforeAll
  static void start() throws Exception {
    successors = new Successors(1);
    applied = Work.APPLY.calm().facts();
  }

  @AfterAll
  static void stop() throws Exception {
    successors.close();
  }

  @BeforeEach
  void look() throws Exception {
    bare = site.facts();
  }

  @AfterEach
  void close() {
    site.aws.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"resume", "rollback"})
  void finish_whenTheRunIsOpenElsewhere_isRefused(String order) throws Exception {
    try (ChildJvm first = start(folder, "apply", HALF_WAY)) {
      first.awaitLine("AT ");

      assertThat(end(folder, order))
          .startsWith("REFUSED UncheckedIOException: the journal of run ")
          .contains(folder.toString(), "another process has it open");

      first.go();
      assertThat(first.awaitLine("END ")).isEqualTo("END COMPLETED");
    }
    assertThat(Facts.diff(applied, site.facts())).isEmpty();
  }

  @Test
  void apply_whenAnotherOneOfAnotherJournalWasFaster_stopsAndLeavesItsThings() throws Exception {
    try (ChildJvm slow = start(folder, "apply", "pause=AFTER:RUN:1")) {
      slow.awaitLine("AT RUN");

      assertThat(end(otherFolder, "apply")).isEqualTo("END COMPLETED");

      slow.go();
      assertThat(slow.awaitLine("END "))
          .startsWith("END ROLLED_BACK ")
          .contains("InvalidGroup.Duplicate", "nothing is left behind");
    }
    assertThat(Facts.diff(applied, site.facts())).isEmpty();
  }

  @Test
  void apply_whenAnotherOneOfAnotherJournalBeginsAtTheSameTime_neverMixesThem() throws Exception {
    try (ChildJvm one = start(folder, "apply", "pause=AFTER:RUN:1");
        ChildJvm two = start(otherFolder, "apply", "pause=AFTER:RUN:1")) {
      one.awaitLine("AT RUN");
      two.awaitLine("AT RUN");

      one.go();
      two.go();

      List<String> ends = List.of(one.awaitLine("END "), two.awaitLine("END "));
      long completed = ends.stream().filter("END COMPLETED"::equals).count();
      assertThat(ends).allMatch(end -> end.matches("END (COMPLETED|ROLLED_BACK .*Duplicate.*)"));
      assertThat(completed).as(ends.toString()).isLessThan(2);
      assertThat(Facts.diff(completed == 1 ? applied : bare, site.facts())).isEmpty();
    }
  }

  @Test
  void apply_whenAnotherProcessIsAtItInTheSameJournal_isRefused() throws Exception {
    try (ChildJvm first = start(folder, "apply", HALF_WAY)) {
      first.awaitLine("AT ");

      assertThat(end(folder, "apply"))
          .startsWith("REFUSED UnfinishedRunException: run " + runs().get(0).runId())
          .contains("it is RUNNING since " + runs().get(0).startedAt(), "nothing was changed");
      for (String policy : List.of("RESUME", "ROLL_BACK")) {
        assertThat(end(folder, "apply", "onUnfinishedRun=" + policy))
            .startsWith("REFUSED UnfinishedRunException: ")
            .contains("another process has it open");
      }

      first.go();
      assertThat(first.awaitLine("END ")).isEqualTo("END COMPLETED");
    }
    assertThat(Facts.diff(applied, site.facts())).isEmpty();
  }

  @Test
  void apply_whenARunWasKilledAndTheNextIsToRefuse_changesNothing() throws Exception {
    killHalfWay();
    long mark = site.aws.ledger().mark();

    assertThat(end(folder, "apply", "onUnfinishedRun=REFUSE"))
        .startsWith("REFUSED UnfinishedRunException: run " + runs().get(0).runId())
        .contains("Runs.in(journal).resume(\"", "Runs.in(journal).rollback(\"");

    assertThat(site.aws.ledger().since(mark).mutating()).isEmpty();
    assertThat(runs()).extracting(RunSummary::state).containsExactly(RunState.RUNNING);
  }

  @Test
  void apply_whenARunWasKilledAndTheNextIsToResume_finishesItAndFindsNothingToDo()
      throws Exception {
    killHalfWay();

    assertThat(end(folder, "apply", "onUnfinishedRun=RESUME")).isEqualTo("END COMPLETED");

    assertThat(Facts.diff(applied, site.facts())).isEmpty();
    assertThat(runs().get(0).state()).isEqualTo(RunState.COMPLETED);
    assertThat(madeBy(runs().get(0))).isEqualTo(3);
  }

  @Test
  void apply_whenARunWasKilledAndTheNextIsToRollBack_takesItBackAndBeginsAnew() throws Exception {
    killHalfWay();

    assertThat(end(folder, "apply", "onUnfinishedRun=ROLL_BACK")).isEqualTo("END COMPLETED");

    // A balancer that was made before, too, has another name by now.
    assertThat(Facts.diff(withoutDnsNames(applied), withoutDnsNames(site.facts()))).isEmpty();
    assertThat(runs())
        .extracting(RunSummary::state)
        .containsExactly(RunState.ROLLED_BACK, RunState.COMPLETED);
    assertThat(madeBy(runs().get(0))).isZero();
    assertThat(madeBy(runs().get(1))).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"resume", "rollback"})
  void finish_whenTheAccessIsForAnotherRegion_isRefused(String order) throws Exception {
    killHalfWay();
    long mark = site.aws.ledger().mark();

    assertThat(end(folder, order, "region=eu-west-1"))
        .startsWith("REFUSED IllegalArgumentException: run " + runs().get(0).runId())
        .contains("belongs to region us-west-2, and the access is for eu-west-1");

    assertThat(site.aws.ledger().since(mark).mutating()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"resume", "rollback"})
  void finish_whenTheCredentialsAreOfAnotherAccount_isRefused(String order) throws Exception {
    killHalfWay();
    String runId = runs().get(0).runId();
    try (Journal.RunJournal elsewhere = FileJournal.in(otherFolder).open(runId)) {
      for (JournalEntry entry : FileJournal.in(folder).read(runId)) {
        String body = entry.body().replace(site.aws.accountId(), "210987654321");
        elsewhere.append(entry.at(), entry.type(), body);
      }
    }
    long mark = site.aws.ledger().mark();

    assertThat(end(otherFolder, order))
        .startsWith("REFUSED IllegalArgumentException: run " + runId)
        .contains("belongs to account 210987654321, and the credentials are for 123456789012");

    assertThat(site.aws.ledger().since(mark).mutating()).isEmpty();
  }

  private void killHalfWay() throws Exception {
    try (ChildJvm child = start(folder, "apply", HALF_WAY)) {
      child.awaitLine("AT ");
      child.kill();
    }
  }

  private static List<String> withoutDnsNames(List<String> facts) {
    return facts.stream().filter(fact -> !fact.contains(" DNSName=")).toList();
  }

  private List<RunSummary> runs() {
    return Runs.in(FileJournal.in(folder)).list();
  }

  /** The balancer and the groups that have the tag of a run. */
  private long madeBy(RunSummary run) {
    return site.aws.snapshot().lines().stream()
        .filter(line -> line.endsWith("backstep:run=" + run.runId()) && !line.contains(" sgr-"))
        .count();
  }

  private String end(Path journal, String order, String... more) throws Exception {
    return successors.end(site, journal, order, more);
  }

  private ChildJvm start(Path journal, String order, String... more) throws Exception {
    return BalancerProcess.start(site, journal, order, more);
  }
}
