package dev.backstep.crash;

import dev.backstep.Site;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;

/**
 * Processes that finish what others have begun, one job after the other: what they know of a job is
 * where its journal is, and starting one anew for each would take most of the time.
 */
final class Successors implements AutoCloseable {

  private static final int JOBS = 10;

  private final BlockingQueue<Successor> idle;

  Successors(int number) throws IOException {
    idle = new ArrayBlockingQueue<>(number);
    for (int i = 0; i < number; i++) {
      idle.add(new Successor(start(), 0));
    }
  }

  private record Successor(ChildJvm process, int jobs) {}

  /** How a job ends that one of them is told to do: {@code END ...} or {@code REFUSED ...}. */
  String end(Site site, Path journal, String order, String... more) throws Exception {
    List<String> arguments = BalancerProcess.arguments(site, journal, order, more);
    return lend(process -> process.answer(String.join(" ", arguments)));
  }

  <R> R lend(Function<ChildJvm, R> job) throws Exception {
    Successor successor = idle.take();
    if (successor.jobs() == JOBS) {
      successor.process().close();
      successor = new Successor(start(), 0);
    }
    try {
      return job.apply(successor.process());
    } finally {
      idle.add(new Successor(successor.process(), successor.jobs() + 1));
    }
  }

  private static ChildJvm start() throws IOException {
    return ChildJvm.start(BalancerProcess.class, List.of(BalancerProcess.SERVE));
  }

  @Override
  public void close() throws IOException {
    for (Successor successor : idle) {
      successor.process().close();
    }
  }
}
