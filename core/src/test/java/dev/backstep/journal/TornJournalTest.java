package dev.backstep.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A writer died while it wrote its last record: that one never counted, and all others do. */
class TornJournalTest {

  @TempDir Path folder;

  private FileJournal journal;

  @BeforeEach
  void open() {
    journal = new FileJournal(folder, new QuickDisk());
  }

  @Test
  void open_whenCutOffAtEachByteOfTheLastTwoRecords_keepsTheWholeOnesAndGoesOn() throws Exception {
    byte[] bytes = Sample.bytes();
    List<byte[]> lines = Sample.lines();
    int first = Sample.startOfLast() - lines.get(lines.size() - 2).length;
    int tried = 0;
    for (int cut = first; cut <= bytes.length; cut++) {
      byte[] left = Arrays.copyOf(bytes, cut);
      Path file = Sample.put(folder, left);
      int whole = wholeLines(left);
      int torn = cut - Sample.join(lines.subList(0, whole)).length;

      assertThat(journal.read(Sample.RUN)).isEqualTo(Sample.entries().subList(0, whole));
      assertThat(Files.readAllBytes(file)).isEqualTo(left);
      assertGoesOn(left, whole, torn);
      tried++;
    }
    System.out.printf("journal: %d truncations%n", tried);
  }

  /** What is behind the whole records of a file, and how many records are whole. */
  static Stream<byte[]> tails() {
    byte[] last = Sample.lines().get(3);
    return Stream.of(
        new byte[4096],
        new byte[] {0},
        Sample.join(Arrays.copyOf(last, 30), new byte[4096]),
        Sample.join(new byte[30], Arrays.copyOfRange(last, 30, last.length)),
        Sample.join(Arrays.copyOf(last, last.length - 1), new byte[] {0, '\n'}),
        "\r\n".getBytes(StandardCharsets.US_ASCII),
        "\n".getBytes(StandardCharsets.US_ASCII),
        "\r\n\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
        "a few words\n".getBytes(StandardCharsets.US_ASCII),
        "00000000 {}".getBytes(StandardCharsets.US_ASCII),
        Arrays.copyOfRange(last, 1, last.length),
        new byte[] {(byte) 0xff, (byte) 0xfe});
  }

  @ParameterizedTest
  @MethodSource("tails")
  void open_whenTheTailIsNoRecord_cutsItOff(byte[] tail) throws Exception {
    byte[] whole = Sample.join(Sample.lines().subList(0, 3));
    byte[] bytes = Sample.join(whole, tail);
    Path file = Sample.put(folder, bytes);

    assertThat(journal.read(Sample.RUN)).isEqualTo(Sample.entries().subList(0, 3));
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    assertGoesOn(bytes, 3, tail.length);
  }

  @Test
  void open_whenCutOffAtEachByteOfTheOnlyRecord_beginsAgain() throws Exception {
    byte[] only = Sample.lines().get(0);
    for (int cut = 0; cut < only.length; cut++) {
      byte[] left = Arrays.copyOf(only, cut);
      Sample.put(folder, left);

      assertThat(journal.read(Sample.RUN)).isEmpty();
      assertThat(journal.runIds()).isEmpty();
      assertGoesOn(left, 0, cut);
    }
  }

  @Test
  void open_whenTheOnlyRecordIsAllZeros_beginsAgain() throws Exception {
    byte[] zeros = new byte[512];
    Sample.put(folder, zeros);

    assertThat(journal.read(Sample.RUN)).isEmpty();
    assertGoesOn(zeros, 0, zeros.length);
  }

  @Test
  void open_whenTornTwice_keepsBothTails() throws Exception {
    FileJournal journal = FileJournal.in(folder);
    for (String tail : List.of("one", "two")) {
      Files.write(
          Sample.file(folder),
          Sample.join(Sample.lines().get(0), tail.getBytes(StandardCharsets.US_ASCII)));
      journal.open(Sample.RUN).close();
    }

    assertThat(Sample.aside(folder))
        .hasSize(2)
        .extracting(Files::readString)
        .containsExactlyInAnyOrder("one", "two");
    for (Path aside : Sample.aside(folder)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(aside)))
          .isEqualTo("rw-------");
    }
    assertThat(journal.runIds()).containsExactly(Sample.RUN);
  }

  @Test
  void read_whenTheTailIsTorn_leavesEverythingAsItWas() throws Exception {
    Path file = Sample.put(folder, Arrays.copyOf(Sample.bytes(), Sample.bytes().length - 5));
    FileTime before = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(file, before);

    journal.read(Sample.RUN);
    journal.runIds();

    assertThat(Files.getLastModifiedTime(file)).isEqualTo(before);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  private void assertGoesOn(byte[] before, int whole, int torn) throws IOException {
    byte[] kept = Arrays.copyOf(before, before.length - torn);
    try (Journal.RunJournal run = journal.open(Sample.RUN)) {
      assertThat(Files.readAllBytes(Sample.file(folder))).isEqualTo(kept);
      assertThat(Sample.append(run).sequence()).isEqualTo(whole + 1L);
    }
    assertThat(journal.read(Sample.RUN)).hasSize(whole + 1);
    assertThat(Files.readAllBytes(Sample.file(folder)))
        .isEqualTo(Sample.join(kept, JournalLine.write(Sample.decision(whole + 1L))));
    List<Path> aside = Sample.aside(folder);
    if (torn == 0) {
      assertThat(aside).isEmpty();
    } else {
      assertThat(aside).hasSize(1);
      assertThat(Files.readAllBytes(aside.get(0)))
          .isEqualTo(Arrays.copyOfRange(before, kept.length, before.length));
      Files.delete(aside.get(0));
    }
  }

  private static int wholeLines(byte[] bytes) {
    int lines = 0;
    for (byte b : bytes) {
      lines += b == '\n' ? 1 : 0;
    }
    return lines;
  }
}
