package dev.backstep.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Journals of other versions: older ones can be finished, newer ones are left alone. */
class JournalVersionsTest {

  private static final String HEAD =
      "\"seq\":2,\"at\":\"2026-03-01T10:15:30Z\",\"run\":\"" + Sample.RUN + "\"";

  @TempDir Path folder;

  private FileJournal journal;

  @BeforeEach
  void open() {
    journal = FileJournal.in(folder);
  }

  @Test
  void read_whenTheFileIsOfVersion1_givesEveryTypeOfRecord() throws Exception {
    byte[] v1 = v1();
    Sample.put(folder, v1);

    List<JournalEntry> entries = journal.read(Sample.RUN);

    assertThat(entries)
        .extracting(JournalEntry::type)
        .containsExactlyInAnyOrderElementsOf(
            EnumSet.complementOf(EnumSet.of(JournalEntry.Type.UNKNOWN)));
    assertThat(entries.get(0).body()).contains("\"target\":\"impala/Cluster1\"");
    assertThat(entries.get(9).at()).isEqualTo("2026-03-01T10:15:39.000000009Z");
    assertThat(Sample.join(entries.stream().map(JournalLine::write).toList())).isEqualTo(v1);
  }

  @Test
  void open_whenTheFileIsOfVersion1_goesOn() throws Exception {
    Sample.put(folder, v1());

    try (Journal.RunJournal run = journal.open(Sample.RUN)) {
      assertThat(Sample.append(run).sequence()).isEqualTo(11);
    }
  }

  @Test
  void open_whenALineIsOfANewerVersion_refuses() throws Exception {
    assertRefused("{\"v\":2," + HEAD + ",\"t\":\"DONE\",\"body\":{}}", "form 2 by a newer version");
    assertRefused("{\"v\":2}", "form 2 by a newer version");
    assertRefused("{\"new\":[],\"v\":17,\"t\":{}}", "form 17 by a newer version");
  }

  static Stream<String> foreign() {
    return Stream.of(
        "{}",
        "[]",
        "1",
        "\"v\"",
        "not JSON",
        "{\"v\":1}",
        "{\"v\":0," + HEAD + ",\"t\":\"DONE\",\"body\":{}}",
        "{\"v\":-1," + HEAD + ",\"t\":\"DONE\",\"body\":{}}",
        "{\"v\":\"1\"," + HEAD + ",\"t\":\"DONE\",\"body\":{}}",
        "{\"v\":1.5," + HEAD + ",\"t\":\"DONE\",\"body\":{}}",
        "{\"v\":4294967297," + HEAD + ",\"t\":\"DONE\",\"body\":{}}",
        "{" + HEAD + ",\"t\":\"DONE\",\"body\":{}}",
        "{\"v\":1," + HEAD + ",\"body\":{}}",
        "{\"v\":1," + HEAD + ",\"t\":7,\"body\":{}}",
        "{\"v\":1," + HEAD + ",\"t\":\"DONE\"}",
        "{\"v\":1," + HEAD + ",\"t\":\"DONE\",\"body\":[]}",
        "{\"v\":1," + HEAD + ",\"t\":\"DONE\",\"body\":null}",
        "{\"v\":1," + HEAD + ",\"t\":\"DONE\",\"body\":{}",
        "{\"v\":1," + HEAD + ",\"t\":\"DONE\",\"body\":{}} {}",
        "{\"v\":1," + HEAD.replace("2026-03", "2026-33") + ",\"t\":\"DONE\",\"body\":{}}",
        "{\"v\":1," + HEAD.replace("\"seq\":2", "\"seq\":\"2\"") + ",\"t\":\"DONE\",\"body\":{}}");
  }

  @ParameterizedTest
  @MethodSource("foreign")
  void open_whenALineChecksButIsNoRecord_refuses(String json) throws Exception {
    assertRefused(json, "is no record");
  }

