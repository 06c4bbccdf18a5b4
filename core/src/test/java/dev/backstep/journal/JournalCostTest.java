package dev.backstep.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a record costs, beside the same bytes written and forced and nothing else. */
class JournalCostTest {

  private static final int ROUNDS = 7;
  private static final int RECORDS = 200;
  private static final String BODY =
      "{\"step\":\"worker-1-interface\",\"generation\":0,\"api\":\"ModifyNetworkInterfaceAttribute\","
          + "\"token\":\"4f2a\",\"undo\":{\"type\":\"LeaveInterfaceGroup\",\"interface\":\"eni-1\"}}";

  @TempDir Path folder;

  @Test
  void append_besideABareWriteAndForce_isReported() throws Exception {
    long[] journal = new long[ROUNDS];
    long[] bare = new long[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      Path place = folder.resolve("round-" + round);
      journal[round] = journalNanos(place);
      List<JournalEntry> entries = FileJournal.in(place).read(Sample.RUN);
      assertThat(entries).hasSize(RECORDS);
      bare[round] = bareNanos(entries, folder.resolve("bare-" + round));
    }
    long micros = median(journal) / RECORDS / 1000;
    long bareMicros = median(bare) / RECORDS / 1000;
    System.out.printf(
        "journal: %d us a record, %d us for a bare write and force, ratio %.2f (median of %d x %d)%n",
        micros, bareMicros, (double) median(journal) / median(bare), ROUNDS, RECORDS);
  }

  private static long journalNanos(Path place) {
    try (Journal.RunJournal run = FileJournal.in(place).open(Sample.RUN)) {
      long before = System.nanoTime();
      for (int i = 0; i < RECORDS; i++) {
        run.append(Sample.AT, JournalEntry.Type.INTENT, BODY);
      }
      return System.nanoTime() - before;
    }
  }

  private static long bareNanos(List<JournalEntry> entries, Path file) throws IOException {
    List<byte[]> lines = entries.stream().map(JournalLine::write).toList();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND)) {
      long before = System.nanoTime();
      for (byte[] line : lines) {
        channel.write(ByteBuffer.wrap(line));
        channel.force(false);
      }
      return System.nanoTime() - before;
    }
  }

  private static long median(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
