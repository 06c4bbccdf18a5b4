package dev.backstep.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.AmiSite;
import dev.backstep.Runs;
import dev.backstep.crash.ImageProcess.Making;
import dev.backstep.crash.PausePoint.Side;
import dev.backstep.journal.FileJournal;
import dev.backstep.journal.Journal;
import dev.backstep.journal.JournalEntry.Type;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.RunState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that makes an encrypted image is killed on either side of a record of its journal; this
 * one, which has nothing but that journal, goes on with the run or takes it back. Then there is one
 * encrypted image and nothing else, or nothing at all.
 */
class KilledImageTest {

  /** Points such as {@code LAUNCH_ENCRYPTED:AFTER:7:resume}, separated by commas. */
  private static final String POINTS = "backstep.kill.image.points";

  /** Which points are taken, if nothing is said. */
  private static final String SEED = "backstep.kill.seed";

  private static final int POINTS_BY_SEED = 20;

  @TempDir private Path folder;

  /** Where a process is killed, and what is done then. */
  record Point(Making making, Side side, int record, boolean resumes) {

    static Point parse(String text) {
      String[] parts = text.split(":");
      return new Point(
          Making.valueOf(parts[0]),
          Side.valueOf(parts[1]),
          Integer.parseInt(parts[2]),
          parts[3].equals("resume"));
    }

    @Override
    public String toString() {
      return "%s:%s:%d:%s".formatted(making, side, record, resumes ? "resume" : "rollback");
    }
  }

  @Test
  void anotherProcess_whenOneWasKilledMakingAnImage_finishesOrTakesBack() throws Exception {
    long seed = Long.getLong(SEED, new Random().nextInt(1_000_000));
    String asked = System.getProperty(POINTS, "");
    List<Point> points =
        asked.isEmpty()
            ? drawn(new Random(seed))
            : List.of(asked.split(",")).stream().map(Point::parse).toList();

    long start = System.nanoTime();
    Map<Point, String> failures = play(points);

    System.out.printf(
        "kill -9 while an image is made: %d points (seed %d) in %.1f s, %d failures%n",
        points.size(), seed, (System.nanoTime() - start) / 1e9, failures.size());
    assertThat(failures).as("again: -D%s=%s", POINTS, failures.keySet()).isEmpty();
  }

  private Map<Point, String> play(List<Point> points) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      Map<Point, Future<String>> played = new LinkedHashMap<>();
      for (Point point : points) {
        Path journal = folder.resolve(String.valueOf(played.size()));
        played.put(point, pool.submit(() -> play(point, journal)));
      }
      Map<Point, String> failures = new LinkedHashMap<>();
      for (Map.Entry<Point, Future<String>> point : played.entrySet()) {
        String failure = point.getValue().get();
        if (!failure.isEmpty()) {
          failures.put(point.getKey(), failure);
        }
      }
      return failures;
    } finally {
      pool.shutdownNow();
    }
  }

  /** What is wrong afterwards; empty when nothing is. */
  private static String play(Point point, Path folder) {
    try (AmiSite site = AmiSite.live()) {
      List<String> before = site.things();
      kill(point, site, folder);
      Journal journal = FileJournal.in(folder);
      if (journal.runIds().isEmpty() || journal.read(journal.runIds().get(0)).isEmpty()) {
        return site.more(before).isEmpty() ? "" : "there is more without a record";
      }
      return judge(point, site, before, finish(point, site, journal));
    } catch (Exception | AssertionError e) {
      return e.toString();
    }
  }

  private static void kill(Point point, AmiSite site, Path folder) throws Exception {
    PausePoint pause = new PausePoint(point.side(), Type.RUN, point.record());
    try (ChildJvm child = ImageProcess.start(site, folder, point.making(), pause)) {
      child.awaitLine("AT ");
      child.kill();
    }
  }

  private static RunReport finish(Point point, AmiSite site, Journal journal) {
    Runs runs = Runs.in(journal).aws(site.aws.access().time(new HurriedTime()));
    String run = journal.runIds().get(0);
    return point.resumes()
        ? runs.resume(run, ImageProcess.options(journal))
        : runs.rollback(run, ImageProcess.options(journal));
  }

  private static String judge(Point point, AmiSite site, List<String> before, RunReport report)
      throws Exception {
    List<String> more = site.more(before);
    RunState expected = point.resumes() ? RunState.COMPLETED : RunState.ROLLED_BACK;
    if (report.state() != expected) {
      return report.describe();
    }
    if (!point.resumes()) {
      return more.isEmpty() ? "" : "left: " + more;
    }
    boolean one =
        more.size() == 2
            && more.get(0).startsWith("image ami-")
            && more.get(1).startsWith("snapshot snap-")
            && site.image(more.get(0).substring("image ".length())).blockDeviceMappings().stream()
                .allMatch(device -> device.ebs().encrypted());
    return one ? "" : "there is: " + more;
  }

  /** As many of each making and each remedy, give or take one. */
  private static List<Point> drawn(Random dice) throws Exception {
    Map<Making, Integer> records = new EnumMap<>(Making.class);
    for (Making making : Making.values()) {
      records.put(making, records(making));
    }
    Set<Point> points = new LinkedHashSet<>();
    while (points.size() < POINTS_BY_SEED) {
      int number = points.size();
      Making making = Making.values()[number % Making.values().length];
      points.add(
          new Point(
              making,
              Side.values()[dice.nextInt(2)],
              1 + dice.nextInt(records.get(making)),
              number / Making.values().length % 2 == 0));
    }
    return new ArrayList<>(points);
  }

  private static int records(Making making) {
    try (AmiSite site = AmiSite.live()) {
      Journal journal = Journal.inMemory();
      making
          .encryptor(site.aws.access().time(new HurriedTime()), site.places())
          .apply(ImageProcess.options(journal));
      return journal.read(journal.runIds().get(0)).size();
    }
  }
}