  @Test
  void read_whenALineHasMoreThanIsKnown_readsTheRest() throws Exception {
    Sample.put(
        folder,
        Sample.join(
            Sample.lines().get(0),
            Sample.line(
                "{\"v\":1,\"fence\":{\"v\":3},\"body\":{\"a\":1},"
                    + HEAD
                    + ",\"t\":\"DONE\",\"more\":[{\"body\":{}}]}")));

    assertThat(journal.read(Sample.RUN).get(1).body()).isEqualTo("{\"a\":1}");
    journal.open(Sample.RUN).close();
  }

  @Test
  void read_whenATypeIsNotKnown_reportsItAsUnknown() throws Exception {
    putUnknown(true);

    List<JournalEntry> entries = journal.read(Sample.RUN);

    assertThat(entries).hasSize(3);
    assertThat(entries.get(1).type()).isEqualTo(JournalEntry.Type.UNKNOWN);
    assertThat(entries.get(1).body()).isEqualTo("{\"owner\":\"b\"}");
    assertThat(journal.runIds()).containsExactly(Sample.RUN);
  }

  @Test
  void open_whenATypeIsNotKnown_refusesAndLeavesTheFile() throws Exception {
    for (boolean more : new boolean[] {true, false}) {
      byte[] bytes = putUnknown(more);

      assertThatThrownBy(() -> journal.open(Sample.RUN))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining(Sample.file(folder).toString())
          .hasMessageContaining("record 2 ")
          .hasMessageContaining("newer version");

      assertThat(Files.readAllBytes(Sample.file(folder))).isEqualTo(bytes);
      assertThat(Sample.aside(folder)).isEmpty();
    }
  }

  @Test
  void inMemory_whenATypeIsNotKnown_reportsItAndRefusesAWriter() throws Exception {
    putUnknown(true);
    Journal copy = Journal.inMemory(journal.read(Sample.RUN));

    assertThat(copy.read(Sample.RUN)).isEqualTo(journal.read(Sample.RUN));
    assertThatThrownBy(() -> copy.open(Sample.RUN))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("record 2 ")
        .hasMessageContaining("newer version");
  }

  @Test
  void append_whenTheTypeIsUnknown_isRefused() {
    for (Journal any : List.of(journal, Journal.inMemory())) {
      try (Journal.RunJournal run = any.open(Sample.RUN)) {
        assertThatThrownBy(() -> run.append(Sample.AT, JournalEntry.Type.UNKNOWN, "{}"))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("UNKNOWN");
        assertThat(Sample.append(run).sequence()).isEqualTo(1);
      }
    }
  }

  private byte[] putUnknown(boolean more) throws IOException {
    byte[] first = Sample.lines().get(0);
    byte[] unknown =
        Sample.line("{\"v\":1," + HEAD + ",\"t\":\"LEASE\",\"body\":{\"owner\":\"b\"}}");
    byte[] bytes =
        more ? Sample.join(first, unknown, Sample.lines().get(2)) : Sample.join(first, unknown);
    Sample.put(folder, bytes);
    return bytes;
  }

  /** As the second of three lines, and as the last of two. */
  private void assertRefused(String json, String says) throws IOException {
    byte[] line = Sample.line(json);
    List<byte[]> lines = Sample.lines();
    for (byte[] bytes :
        List.of(Sample.join(lines.get(0), line, lines.get(2)), Sample.join(lines.get(0), line))) {
      Path file = Sample.put(folder, bytes);
      assertThatThrownBy(() -> journal.open(Sample.RUN).close())
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("record 2 ")
          .hasMessageContaining(says);
      assertThatThrownBy(() -> journal.read(Sample.RUN))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("record 2 ")
          .hasMessageContaining(says);
      assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
      assertThat(Sample.aside(folder)).isEmpty();
    }
  }

  private static byte[] v1() throws IOException {
    try (InputStream in = JournalVersionsTest.class.getResourceAsStream("/journals/v1.jsonl")) {
      return in.readAllBytes();
    }
  }
}
