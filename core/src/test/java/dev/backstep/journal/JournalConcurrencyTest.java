package dev.backstep.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalConcurrencyTest {

  private static final int EACH = 100;

  @TempDir Path folder;

  private final ExecutorService threads = Executors.newFixedThreadPool(8);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void append_whenThreadsAppendAtOnce_neverMixesRecords() throws Exception {
    for (int writers : new int[] {2, 8}) {
      FileJournal journal = FileJournal.in(folder.resolve("writers-" + writers));
      List<JournalEntry> appended = new ArrayList<>();
      try (Journal.RunJournal run = journal.open(Sample.RUN)) {
        for (Future<List<JournalEntry>> part : atOnce(writers, n -> appendMany(run, n))) {
          appended.addAll(part.get());
        }
      }

      List<JournalEntry> entries = journal.read(Sample.RUN);
      assertThat(entries)
          .containsExactlyInAnyOrderElementsOf(appended)
          .extracting(JournalEntry::sequence)
          .containsExactlyElementsOf(
              LongStream.rangeClosed(1, (long) writers * EACH).boxed().toList());
    }
  }

  @Test
  void read_whileAThreadAppends_seesWholeRecordsOnly() throws Exception {
    FileJournal journal = FileJournal.in(folder);
    AtomicBoolean over = new AtomicBoolean();
    int reads = 0;
    try (Journal.RunJournal run = journal.open(Sample.RUN)) {
      Future<?> writer =
          threads.submit(
              () -> {
                appendMany(run, 0);
                over.set(true);
              });
      int seen = 0;
      while (!over.get()) {
        int now = journal.read(Sample.RUN).size();
        assertThat(now).isGreaterThanOrEqualTo(seen);
        seen = now;
        reads++;
      }
      writer.get();
    }
    assertThat(reads).isPositive();
    assertThat(journal.read(Sample.RUN)).hasSize(EACH);
  }

  @Test
  void open_whenThreadsOpenTheSameRunAtOnce_letsOneIn() throws Exception {
    FileJournal journal = FileJournal.in(folder);
    for (int round = 0; round < 20; round++) {
      AtomicInteger refused = new AtomicInteger();
      List<Journal.RunJournal> opened = new ArrayList<>();
      Work<Void> open =
          n -> {
            try {
              Journal.RunJournal run = journal.open(Sample.RUN);
              synchronized (opened) {
                opened.add(run);
              }
            } catch (UncheckedIOException e) {
              refused.incrementAndGet();
            }
            return null;
          };
      for (Future<Void> part : atOnce(8, open)) {
        part.get();
      }
      assertThat(opened).hasSize(1);
      assertThat(refused).hasValue(7);
      opened.get(0).close();
    }
  }

  @Test
  void close_whileThreadsAppend_letsEachFinishOrRefusesIt() throws Exception {
    FileJournal journal = FileJournal.in(folder);
    Journal.RunJournal run = journal.open(Sample.RUN);
    AtomicInteger written = new AtomicInteger();
    CountDownLatch some = new CountDownLatch(10);
    Work<Void> append =
        n -> {
          assertThatThrownBy(
                  () -> {
                    while (true) {
                      Sample.append(run);
                      written.incrementAndGet();
                      some.countDown();
                    }
                  })
              .isInstanceOf(UncheckedIOException.class)
              .hasMessageContaining("closed");
          return null;
        };
    List<Future<Void>> parts = atOnce(4, append);
    some.await();
    run.close();
    for (Future<Void> part : parts) {
      part.get();
    }

    assertThat(journal.read(Sample.RUN)).hasSize(written.get());
  }

  /** Part of what several threads do. */
  private interface Work<T> {
    T run(int number) throws Exception;
  }

  private <T> List<Future<T>> atOnce(int count, Work<T> work) {
    CountDownLatch ready = new CountDownLatch(count);
    List<Future<T>> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = i;
      Callable<T> part =
          () -> {
            ready.countDown();
            ready.await();
            return work.run(number);
          };
      parts.add(threads.submit(part));
    }
    return parts;
  }

  private static List<JournalEntry> appendMany(Journal.RunJournal run, int writer) {
    List<JournalEntry> appended = new ArrayList<>();
    for (int i = 0; i < EACH; i++) {
      String body = "{\"writer\":%d,\"text\":\"%s\"}".formatted(writer, "x".repeat(i * 97 % 5000));
      appended.add(run.append(Sample.AT, JournalEntry.Type.DONE, body));
    }
    return appended;
  }
}
