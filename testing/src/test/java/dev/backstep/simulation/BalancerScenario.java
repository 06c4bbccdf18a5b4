package dev.backstep.simulation;

import dev.backstep.ImpalaBalancer;
import dev.backstep.Runs;
import dev.backstep.impala.BalancedCluster;
import dev.backstep.plan.OnFailure;
import dev.backstep.plan.Plan;
import dev.backstep.plan.RunHandle;
import dev.backstep.plan.RunOptions;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.RunState;
import dev.backstep.testing.Call;
import dev.backstep.testing.SimulatedAws;
import dev.backstep.testing.WorldSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;

/** One seed: a balancer is applied in a simulated account while everything goes wrong. */
final class BalancerScenario implements Simulation.Scenario {

  private static final int MOST_CRASHES = 3;
  private static final int MOST_PROCESSES = 10;

  private final List<String> violations = new ArrayList<>();
  private final Tally tally = new Tally();
  private final SplittableRandom dice;
  private final BalancerStage stage;
  private final SeededTime time;
  private final SimulatedAws aws;
  private final DurableJournal journal = new DurableJournal(type -> true);
  private final RunOptions options;
  private final int workers;
  private final boolean userEditsInterfaces;
  private final BalancerFaults faults;
  private Life life = Life.endless();
  private Optional<BalancerUser> user = Optional.empty();
  private boolean calm;
  private int crashes;

  BalancerScenario(long seed, BalancerStage stage) {
    this.dice = new SplittableRandom(seed);
    this.stage = stage;
    this.time = new SeededTime(dice.split());
    this.workers = 1 + dice.nextInt(2);
    this.aws =
        SimulatedAws.withCluster("Cluster1", workers, time)
            .latency(Duration.ofMillis(dice.nextInt(500)));
    this.userEditsInterfaces = dice.nextInt(4) == 0;
    this.faults = new BalancerFaults(dice.split(), tally, !userEditsInterfaces);
    this.options =
        RunOptions.defaults()
            .journal(journal)
            .parallelism(1 + dice.nextInt(8))
            .onFailure(dice.nextInt(10) == 0 ? OnFailure.KEEP : OnFailure.ROLL_BACK);
  }

  @Override
  public Tally tally() {
    return tally;
  }

  /** The way of each call of the SDK clients. */
  HttpExecuteResponse call(HttpExecuteRequest request) throws IOException {
    life.boundary();
    user.ifPresent(it -> it.catchUp(time.nanoTime()));
    HttpExecuteResponse answer = aws.prepareRequest(request).call();
    life.boundary();
    return answer;
  }

  @Override
  public List<String> play() {
    try {
      Plan<BalancedCluster> plan =
          ImpalaBalancer.forCluster("Cluster1").aws(stage.access(time)).plan();
      if (dice.nextBoolean()) {
        aws.readLag(Duration.ofSeconds(1 + dice.nextInt(60)));
      }
      BalancerUser itsUser = new BalancerUser(dice.split(), aws, tally, plan.runId());
      user = Optional.of(itsUser);
      itsUser.liveWith(time.nanoTime(), userEditsInterfaces);
      WorldSnapshot before = aws.snapshot();
      BalancerInvariants invariants =
          new BalancerInvariants(plan.runId(), workers, before, itsUser, journal, violations);
      Optional<RunReport> report = process(() -> plan.start(options));
      report = untilOver(plan.runId(), report, false);
      check(invariants, report);
      if (!wasBegun()) {
        return violations;
      }
      if (isIn(report, RunState.COMPLETED) && violations.isEmpty()) {
        tally.end("COMPLETED, then taken back");
        report = untilOver(plan.runId(), Optional.empty(), true);
        check(invariants, report);
      }
      if (violations.isEmpty() && !isIn(report, RunState.ROLLBACK_INCOMPLETE)) {
        checkThatNothingIsLeftToDo(plan.runId(), report);
      }
    } catch (AssertionError | RuntimeException e) {
      violations.add(String.valueOf(e));
    }
    return violations;
  }

