package dev.backstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstep.ami.Strategy;
import dev.backstep.journal.Journal;
import dev.backstep.journal.JournalEntry;
import dev.backstep.plan.RunOptions;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.RunState;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The process dies after each record of the journal, and before it too, but where somebody logs in,
 * which takes long, only before each third; another one, which has nothing but that journal, goes
 * on or takes all back.
 */
class AmiEncryptorCrashTest {

  /** What is being made. */
  enum Work {
    COPY(AmiSite::copy),
    LAUNCH_ENCRYPTED_AND_PROVISIONED(site -> site.build(Strategy.LAUNCH_ENCRYPTED)),
    COPY_AFTER_CREATE(site -> site.bare(Strategy.COPY_AFTER_CREATE));

    private final Function<AmiSite, AmiEncryptor> encryptor;

    Work(Function<AmiSite, AmiEncryptor> encryptor) {
      this.encryptor = encryptor;
    }

    /** How many records an undisturbed run has. */
    int records() {
      try (AmiSite site = new AmiSite()) {
        String run = encryptor.apply(site).apply(site.options()).report().runId();
        return site.journal.read(run).size();
      }
    }
  }

  private static final Map<String, Integer> TRIED = new TreeMap<>();

  @AfterAll
  static void count() {
    System.out.println("Crashes while an image is made: " + TRIED);
  }

  @ParameterizedTest
  @EnumSource
  void resume_whereverTheProcessDied_endsWithOneEncryptedImageAndNothingElse(Work work)
      throws Exception {
    everywhere(
        work,
        (site, before, runs, run, where) -> {
          RunReport report = runs.resume(run);

          assertThat(report.state()).as(where).isEqualTo(RunState.COMPLETED);
          List<String> more = site.more(before);
          assertThat(more).as(where).hasSize(2);
          assertThat(more.get(0)).as(where).startsWith("image ami-");
          assertThat(more.get(1)).as(where).startsWith("snapshot snap-");
          String image = more.get(0).substring("image ".length());
          assertThat(site.image(image).name()).as(where).isEqualTo(AmiSite.NAME);
          assertThat(site.image(image).blockDeviceMappings())
              .as(where)
              .allSatisfy(device -> assertThat(device.ebs().encrypted()).isTrue());
          TRIED.merge(work + " resumed", 1, Integer::sum);
        });
  }

  @ParameterizedTest
  @EnumSource
  void rollback_whereverTheProcessDied_leavesNothing(Work work) throws Exception {
    everywhere(
        work,
        (site, before, runs, run, where) -> {
          RunReport report = runs.rollback(run);

          assertThat(report.state()).as(where).isEqualTo(RunState.ROLLED_BACK);
          assertThat(site.more(before)).as(where).isEmpty();
          TRIED.merge(work + " rolled back", 1, Integer::sum);
        });
  }

  /** What the process that comes after the dead one does. */
  private interface Remedy {
    void apply(AmiSite site, List<String> before, Runs runs, String run, String where)
        throws Exception;
  }

  private static void everywhere(Work work, Remedy remedy) throws Exception {
    int records = work.records();
    for (int record = 1; record <= records; record++) {
      for (boolean written : new boolean[] {false, true}) {
        boolean both = work != Work.LAUNCH_ENCRYPTED_AND_PROVISIONED || record % 3 == 0;
        if (written || record > 1 && both) {
          die(work, record, written, remedy);
        }
      }
    }
  }

  private static void die(Work work, int record, boolean written, Remedy remedy) throws Exception {
    try (AmiSite site = new AmiSite()) {
      List<String> before = site.things();
      Journal crashing = new CrashingJournal(site.journal, record, written);
      assertThatThrownBy(
              () -> work.encryptor.apply(site).apply(RunOptions.defaults().journal(crashing)))
          .isInstanceOf(CrashingJournal.Crash.class);
      String run = site.journal.runIds().get(0);
      List<JournalEntry> left = site.journal.read(run);

      Runs runs = Runs.in(Journal.inMemory(left)).aws(site.access());

      String last = left.get(left.size() - 1).toString();
      String where =
          "record %d %s, after %s"
              .formatted(
                  record,
                  written ? "written" : "lost",
                  last.substring(0, Math.min(200, last.length())));
      remedy.apply(site, before, runs, run, where);
    }
  }
}
