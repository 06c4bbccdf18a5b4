package dev.backstep.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
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
      try (Journal.RunJournal run = FileJournal.in(place).open(Sample.RUN);
          FileChannel channel =
              FileChannel.open(
                  place.resolve("bare"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        for (int i = 0; i < RECORDS; i++) {
          long before = System.nanoTime();
          JournalEntry entry = run.append(Sample.AT, JournalEntry.Type.INTENT, BODY);
          journal[round] += System.nanoTime() - before;
          bare[round] += bareNanos(channel, JournalLine.write(entry));
        }
      }
      assertThat(FileJournal.in(place).read(Sample.RUN)).hasSize(RECORDS);
    }
    System.out.printf(
        "journal: %d us a record, %d us for a bare write and force, ratio %.2f (%d rounds of %d)%n",
        median(journal) / RECORDS / 1000,
        median(bare) / RECORDS / 1000,
        (double) median(journal) / median(bare),
        ROUNDS,
        RECORDS);
  }

  /** In turn with the journal's, so that both meet the same disk. */
  private static long bareNanos(FileChannel channel, byte[] line) throws IOException {
    long before = System.nanoTime();
    channel.write(ByteBuffer.wrap(line));
    channel.force(false);
    return System.nanoTime() - before;
  }

  private static long median(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
