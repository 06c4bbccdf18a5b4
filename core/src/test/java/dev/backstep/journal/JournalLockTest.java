package dev.backstep.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run has one writer at a time, in this process and among all others. */
class JournalLockTest {

  private static final String REFUSED = "another process has it open";

  @TempDir Path folder;

  @Test
  void open_whenAnotherProcessHasTheRun_isRefusedUntilItCloses() throws Exception {
    try (JournalProcess holder = JournalProcess.start("hold", folder.toString(), Sample.RUN)) {
      holder.awaitLine("HOLDS ");
      FileJournal journal = FileJournal.in(folder);

      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> journal.open(Sample.RUN))
            .isInstanceOf(UncheckedIOException.class)
            .hasMessageContaining(Sample.file(folder).toString())
            .hasMessageContaining(REFUSED);
      }
      assertThat(journal.read(Sample.RUN)).hasSize(1);
      journal.open(Sample.OTHER_RUN).close();
      holder.goOn();
      holder.awaitLine("CLOSED");

      assertAppendsAs(2);
    }
  }

  @Test
  void open_whenTheProcessThatHadTheRunWasKilled_goesOn() throws Exception {
    try (JournalProcess holder = JournalProcess.start("hold", folder.toString(), Sample.RUN)) {
      holder.awaitLine("HOLDS ");
      holder.kill();
    }

    assertAppendsAs(2);
  }

  @Test
  void open_whenThisProcessHasTheRun_isRefusedToOthersWhateverIsReadHere() throws Exception {
    FileJournal journal = FileJournal.in(folder);
    try (Journal.RunJournal run = journal.open(Sample.RUN)) {
      Sample.append(run);
      journal.read(Sample.RUN);
      journal.runIds();
      Files.readString(Sample.file(folder));
      FileChannel.open(Sample.file(folder), StandardOpenOption.WRITE).close();
      assertThatThrownBy(() -> journal.open(Sample.RUN)).isInstanceOf(UncheckedIOException.class);
      assertThatThrownBy(() -> FileJournal.in(folder).open(Sample.RUN))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("open already in this process");

      assertThat(tryElsewhere(folder)).contains(REFUSED);
    }
    assertThat(tryElsewhere(folder)).isEqualTo("opened");
  }

  @Test
  void open_whenTheFolderHasASecondName_isRefusedAndTheLockStays() throws Exception {
    Path runs = Files.createDirectory(folder.resolve("runs"));
    Path link = Files.createSymbolicLink(folder.resolve("link"), runs);
    try (Journal.RunJournal run = FileJournal.in(runs).open(Sample.RUN)) {
      assertThatThrownBy(() -> FileJournal.in(link).open(Sample.RUN))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("open already in this process");
      assertThatThrownBy(() -> FileJournal.in(link.resolve("../runs/.")).open(Sample.RUN))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("open already in this process");

      assertThat(tryElsewhere(runs)).contains(REFUSED);
      assertThat(tryElsewhere(link)).contains(REFUSED);
      Sample.append(run);
    }
    try (Journal.RunJournal run = FileJournal.in(link).open(Sample.RUN)) {
      assertThat(Sample.append(run).sequence()).isEqualTo(2);
    }
  }

  @Test
  void open_whenTheLockFileHasASecondName_isRefusedAndTheLockStays() throws Exception {
    Path runs = Files.createDirectory(folder.resolve("runs"));
    Path twin = Files.createDirectory(folder.resolve("twin"));
    try (Journal.RunJournal run = FileJournal.in(runs).open(Sample.RUN)) {
      String lock = Sample.RUN + ".lock";
      Files.createLink(twin.resolve(lock), runs.resolve(lock));

      assertThatThrownBy(() -> FileJournal.in(twin).open(Sample.RUN))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("open already in this process");

      assertThat(tryElsewhere(runs)).contains(REFUSED);
      Sample.append(run);
    }
    assertThat(tryElsewhere(runs)).isEqualTo("opened");
  }

  @Test
  void open_whenTheLockFileIsALink_doesNotFollowIt() throws Exception {
    Path target = Files.writeString(folder.resolve("target"), "words");
    Files.createSymbolicLink(folder.resolve(Sample.RUN + ".lock"), target);

    assertThatThrownBy(() -> FileJournal.in(folder).open(Sample.RUN))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(Sample.RUN + ".lock");

    assertThat(target).hasContent("words");
  }

  @Test
  void open_whenTheWriterIsKilledAtAnyTime_hasEveryRecordThatWasReported() throws Exception {
    int records = 0;
    int kills = 5;
    for (int i = 0; i < kills; i++) {
      long reported;
      try (JournalProcess writer = JournalProcess.start("write", folder.toString(), Sample.RUN)) {
        for (int n = 0; n < 20 + i; n++) {
          writer.awaitLine("WROTE ");
        }
        reported =
            records + 20 + i + writer.kill().stream().filter(JournalLockTest::isWhole).count();
      }
      List<JournalEntry> entries = FileJournal.in(folder).read(Sample.RUN);
      assertThat((long) entries.size()).isBetween(reported, reported + 1);
      records = entries.size();
    }
    System.out.printf("journal: %d writers killed, %d records kept%n", kills, records);
    assertAppendsAs(records + 1);
  }

  /** A real write that comes short, by the system's limit on the size of a file. */
  @Test
  void append_whenTheSystemTakesOnlyPartOfARecord_failsAndTheNextWriterGoesOn() throws Exception {
    List<String> limited = List.of("sh", "-c", "ulimit -f 8; exec \"$0\" \"$@\"");
    try (JournalProcess writer =
        JournalProcess.start(limited, Map.of(), "write", folder.toString(), Sample.RUN)) {
      assertThat(writer.awaitLine("FAILED ")).contains("could not be written");
    }

    int kept = FileJournal.in(folder).read(Sample.RUN).size();
    assertThat(kept).isGreaterThan(10);
    assertAppendsAs(kept + 1);
  }

  private static boolean isWhole(String line) {
    return line.startsWith("WROTE ");
  }

  private void assertAppendsAs(long sequence) {
    try (Journal.RunJournal run = FileJournal.in(folder).open(Sample.RUN)) {
      assertThat(Sample.append(run).sequence()).isEqualTo(sequence);
    }
    assertThat(FileJournal.in(folder).read(Sample.RUN)).hasSize((int) sequence);
  }

  private static String tryElsewhere(Path folder) throws IOException {
    try (JournalProcess child = JournalProcess.start("try", folder.toString(), Sample.RUN)) {
      return child.awaitLine("TRIED ");
    }
  }
}
