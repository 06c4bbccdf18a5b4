package dev.backstep.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What every journal does, on disk or in memory. */
class JournalContractTest {

  @TempDir static Path folder;

  private static int folders;

  enum Kind {
    FILE {
      @Override
      Journal make() {
        return FileJournal.in(folder.resolve("runs-" + ++folders));
      }
    },
    MEMORY {
      @Override
      Journal make() {
        return Journal.inMemory();
      }
    };

    abstract Journal make();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void read_whenRecordsWereAppended_givesThemBack(Kind kind) {
    Journal journal = kind.make();

    try (Journal.RunJournal run = journal.open(Sample.RUN)) {
      for (JournalEntry entry : Sample.entries()) {
        assertThat(run.append(entry.at(), entry.type(), entry.body())).isEqualTo(entry);
      }
      assertThat(journal.read(Sample.RUN)).isEqualTo(Sample.entries());
    }

    assertThat(journal.read(Sample.RUN)).isEqualTo(Sample.entries());
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void first_whenThereAreRecords_isTheFirstOfThem(Kind kind) {
    Journal journal = kind.make();
    assertThat(journal.first(Sample.RUN)).isEmpty();

    try (Journal.RunJournal run = journal.open(Sample.RUN)) {
      assertThat(journal.first(Sample.RUN)).isEmpty();
      for (JournalEntry entry : Sample.entries()) {
        run.append(entry.at(), entry.type(), entry.body());
        assertThat(journal.first(Sample.RUN)).contains(Sample.entries().get(0));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void append_whenOpenedAgain_goesOnWithTheNextNumber(Kind kind) {
    Journal journal = kind.make();

    for (int i = 1; i <= 5; i++) {
      try (Journal.RunJournal run = journal.open(Sample.RUN)) {
        assertThat(Sample.append(run).sequence()).isEqualTo(2 * i - 1);
        assertThat(Sample.append(run).sequence()).isEqualTo(2 * i);
      }
    }

    assertThat(journal.read(Sample.RUN))
        .extracting(JournalEntry::sequence)
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void append_whenSeveralRunsAreOpen_keepsThemApart(Kind kind) {
    Journal journal = kind.make();

    try (Journal.RunJournal one = journal.open(Sample.RUN);
        Journal.RunJournal two = journal.open(Sample.OTHER_RUN)) {
      Sample.append(one);
      assertThat(Sample.append(two).sequence()).isEqualTo(1);
      assertThat(Sample.append(one).sequence()).isEqualTo(2);
    }

    assertThat(journal.read(Sample.RUN)).hasSize(2).allMatch(e -> e.runId().equals(Sample.RUN));
    assertThat(journal.read(Sample.OTHER_RUN)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void read_whenThereIsNoSuchRun_isEmpty(Kind kind) {
    assertThat(kind.make().read(Sample.RUN)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void runIds_whenARunHasNoRecord_leavesItOut(Kind kind) {
    Journal journal = kind.make();
    assertThat(journal.runIds()).isEmpty();

    journal.open(Sample.RUN).close();

    assertThat(journal.runIds()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void runIds_whenThereAreSeveral_areOldestFirst(Kind kind) {
    Journal journal = kind.make();
    List<String> ids = Stream.of("c", "a", "d", "b").map(letter -> letter.repeat(32)).toList();
    for (int i = 0; i < ids.size(); i++) {
      try (Journal.RunJournal run = journal.open(ids.get(i))) {
        run.append(Sample.AT.plusMillis(i), JournalEntry.Type.RUN, "{}");
      }
    }

    assertThat(journal.runIds()).isEqualTo(ids);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void open_whenTheRunIsOpen_refusesUntilItIsClosed(Kind kind) {
    Journal journal = kind.make();
    Journal.RunJournal first = journal.open(Sample.RUN);

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> journal.open(Sample.RUN))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining(Sample.RUN)
          .hasMessageContaining("open already");
    }

    first.close();
    journal.open(Sample.RUN).close();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void append_whenClosed_isRefused(Kind kind) {
    Journal journal = kind.make();
    Journal.RunJournal run = journal.open(Sample.RUN);
    Sample.append(run);
    run.close();

    assertThatThrownBy(() -> Sample.append(run))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("closed");
    assertThat(journal.read(Sample.RUN)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void close_whenClosedBefore_leavesTheNextWriterAlone(Kind kind) {
    Journal journal = kind.make();
    Journal.RunJournal first = journal.open(Sample.RUN);
    first.close();

    try (Journal.RunJournal second = journal.open(Sample.RUN)) {
      first.close();

      assertThatThrownBy(() -> journal.open(Sample.RUN)).isInstanceOf(UncheckedIOException.class);
      Sample.append(second);
    }
  }

  static Stream<String> bodies() {
    return Stream.of(
        "{}",
        "{ \"spaced\" : [ 1 , 2 ]\t}",
        "{\"number\":1.10,\"big\":123456789012345678901234567890,\"small\":1e-400,\"huge\":1e400}",
        "{\"long\":0.1234567890123456789012345678901234567890}",
        "{\"text\":\"\\u0000 \\n \\\" \\\\ \\/ \\ud83d\\ude00 \u20ac \ud83d\ude00 \u2028\"}",
        "{\"seq\":99,\"body\":{\"body\":\"}\"},\"run\":\"another\",\"v\":2}",
        "{\"deadbeef {\":\"cafebabe {}\"}",
        nested(500));
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void append_whateverTheBody_keepsItAsItIs(String body) {
    for (Kind kind : Kind.values()) {
      Journal journal = kind.make();
      try (Journal.RunJournal run = journal.open(Sample.RUN)) {
        JournalEntry appended = run.append(Sample.AT, JournalEntry.Type.DONE, body);

        assertThat(appended.body()).isEqualTo(body);
        assertThat(journal.read(Sample.RUN)).containsExactly(appended);
      }
    }
  }

  static Stream<String> noBodies() {
    return Stream.of(
        "",
        " ",
        "null",
        "1",
        "\"text\"",
        "[]",
        "[{}]",
        "{",
        "{}}",
        "{} {}",
        " {}",
        "{} ",
        "{},",
        "{\"a\":1",
        "{a:1}",
        "{\"a\":NaN}",
        "{}\n",
        "{\n}",
        "{}\r",
        "{\"a\":\"\n\"}",
        "{\"half\":\"\ud83d\"}",
        "{\"deep\":" + nested(5000) + "}");
  }

  @ParameterizedTest
  @MethodSource("noBodies")
  void append_whenTheBodyIsNoJsonObjectOnOneLine_refusesAndGoesOn(String body) {
    for (Kind kind : Kind.values()) {
      Journal journal = kind.make();
      try (Journal.RunJournal run = journal.open(Sample.RUN)) {
        assertThatThrownBy(() -> run.append(Sample.AT, JournalEntry.Type.DONE, body))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("record 1 (DONE)")
            .hasMessageContaining("expected: one JSON object on one line");

        assertThat(Sample.append(run).sequence()).isEqualTo(1);
      }
      assertThat(journal.read(Sample.RUN)).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void append_atEachDepthNearTheLimit_keepsWhatItTakes(Kind kind) {
    Journal journal = kind.make();
    int taken = 0;
    try (Journal.RunJournal run = journal.open(Sample.RUN)) {
      for (int depth = 990; depth < 1010; depth++) {
        try {
          run.append(Sample.AT, JournalEntry.Type.DONE, nested(depth));
          taken++;
        } catch (IllegalArgumentException e) {
          assertThat(e).hasMessageContaining("record " + (taken + 1));
        }
        assertThat(journal.read(Sample.RUN)).hasSize(taken);
      }
    }
    assertThat(taken).isPositive();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void append_whenTheRecordIsAsLongAsItMayBe_keepsIt(Kind kind) {
    Journal journal = kind.make();
    int longest = longestText();
    try (Journal.RunJournal run = journal.open(Sample.RUN)) {
      JournalEntry entry = run.append(Sample.AT, JournalEntry.Type.DONE, text(longest));
      assertThat(journal.read(Sample.RUN)).containsExactly(entry);
    }
    journal.open(Sample.RUN).close();
    assertThat(journal.runIds()).containsExactly(Sample.RUN);
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void append_whenTheRecordIsOneByteTooLong_refusesAndGoesOn(Kind kind) {
    Journal journal = kind.make();
    int longest = longestText();
    try (Journal.RunJournal run = journal.open(Sample.RUN)) {
      assertThatThrownBy(() -> run.append(Sample.AT, JournalEntry.Type.DONE, text(longest + 1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("record 1 (DONE)")
          .hasMessageContaining("16777217")
          .hasMessageContaining("16777216");

      assertThat(Sample.append(run).sequence()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void append_whateverTheTime_keepsItToTheNanosecond(Kind kind) {
    Journal journal = kind.make();
    List<Instant> times =
        List.of(Instant.EPOCH, Instant.MIN, Instant.MAX, Instant.EPOCH.minusNanos(1), Sample.AT);
    try (Journal.RunJournal run = journal.open(Sample.RUN)) {
      times.forEach(time -> run.append(time, JournalEntry.Type.DONE, "{}"));
    }

    assertThat(journal.read(Sample.RUN)).extracting(JournalEntry::at).isEqualTo(times);
  }

  @Test
  void inMemory_whenItBeginsWithRecords_goesOnBehindThem() {
    Journal copy = Journal.inMemory(Sample.entries());

    assertThat(copy.runIds()).containsExactly(Sample.RUN);
    assertThat(copy.read(Sample.RUN)).isEqualTo(Sample.entries());
    try (Journal.RunJournal run = copy.open(Sample.RUN)) {
      assertThat(Sample.append(run)).isEqualTo(Sample.decision(5));
    }
  }

  @Test
  void inMemory_whenRecordsAreMissing_refuses() {
    assertThatThrownBy(() -> Journal.inMemory(Sample.entries().subList(1, 4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("record 2 of run " + Sample.RUN);
  }

  private static String nested(int depth) {
    return "{\"a\":".repeat(depth - 1) + "{}" + "}".repeat(depth - 1);
  }

  private static String text(int length) {
    return "{\"a\":\"" + "x".repeat(length) + "\"}";
  }

  /** How long a text may be for its record to have 16 MiB. */
  private static int longestText() {
    JournalEntry entry =
        new JournalEntry(Sample.RUN, 1, Sample.AT, JournalEntry.Type.DONE, text(0));
    return 16 * 1024 * 1024 - JournalLine.write(entry).length;
  }
}