  private Optional<RunReport> untilOver(String runId, Optional<RunReport> first, boolean takeBack) {
    Optional<RunReport> report = first;
    boolean rollback = takeBack;
    for (int processes = 1; !isOver(report) && wasBegun() && violations.isEmpty(); processes++) {
      calm = processes >= MOST_PROCESSES;
      if (processes > 2 * MOST_PROCESSES) {
        violations.add("I5: no end after %d processes: %s".formatted(processes, report));
      }
      time.pass(Duration.ofNanos(dice.nextLong(Duration.ofMinutes(8).toNanos())));
      rollback = rollback || dice.nextBoolean() || isIn(report, RunState.KEPT);
      report = recover(runId, rollback);
    }
    return report;
  }

  /** A process that dies before its first record leaves nothing to finish. */
  private boolean wasBegun() {
    return !journal.entries().isEmpty();
  }

  private void check(BalancerInvariants invariants, Optional<RunReport> report) {
    time.pass(Duration.ofMinutes(20));
    invariants.check(aws.snapshot(), report);
    tally.end(report.map(end -> end.state().name()).orElse("NEVER BEGUN"));
  }

  private void checkThatNothingIsLeftToDo(String runId, Optional<RunReport> end) {
    calm = true;
    long mark = aws.ledger().mark();
    recover(runId, !isIn(end, RunState.COMPLETED));
    List<Call> changes = aws.ledger().since(mark).mutating().calls();
    if (!changes.isEmpty()) {
      violations.add("P3: finishing it again made changes: " + changes);
    }
  }

  private Optional<RunReport> recover(String runId, boolean rollback) {
    return process(
        () -> {
          Runs runs = Runs.in(journal).aws(stage.access(time));
          try {
            return rollback ? runs.startRollback(runId, options) : runs.startResume(runId, options);
          } catch (IllegalStateException e) {
            if (life.isDead()) {
              throw e;
            }
            return runs.startRollback(runId, options);
          }
        });
  }

  /** One process; empty when it died. */
  private Optional<RunReport> process(Supplier<RunHandle<?>> work) {
    boolean dies = !calm && crashes < MOST_CRASHES && dice.nextInt(3) > 0;
    life = new Life(dies ? 1 + dice.nextInt(110) : 0, time::halt, violations::add);
    journal.next(life, !calm && dice.nextInt(40) == 0 ? 2 + dice.nextInt(30) : 0);
    if (calm) {
      aws.clearFaults();
    } else {
      faults.script(aws);
    }
    time.next();
    Optional<RunHandle<?>> handle = Optional.empty();
    try {
      handle = Optional.of(work.get());
    } catch (Crash | UncheckedIOException | IllegalStateException atItsStart) {
      if (!life.isDead() && !journal.isFull()) {
        throw atItsStart;
      }
    }
    Life ended = life;
    life = Life.endless();
    if (ended.isDead()) {
      crashes++;
      tally.fault("CRASH " + crashes);
      return Optional.empty();
    }
    if (handle.isEmpty()) {
      return Optional.empty();
    }
    if (!handle.get().isDone()) {
      throw new AssertionError("I5: the run has come to a standstill");
    }
    return Optional.of(handle.get().report());
  }

  private static boolean isIn(Optional<RunReport> report, RunState state) {
    return report.map(RunReport::state).equals(Optional.of(state));
  }

  private static boolean isOver(Optional<RunReport> report) {
    return report.isPresent() && !isIn(report, RunState.PARKED) && !isIn(report, RunState.KEPT);
  }

  /** The story, for a seed that fails; without the run's id, which is another each time. */
  @Override
  public String toString() {
    StringBuilder story = new StringBuilder("calls:\n");
    aws.ledger()
        .forEach(
            call ->
                story.append(
                    "  %s %s %s%n"
                        .formatted(call.time(), call, call.mutating() ? call.parameters() : "")));
    story.append("records:\n");
    journal.entries().stream()
        .skip(1)
        .forEach(
            entry ->
                story.append("  %s %s %s%n".formatted(entry.at(), entry.type(), entry.body())));
    String runId = journal.entries().isEmpty() ? "-" : journal.entries().get(0).runId();
    return story
        .toString()
        .replace(runId, "<run>")
        .replaceAll("\"token\":\"[0-9a-f]+\"", "\"token\":\"...\"");
  }
}
