package dev.backstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstep.ami.Strategy;
import dev.backstep.journal.Journal;
import dev.backstep.plan.RunOptions;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.RunState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The process dies at each record of the journal; another one goes on, or takes all back. */
class AmiEncryptorCrashTest {

  private static final Map<String, Integer> TRIED = new TreeMap<>();

  @AfterAll
  static void count() {
    System.out.println("Crashes while an image is made: " + TRIED);
  }

  @ParameterizedTest
  @EnumSource
  void resume_whereverTheProcessDied_endsWithOneEncryptedImageAndNothingElse(Strategy strategy)
      throws Exception {
    for (int record = 1; record <= records(strategy); record++) {
      try (AmiSite site = new AmiSite()) {
        List<String> before = site.things();
        String run = die(site, strategy, record);

        RunReport report = runs(site).resume(run);

        assertThat(report.state()).as("record %d", record).isEqualTo(RunState.COMPLETED);
        List<String> more = site.more(before);
        assertThat(more).as("record %d", record).hasSize(2);
        assertThat(more.get(0)).startsWith("image ami-");
        assertThat(more.get(1)).startsWith("snapshot snap-");
        String image = more.get(0).substring("image ".length());
        assertThat(site.image(image).name()).isEqualTo(AmiSite.NAME);
        assertThat(site.image(image).blockDeviceMappings())
            .allSatisfy(device -> assertThat(device.ebs().encrypted()).isTrue());
        TRIED.merge(strategy + " resumed", 1, Integer::sum);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void rollback_whereverTheProcessDied_leavesNothing(Strategy strategy) throws Exception {
    for (int record = 1; record <= records(strategy); record++) {
      try (AmiSite site = new AmiSite()) {
        List<String> before = site.things();
        String run = die(site, strategy, record);

        RunReport report = runs(site).rollback(run);

        assertThat(report.state()).as("record %d", record).isEqualTo(RunState.ROLLED_BACK);
        assertThat(site.more(before)).as("record %d", record).isEmpty();
        TRIED.merge(strategy + " rolled back", 1, Integer::sum);
      }
    }
  }

  /**
   * Its call was answered where the record is an outcome, and was not made where it is an intent.
   */
  private static String die(AmiSite site, Strategy strategy, int record) {
    Journal crashing = new CrashingJournal(site.journal, record, record % 2 == 1);
    assertThatThrownBy(
            () -> site.encryptor(strategy).apply(RunOptions.defaults().journal(crashing)))
        .isInstanceOf(CrashingJournal.Crash.class);
    List<String> runs = new ArrayList<>(site.journal.runIds());
    return runs.get(0);
  }

  private static Runs runs(AmiSite site) {
    return Runs.in(site.journal).aws(site.access());
  }

  /** How many records an undisturbed run has. */
  private static int records(Strategy strategy) {
    try (AmiSite site = new AmiSite()) {
      String run = site.encryptor(strategy).apply(site.options()).report().runId();
      return site.journal.read(run).size();
    }
  }
}
