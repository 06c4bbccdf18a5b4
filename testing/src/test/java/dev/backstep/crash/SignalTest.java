package dev.backstep.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.Facts;
import dev.backstep.Runs;
import dev.backstep.Site;
import dev.backstep.journal.FileJournal;
import dev.backstep.plan.RunState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A process that works is told to end: once, and once more when it does not end soon enough. */
class SignalTest {

  private static final String WAITS = "  load-balancer/in-service: waiting";

  private static final String TOLD_TO_END = "[backstep-shutdown] WARN ";

  @TempDir Path folder;

  private final Site site = Site.live();
  private List<String> before;

  private static Successors successors;

  @BeforeAll
  static void start() throws Exception {
    successors = new Successors(1);
  }

  @AfterAll
  static void stop() throws Exception {
    successors.close();
  }

  @BeforeEach
  void oneWorkerDoesNotAnswer() throws Exception {
    site.aws.daemonDown(site.aws.world().instances().get(0));
    before = site.facts();
  }

  @AfterEach
  void close() {
    site.aws.close();
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130"})
  void signal_whenARunWaits_rollsItBackAndEnds(String signal, int exitCode) throws Exception {
    try (ChildJvm child = start("apply")) {
      child.awaitLine(WAITS);
      child.signal(signal);

      assertThat(child.awaitEnd()).as(child.said()).isEqualTo(exitCode);
      assertThat(child.said()).contains("rolling back: ", "the JVM was told to end");
    }
    assertThat(state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(Facts.diff(before, site.facts())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130"})
  void signal_whenFailuresAreKept_keepsWhatIsDoneAndEnds(String signal, int exitCode)
      throws Exception {
    try (ChildJvm child = start("apply", "onFailure=KEEP")) {
      child.awaitLine(WAITS);
      child.signal(signal);

      assertThat(child.awaitEnd()).as(child.said()).isEqualTo(exitCode);
    }
    assertThat(state()).isEqualTo(RunState.KEPT);
    assertThat(Facts.diff(before, site.facts())).isNotEmpty();

    site.aws.daemonUp(site.aws.world().instances().get(0));
    assertThat(end("resume")).isEqualTo("END COMPLETED");
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130"})
  void signal_whenTheRollbackIsSlow_endsItAtOnceForAnotherProcessToFinish(
      String signal, int exitCode) throws Exception {
    site.aws.latency("DeleteLoadBalancer", Duration.ofMinutes(10));
    try (ChildJvm child = start("apply")) {
      child.awaitLine(WAITS);
      child.signal(signal);
      child.awaitLine("rolling back: ");
      child.signal(signal);

      assertThat(child.awaitEnd()).as(child.said()).isEqualTo(exitCode);
    }
    assertThat(state()).isEqualTo(RunState.ROLLING_BACK);

    site.aws.latency("DeleteLoadBalancer", Duration.ZERO);
    assertThat(end("rollback")).isEqualTo("END ROLLED_BACK");
    assertThat(Facts.diff(before, site.facts())).isEmpty();
  }

  @Test
  void signal_whenADestroyIsUnderWay_parksIt() throws Exception {
    site.aws.daemonUp(site.aws.world().instances().get(0));
    site.balancer().apply();
    try (ChildJvm child = start("destroy", "pause=AFTER:INTENT:1")) {
      child.awaitLine("AT ");
      site.aws.latency(Duration.ofSeconds(1));
      child.signal("TERM");
      child.awaitLine(TOLD_TO_END);
      child.go();

      assertThat(child.awaitEnd()).as(child.said()).isEqualTo(143);
    }
    assertThat(state()).isEqualTo(RunState.PARKED);

    site.aws.latency(Duration.ZERO);
    assertThat(end("resume")).isEqualTo("END COMPLETED");
    assertThat(Facts.diff(before, site.facts())).isEmpty();
  }

  private RunState state() {
    return Runs.in(FileJournal.in(folder)).list().get(0).state();
  }

  private String end(String order) throws Exception {
    return successors.end(site, folder, order);
  }

  private ChildJvm start(String order, String... more) throws Exception {
    return BalancerProcess.start(site, folder, order, more);
  }
}
