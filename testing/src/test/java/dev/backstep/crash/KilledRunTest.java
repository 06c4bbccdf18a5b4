package dev.backstep.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.crash.PausePoint.Side;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process is killed on either side of a record of its journal; another one, which has nothing but
 * that journal, finishes the run or takes it back. Everything is then there once and as asked, or
 * as it was before.
 */
class KilledRunTest {

  /** {@code all}, or points such as {@code update:before:7:rollback}, separated by commas. */
  private static final String POINTS = "backstep.kill.points";

  /** Which points are taken, if nothing is said. */
  private static final String SEED = "backstep.kill.seed";

  private static final int POINTS_BY_SEED = 30;

  @TempDir Path folder;

  private final Map<Work, Work.Calm> calm = new EnumMap<>(Work.class);

  @Test
  void anotherProcess_whenOneWasKilled_finishesOrTakesBack() throws Exception {
    for (Work work : Work.values()) {
      calm.put(work, work.calm());
    }
    long seed = Long.getLong(SEED, new Random().nextInt(1_000_000));
    String asked = System.getProperty(POINTS, "");
    List<KillPoint> points = points(asked, seed);

    long start = System.nanoTime();
    Map<KillPoint, List<String>> failures = play(points);

    System.out.printf(
        "kill -9: %s%s in %.1f s, %d failures%n",
        counts(points),
        asked.isEmpty() ? " (seed " + seed + ")" : "",
        (System.nanoTime() - start) / 1e9,
        failures.size());
    assertThat(failures).as(describe(failures)).isEmpty();
  }

  private List<KillPoint> points(String asked, long seed) {
    if (asked.equals("all")) {
      return all();
    }
    return asked.isEmpty()
        ? drawn(new Random(seed))
        : List.of(asked.split(",")).stream().map(KillPoint::parse).toList();
  }

  private List<KillPoint> all() {
    List<KillPoint> points = new ArrayList<>();
    calm.forEach(
        (work, run) -> {
          for (int record = 1; record <= run.records(); record++) {
            for (Side side : Side.values()) {
              for (String remedy : work.remedies) {
                points.add(new KillPoint(work, side, record, remedy));
              }
            }
          }
        });
    return points;
  }

  /** As many of each work and of each remedy, give or take one. */
  private List<KillPoint> drawn(Random dice) {
    Set<KillPoint> points = new LinkedHashSet<>();
    Work[] works = Work.values();
    Side[] sides = Side.values();
    while (points.size() < POINTS_BY_SEED) {
      int number = points.size();
      Work work = works[number % works.length];
      points.add(
          new KillPoint(
              work,
              sides[dice.nextInt(sides.length)],
              1 + dice.nextInt(calm.get(work).records()),
              work.remedies.get(number / works.length % work.remedies.size())));
    }
    return List.copyOf(points);
  }

  private Map<KillPoint, List<String>> play(List<KillPoint> points) throws Exception {
    int atOnce = Math.max(2, Runtime.getRuntime().availableProcessors());
    ExecutorService pool = Executors.newFixedThreadPool(atOnce);
    try (Successors successors = new Successors(atOnce)) {
      Map<KillPoint, Future<List<String>>> played = new LinkedHashMap<>();
      for (KillPoint point : points) {
        Path journal = folder.resolve(String.valueOf(played.size()));
        played.put(
            point,
            pool.submit(
                () ->
                    successors.lend(
                        successor ->
                            Killing.play(point, successor, journal, calm.get(point.work())))));
      }
      Map<KillPoint, List<String>> failures = new LinkedHashMap<>();
      for (Map.Entry<KillPoint, Future<List<String>>> point : played.entrySet()) {
        List<String> violations = point.getValue().get();
        if (!violations.isEmpty()) {
          failures.put(point.getKey(), violations);
        }
      }
      return failures;
    } finally {
      pool.shutdownNow();
    }
  }

  private static String counts(List<KillPoint> points) {
    Map<Work, Map<String, Long>> counts =
        points.stream()
            .collect(
                Collectors.groupingBy(
                    KillPoint::work,
                    TreeMap::new,
                    Collectors.groupingBy(KillPoint::remedy, TreeMap::new, Collectors.counting())));
    return points.size() + " points: " + counts;
  }

  private static String describe(Map<KillPoint, List<String>> failures) {
    StringBuilder text = new StringBuilder();
    failures.forEach(
        (point, violations) ->
            text.append(
                "%s: %s%n  again: mvn -pl core,testing test -Dtest=KilledRunTest -D%s=%s -Dsurefire.failIfNoSpecifiedTests=false%n"
                    .formatted(point, String.join("\n    ", violations), POINTS, point)));
    return text.toString();
  }
}
