package dev.backstep.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk is full, or does not keep what it took: nothing counts as written that is not. */
class FailingDiskTest {

  @TempDir Path folder;

  private final FakeDisk disk = new FakeDisk();

  @Test
  void append_whenTheDiskFillsUpAtEachByteOfARecord_failsForGood() throws Exception {
    int length = JournalLine.write(Sample.decision(2)).length;
    int tried = 0;
    for (int room = 0; room < length; room++) {
      Path place = folder.resolve("room-" + room);
      FakeDisk full = new FakeDisk();
      FileJournal journal = new FileJournal(place, full);
      try (Journal.RunJournal run = journal.open(Sample.RUN)) {
        Sample.append(run);
        full.room(room);
        assertBreaks(full, run, "record 2 (DECISION)", "No space left on device");
        full.room(Long.MAX_VALUE);
        assertStaysBroken(full, run);
      }
      assertOnlyTheFirstIsThere(place);
      tried++;
    }
    System.out.printf("journal: disk full at each of %d bytes of a record%n", tried);
  }

  @Test
  void append_whenTheDiskIsFullAndTheRestCannotBeCutOff_isMendedByTheNextWriter() throws Exception {
    FileJournal journal = new FileJournal(folder, disk);
    try (Journal.RunJournal run = journal.open(Sample.RUN)) {
      Sample.append(run);
      disk.room(20).failsToTruncate();
      assertBreaks(disk, run, "record 2 (DECISION)", "No space left on device");
    }

    assertThat(FileJournal.in(folder).read(Sample.RUN)).hasSize(1);
    FileJournal.in(folder).open(Sample.RUN).close();
    assertThat(Files.size(Sample.aside(folder).get(0))).isEqualTo(20);
    assertOnlyTheFirstIsThere(folder);
  }

  @Test
  void append_whenTheRecordCannotBeForced_failsForGood() throws Exception {
    FileJournal journal = new FileJournal(folder, disk);
    try (Journal.RunJournal run = journal.open(Sample.RUN)) {
      Sample.append(run);
      disk.failsToForce();
      assertBreaks(disk, run, "record 2 (DECISION)", "Input/output error");
      assertStaysBroken(disk, run);
    }
    assertOnlyTheFirstIsThere(folder);
  }

  @Test
  void append_whenTheBodyIsRefused_goesOn() {
    FileJournal journal = new FileJournal(folder, disk);
    try (Journal.RunJournal run = journal.open(Sample.RUN)) {
      assertThatThrownBy(() -> run.append(Sample.AT, JournalEntry.Type.DONE, "no JSON"))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(disk.asked()).noneMatch(asked -> asked.startsWith("append"));

      assertThat(Sample.append(run).sequence()).isEqualTo(1);
    }
  }

  @Test
  void open_whenTheFolderCannotBeForced_refusesAndLeavesTheLock() {
    disk.failsToForceFolders();

    assertThatThrownBy(() -> new FileJournal(folder, disk).open(Sample.RUN))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(Sample.file(folder).toString())
        .hasMessageContaining("Input/output error");

    FileJournal.in(folder).open(Sample.RUN).close();
  }

  @Test
  void open_whenTheFileIsNew_forcesEveryFolderThatGotAName() {
    new FileJournal(folder.resolve("a/b/runs"), disk).open(Sample.RUN).close();

    assertThat(disk.asked())
        .containsSubsequence(
            "force " + folder.getFileName(),
            "force a",
            "force b",
            "open " + Sample.RUN + ".jsonl",
            "force runs");
  }

  @Test
  void open_whenAnEarlierWriterMayHaveDiedBeforeItForcedTheFolder_forcesIt() throws Exception {
    Sample.put(folder, Sample.bytes());

    new FileJournal(folder, disk).open(Sample.RUN).close();

    assertThat(disk.asked()).contains("force " + folder.getFileName());
  }

  @Test
  void open_whenATornTailCannotBeCopiedAside_leavesItAndRefuses() throws Exception {
    byte[] torn = Arrays.copyOf(Sample.bytes(), Sample.bytes().length - 3);
    Path file = Sample.put(folder, torn);
    disk.room(10);

    assertThatThrownBy(() -> new FileJournal(folder, disk).open(Sample.RUN))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("No space left on device");

    assertThat(Files.readAllBytes(file)).isEqualTo(torn);
    assertThat(Sample.aside(folder)).isEmpty();
    assertThat(disk.asked()).noneMatch(asked -> asked.startsWith("truncate"));
  }

  @Test
  void open_whenATornTailIsCutOff_keepsTheCopyFirst() throws Exception {
    byte[] torn = Arrays.copyOf(Sample.bytes(), Sample.bytes().length - 3);
    Sample.put(folder, torn);

    new FileJournal(folder, disk).open(Sample.RUN).close();

    assertThat(disk.asked())
        .containsSubsequence(
            "append " + (torn.length - Sample.startOfLast()),
            "force " + folder.getFileName(),
            "truncate " + Sample.startOfLast());
  }

  @Test
  void close_whenTheFileCannotBeClosed_freesTheRunAllTheSame() {
    Journal.RunJournal run = new FileJournal(folder, disk).open(Sample.RUN);
    Sample.append(run);
    disk.failsToClose();

    assertThatCode(run::close).doesNotThrowAnyException();

    FileJournal.in(folder).open(Sample.RUN).close();
    assertThat(FileJournal.in(folder).read(Sample.RUN)).hasSize(1);
  }

  private static void assertBreaks(
      FakeDisk disk, Journal.RunJournal run, String which, String why) {
    assertThatThrownBy(() -> Sample.append(run))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(Sample.RUN + ".jsonl")
        .hasMessageContaining(which)
        .hasMessageContaining(why);
    assertThat(disk.asked()).anyMatch(asked -> asked.startsWith("append"));
  }

  private static void assertStaysBroken(FakeDisk disk, Journal.RunJournal run) {
    List<String> before = disk.asked();
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> Sample.append(run))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("record 2 (DECISION)")
          .hasMessageContaining("an earlier record could not be written");
    }
    assertThat(disk.asked()).isEqualTo(before);
  }

  private static void assertOnlyTheFirstIsThere(Path place) {
    FileJournal journal = FileJournal.in(place);
    assertThat(journal.read(Sample.RUN)).hasSize(1);
    try (Journal.RunJournal run = journal.open(Sample.RUN)) {
      assertThat(Sample.append(run).sequence()).isEqualTo(2);
    }
    assertThat(journal.read(Sample.RUN)).hasSize(2);
  }
}
