package dev.backstep.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileJournalTest {

  @TempDir Path folder;

  @Test
  void open_whenTheFolderIsNotThere_makesItForTheOwnerOnly() throws Exception {
    Path runs = folder.resolve("home/runs");

    FileJournal.in(runs).open(Sample.RUN).close();

    assertThat(rights(runs)).isEqualTo("rwx------");
    assertThat(rights(runs.getParent())).isEqualTo("rwx------");
    assertThat(rights(runs.resolve(Sample.RUN + ".jsonl"))).isEqualTo("rw-------");
    assertThat(rights(runs.resolve(Sample.RUN + ".lock"))).isEqualTo("rw-------");
    assertThat(filesIn(runs))
        .containsExactlyInAnyOrder(Sample.RUN + ".jsonl", Sample.RUN + ".lock");
  }

  @Test
  void open_whenTheFolderIsThere_leavesItsRights() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-x---"));

    FileJournal.in(folder).open(Sample.RUN).close();

    assertThat(rights(folder)).isEqualTo("rwxr-x---");
    assertThat(rights(Sample.file(folder))).isEqualTo("rw-------");
  }

  @Test
  void append_whenItReturns_hasWrittenTheLine() throws Exception {
    try (Journal.RunJournal run = FileJournal.in(folder).open(Sample.RUN)) {
      for (JournalEntry entry : Sample.entries()) {
        run.append(entry.at(), entry.type(), entry.body());
        assertThat(Files.readAllLines(Sample.file(folder))).hasSize((int) entry.sequence());
      }
    }

    assertThat(Files.readAllBytes(Sample.file(folder))).isEqualTo(Sample.bytes());
  }

  @Test
  void write_always_isAChecksumAndAJsonObject() {
    JournalEntry entry =
        new JournalEntry(Sample.RUN, 7, Sample.AT, JournalEntry.Type.UNDONE, "{\"step\":\"a\"}");

    assertThat(new String(JournalLine.write(entry)))
        .isEqualTo(
            "807e27bd {\"v\":1,\"seq\":7,\"at\":\"2026-03-01T10:15:30.123456789Z\",\"run\":\""
                + Sample.RUN
                + "\",\"t\":\"UNDONE\",\"body\":{\"step\":\"a\"}}\n");
  }

  @Test
  void append_whenTheThreadIsInterrupted_writesAndKeepsTheInterrupt() {
    FileJournal journal = FileJournal.in(folder);
    Thread.currentThread().interrupt();
    try (Journal.RunJournal run = journal.open(Sample.RUN)) {
      Sample.append(run);
      Sample.append(run);
      assertThat(journal.read(Sample.RUN)).hasSize(2);
      assertThat(journal.runIds()).containsExactly(Sample.RUN);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(journal.read(Sample.RUN)).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "../" + Sample.RUN,
        "/etc/passwd",
        "a/b",
        "a\\b",
        "4f2a",
        "0123456789ABCDEF0123456789ABCDEF",
        "0123456789abcdef0123456789abcdef0",
        "0123456789abcdef0123456789abcde\n",
        "0123456789abcdef0123456789abcdef\n",
        "0123456789abcdef0123456789abcde\0",
        "0123456789abcdef0123456789abcdeg"
      })
  void open_whenTheRunIdIsNone_isRefused(String runId) throws IOException {
    FileJournal journal = FileJournal.in(folder);

    assertThatThrownBy(() -> journal.open(runId)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> journal.read(runId)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> journal.locationOf(runId))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: 32 hexadecimal characters");
    assertThat(filesIn(folder)).isEmpty();
  }

  @Test
  void runIds_whenOtherFilesAreThere_leavesThemOut() throws Exception {
    for (String name : List.of("notes.jsonl", ".jsonl", "a b.jsonl", Sample.OTHER_RUN + ".lock")) {
      Files.writeString(folder.resolve(name), "words\n");
    }
    Files.createDirectory(folder.resolve("0".repeat(32) + ".jsonl"));
    Sample.put(folder, Sample.bytes());

    assertThat(FileJournal.in(folder).runIds()).containsExactly(Sample.RUN);
  }

  @Test
  void runIds_whenTheFolderIsNotThere_isEmptyAndMakesNothing() {
    Path runs = folder.resolve("runs");

    assertThat(FileJournal.in(runs).runIds()).isEmpty();
    assertThat(FileJournal.in(runs).read(Sample.RUN)).isEmpty();
    assertThat(runs).doesNotExist();
  }

  @Test
  void anything_whenTheFolderIsAFile_saysSo() throws Exception {
    FileJournal journal = FileJournal.in(Files.createFile(folder.resolve("runs")));

    assertThatThrownBy(() -> journal.open(Sample.RUN))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageEndingWith("runs is not a folder");
    assertThatThrownBy(() -> journal.read(Sample.RUN))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("Not a directory");
    assertThatThrownBy(journal::runIds)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("runs is not a folder");
  }

  @Test
  void in_whenTheFolderIsInAnArchive_isRefused() throws Exception {
    try (FileSystem archive =
        FileSystems.newFileSystem(folder.resolve("a.zip"), Map.of("create", "true"))) {
      assertThatThrownBy(() -> FileJournal.in(archive.getPath("/runs")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected: a folder of the default file system");
    }
  }

  @Test
  void reason_whenTheMessageIsOnlyAPath_isAddedInWords() {
    assertThat(Failures.reason(new AccessDeniedException("/runs"))).isEqualTo("no access to /runs");
    assertThat(Failures.reason(new NoSuchFileException("/runs"))).isEqualTo("/runs is not there");
    assertThat(Failures.reason(new IOException())).isEqualTo("java.io.IOException");
  }

  @Test
  void locationOf_whenTheFolderIsRelative_isAWholePath() {
    assertThat(Path.of(FileJournal.in(Path.of("runs")).locationOf(Sample.RUN)))
        .isEqualTo(Path.of("runs", Sample.RUN + ".jsonl").toAbsolutePath());
  }

  @Test
  void inHome_whenTheVariableIsSet_isBelowIt() throws Exception {
    String where = homeOf(folder.toString());

    assertThat(where).isEqualTo(folder.resolve("runs").resolve(Sample.RUN + ".jsonl").toString());
  }

  @Test
  void inHome_whenTheVariableIsBlank_isBelowTheUsersHome() throws Exception {
    assertThat(homeOf(" "))
        .isEqualTo(
            Path.of(System.getProperty("user.home"), ".backstep", "runs", Sample.RUN + ".jsonl")
                .toString());
  }

  private static String homeOf(String variable) throws Exception {
    try (JournalProcess child =
        JournalProcess.start(Map.of("BACKSTEP_HOME", variable), "home", "-", Sample.RUN)) {
      return child.awaitLine("HOME ");
    }
  }

  private static String rights(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static List<String> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
