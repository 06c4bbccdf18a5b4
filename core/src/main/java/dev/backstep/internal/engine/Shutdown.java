package dev.backstep.internal.engine;

import dev.backstep.plan.TimeSource;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What SIGINT, SIGTERM and {@code System.exit} mean for the runs of this JVM: each is told to stop
 * at its next boundary, and the JVM waits until it has, rollback included. The hook itself makes no
 * call. A second signal ends the JVM at once, which is as good as a kill: the journal has it all.
 */
final class Shutdown {

  private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

  /** What a shell says of a process that a signal ended, by the name of the signal. */
  private static final Map<String, Integer> EXIT_CODES = Map.of("INT", 130, "TERM", 143);

  private static final Set<RunMachine> RUNS = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(Shutdown::stopAll, "backstep-shutdown"));
  }

  private Shutdown() {}

  /** Heeds signals for a run in real time, until it is over. */
  static void heed(RunMachine run, TimeSource time) {
    if (time == TimeSource.system()) {
      RUNS.add(run);
      run.end().whenComplete((report, crash) -> RUNS.remove(run));
    }
  }

  private static void stopAll() {
    List<RunMachine> runs = List.copyOf(RUNS);
    if (runs.isEmpty()) {
      return;
    }
    haltOnSecondSignal();
    LOG.warn(
        "the JVM is told to end: {} run(s) stop at the next boundary; a second signal ends it at"
            + " once, and Runs.in(journal) finishes them later",
        runs.size());
    runs.forEach(run -> run.cancel("the JVM was told to end"));
    for (RunMachine run : runs) {
      CompletableFuture<?> end = run.end();
      try {
        end.join();
      } catch (CompletionException | CancellationException e) {
        LOG.warn("run {} ended badly", run.plan().runId(), e);
      }
    }
  }

  /**
   * While a JVM shuts down it heeds no further signal by itself. The class that can is there on
   * every common JVM but in no standard, so it is used only where it is found.
   */
  private static void haltOnSecondSignal() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Method handle = signal.getMethod("handle", signal, handler);
      for (Map.Entry<String, Integer> ending : EXIT_CODES.entrySet()) {
        Object halt =
            Proxy.newProxyInstance(
                Shutdown.class.getClassLoader(),
                new Class<?>[] {handler},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("handle")) {
                    Runtime.getRuntime().halt(ending.getValue());
                  }
                  return null;
                });
        handle.invoke(null, signal.getConstructor(String.class).newInstance(ending.getKey()), halt);
      }
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      LOG.debug("a second signal cannot be heeded here", e);
    }
  }
}
