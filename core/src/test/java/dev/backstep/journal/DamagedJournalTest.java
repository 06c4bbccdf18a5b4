package dev.backstep.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Records that were kept for good are not as they were: nobody may go on from them. */
class DamagedJournalTest {

  @TempDir Path folder;

  private FileJournal journal;

  @BeforeEach
  void open() {
    journal = FileJournal.in(folder);
  }

  @Test
  void open_whenAnyBitBeforeTheLastRecordIsFlipped_refuses() throws Exception {
    byte[] bytes = Sample.bytes();
    int record = 1;
    int tried = 0;
    for (int i = 0; i < Sample.startOfLast(); i++) {
      for (int bit = 0; bit < 8; bit++) {
        assertRefused(flipped(bytes, i, bit), "record " + record + " ");
        tried++;
      }
      record += bytes[i] == '\n' ? 1 : 0;
    }
    System.out.printf("journal: %d bit flips before the last record, all refused%n", tried);
  }

  @Test
  void open_whenAnyBitOfTheLastRecordIsFlipped_losesThatRecordOnly() throws Exception {
    byte[] bytes = Sample.bytes();
    List<JournalEntry> whole = Sample.entries().subList(0, 3);
    FileJournal journal = new FileJournal(folder, new QuickDisk());
    int tried = 0;
    for (int i = Sample.startOfLast(); i < bytes.length; i++) {
      for (int bit = 0; bit < 8; bit++) {
        Sample.put(folder, flipped(bytes, i, bit));

        assertThat(journal.read(Sample.RUN)).isEqualTo(whole);
        try (Journal.RunJournal run = journal.open(Sample.RUN)) {
          assertThat(Sample.append(run).sequence()).isEqualTo(4);
        }
        assertThat(journal.read(Sample.RUN))
            .hasSize(4)
            .startsWith(whole.toArray(JournalEntry[]::new));
        Files.delete(Sample.aside(folder).get(0));
        tried++;
      }
    }
    System.out.printf("journal: %d bit flips in the last record, each lost only that%n", tried);
  }

  static Stream<Arguments> damaged() {
    List<byte[]> lines = Sample.lines();
    byte[] other =
        JournalLine.write(
            new JournalEntry(Sample.OTHER_RUN, 5, Sample.AT, JournalEntry.Type.END, "{}"));
    return Stream.of(
        Arguments.of("the first line twice", picked(0, 0, 1, 2, 3), "record 2 "),
        Arguments.of("a line in the middle twice", picked(0, 1, 1, 2, 3), "record 3 "),
        Arguments.of("the last line twice", picked(0, 1, 2, 3, 3), "record 5 "),
        Arguments.of("two lines swapped", picked(0, 2, 1, 3), "record 2 "),
        Arguments.of("the last two lines swapped", picked(0, 1, 3, 2), "record 3 "),
        Arguments.of("no first line", picked(1, 2, 3), "record 1 "),
        Arguments.of("a line left out", picked(0, 2, 3), "record 2 "),
        Arguments.of("the line before the last left out", picked(0, 1, 3), "record 3 "),
        Arguments.of(
            "a line of another run at the end",
            Sample.join(Sample.bytes(), other),
            Sample.OTHER_RUN),
        Arguments.of(
            "a line of another run in the middle",
            Sample.join(lines.get(0), other, lines.get(1)),
            Sample.OTHER_RUN),
        Arguments.of("an empty line in the middle", spoilt(1, "\n"), "record 2 "),
        Arguments.of("a line of words in the middle", spoilt(1, "words\n"), "record 2 "),
        Arguments.of("zeros in the middle", spoilt(2, "\0".repeat(512)), "record 3 "),
        Arguments.of("a byte order mark", spoilt(0, "\uFEFF"), "record 1 "),
        Arguments.of(
            "carriage returns before all line feeds",
            new String(Sample.bytes(), StandardCharsets.UTF_8)
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.UTF_8),
            "record 1 "),
        Arguments.of(
            "two damaged lines at the end",
            flipped(
                flipped(Sample.bytes(), Sample.startOfLast() - 5, 0), Sample.startOfLast() + 5, 0),
            "record 3 "),
        Arguments.of("words only", "some words\nand more\n".getBytes(), "record 1 "),
        Arguments.of("one word", "word".getBytes(), "record 1 "),
        Arguments.of("a JSON object only", "{\"v\":1,\"seq\":1}\n".getBytes(), "record 1 "),
        Arguments.of(
            "bytes of no text", new byte[] {(byte) 0x89, 'P', 'N', 'G', 0, 0}, "record 1 "));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damaged")
  void open_whenTheFileIsDamaged_refuses(String how, byte[] bytes, String says) throws Exception {
    assertRefused(bytes, says);
  }

  @Test
  void open_whenOneJournalIsDamaged_opensTheOthers() throws Exception {
    assertRefused(picked(1, 2, 3), "record 1 ");

    try (Journal.RunJournal run = journal.open(Sample.OTHER_RUN)) {
      Sample.append(run);
    }

    assertThat(journal.runIds()).containsExactly(Sample.RUN, Sample.OTHER_RUN);
    assertThat(journal.read(Sample.OTHER_RUN)).hasSize(1);
  }

  @Test
  void open_whenItWasRefused_keepsNoLock() throws Exception {
    assertRefused(picked(1, 2, 3), "record 1 ");
    Sample.put(folder, Sample.bytes());

    try (Journal.RunJournal run = journal.open(Sample.RUN)) {
      assertThat(Sample.append(run).sequence()).isEqualTo(5);
    }
  }

  private void assertRefused(byte[] bytes, String says) throws IOException {
    Path file = Sample.put(folder, bytes);
    assertThatThrownBy(() -> journal.open(Sample.RUN).close())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("the journal of run " + Sample.RUN)
        .hasMessageContaining("cannot be opened for writing")
        .hasMessageContaining(file.toString())
        .hasMessageContaining(says);
    assertThatThrownBy(() -> journal.read(Sample.RUN))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("the journal of run " + Sample.RUN)
        .hasMessageContaining("cannot be read")
        .hasMessageContaining(file.toString())
        .hasMessageContaining(says);
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    assertThat(Sample.aside(folder)).isEmpty();
    assertThat(journal.runIds()).contains(Sample.RUN);
  }

  private static byte[] flipped(byte[] bytes, int index, int bit) {
    byte[] flipped = bytes.clone();
    flipped[index] ^= (byte) (1 << bit);
    return flipped;
  }

  private static byte[] picked(Integer... which) {
    List<byte[]> lines = Sample.lines();
    return Sample.join(Arrays.stream(which).map(lines::get).toList());
  }

  /** The sample with something more before one of its records. */
  private static byte[] spoilt(int before, String with) {
    List<byte[]> lines = new ArrayList<>(Sample.lines());
    lines.add(before, with.getBytes(StandardCharsets.UTF_8));
    return Sample.join(Collections.unmodifiableList(lines));
  }
}
