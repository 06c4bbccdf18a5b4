package dev.backstep.simulation;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/** Plays seeds on all processors, each scenario on one thread. */
final class Simulation {

  /** How many toy scenarios are played; there is a balancer scenario for every nine of them. */
  static final String SCENARIOS = "backstep.simulation.scenarios";

  /** The one seed to play, and to tell the story of. */
  static final String SEED = "backstep.simulation.seed";

  /** What one seed makes. */
  interface Scenario {
    /** Plays it; what was violated. */
    List<String> play();

    /** What went wrong in it and how it ended. */
    Tally tally();
  }

  /**
   * What came of many scenarios.
   *
   * @param took by the clock
   * @param cpu by all threads together
   * @param failures by seed
   */
  record Result(
      long scenarios,
      Duration took,
      Duration cpu,
      Tally tally,
      SortedMap<Long, List<String>> failures) {

    /** The seeds that failed first, each with the command that plays it again. */
    String describe(Class<?> test) {
      StringBuilder text = new StringBuilder();
      failures.entrySet().stream()
          .limit(5)
          .forEach(
              failure ->
                  text.append(
                      "seed %d: %s%n  again: mvn -pl core,testing test -Dtest=%s -D%s=%d -Dsurefire.failIfNoSpecifiedTests=false%n"
                          .formatted(
                              failure.getKey(),
                              failure.getValue(),
                              test.getSimpleName(),
                              SEED,
                              failure.getKey())));
      return text.toString();
    }

    @Override
    public String toString() {
      return "%d scenarios in %.1f s (%.1f s of processor time), %d with violations; %s"
          .formatted(
              scenarios, took.toMillis() / 1000.0, cpu.toMillis() / 1000.0, failures.size(), tally);
    }
  }

  private record Share(Tally tally, SortedMap<Long, List<String>> failures, long cpuNanos) {}

  private Simulation() {}

  /** Plays the seeds from 1 on; each thread has a stage of its own, which makes scenarios. */
  static <S extends Scenario> Result play(Supplier<LongFunction<S>> stages, long seeds) {
    long start = System.nanoTime();
    int threads = Runtime.getRuntime().availableProcessors();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Share>> shares = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        long first = 1L + thread;
        shares.add(pool.submit(() -> share(stages.get(), first, seeds, threads)));
      }
      Tally tally = new Tally();
      SortedMap<Long, List<String>> failures = new TreeMap<>();
      Duration cpu = Duration.ZERO;
      for (Future<Share> share : shares) {
        cpu = cpu.plusNanos(share.get().cpuNanos());
        tally.plus(share.get().tally());
        failures.putAll(share.get().failures());
      }
      return new Result(seeds, Duration.ofNanos(System.nanoTime() - start), cpu, tally, failures);
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    } finally {
      pool.shutdownNow();
    }
  }

  private static <S extends Scenario> Share share(
      LongFunction<S> stage, long first, long seeds, int step) {
    Tally tally = new Tally();
    SortedMap<Long, List<String>> failures = new TreeMap<>();
    for (long seed = first; seed <= seeds; seed += step) {
      S scenario = stage.apply(seed);
      List<String> violations = scenario.play();
      tally.plus(scenario.tally());
      if (!violations.isEmpty()) {
        failures.put(seed, List.copyOf(violations));
      }
    }
    return new Share(
        tally, failures, ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
  }
}
