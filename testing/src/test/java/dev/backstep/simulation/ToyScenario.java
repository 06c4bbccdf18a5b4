package dev.backstep.simulation;

import dev.backstep.internal.engine.Engine;
import dev.backstep.internal.engine.PlanData;
import dev.backstep.journal.JournalEntry;
import dev.backstep.plan.OnFailure;
import dev.backstep.plan.RunHandle;
import dev.backstep.plan.RunOptions;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.RunState;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * One seed: a plan made up, executed while everything goes wrong, by processes that die, until it
 * is done or undone; then the invariants are checked against the cloud's own book.
 */
final class ToyScenario implements Simulation.Scenario {

  private static final int MOST_CRASHES = 3;
  private static final int MOST_PROCESSES = 12;
  private static final Duration LONGEST_PROCESS = Duration.ofHours(3);

  private final List<String> violations = new ArrayList<>();
  private final SplittableRandom dice;
  private final Protocol protocol;
  private final SeededTime time;
  private final DurableJournal journal;
  private final Mischief mischief;
  private final ToyCloud cloud;
  private final ToyUser user;
  private final Tally tally = new Tally();
  private final PlanData plan;
  private final ToyBackend backend;
  private final RunOptions options;
  private int crashes;

  ToyScenario(long seed, Protocol protocol, ToyBackend backend) {
    this.dice = new SplittableRandom(seed);
    this.protocol = protocol;
    this.backend = backend;
    boolean intentsKept = protocol != Protocol.NO_INTENT;
    this.time = new SeededTime(dice.split());
    this.journal = new DurableJournal(type -> intentsKept || type != JournalEntry.Type.INTENT);
    this.mischief = new Mischief(dice.split(), tally);
    this.cloud = new ToyCloud(mischief, time, journal, intentsKept, violations);
    this.plan = ToyPlan.of(dice.split());
    this.user = new ToyUser(dice.split(), cloud, tally);
    this.options =
        RunOptions.defaults()
            .journal(journal)
            .time(time)
            .parallelism(1 + dice.nextInt(4))
            .onFailure(dice.nextInt(8) == 0 ? OnFailure.KEEP : OnFailure.ROLL_BACK)
            .settleWindow(
                protocol == Protocol.ONE_LOOK_UP ? Duration.ofMillis(1) : Mischief.SETTLE_WINDOW);
  }

  ToyCloud cloud() {
    return cloud;
  }

  SeededTime time() {
    return time;
  }

  Protocol protocol() {
    return protocol;
  }

  @Override
  public Tally tally() {
    return tally;
  }

  @Override
  public List<String> play() {
    try {
      user.liveWith(plan);
      Engine engine = backend.engine(this);
      Optional<RunReport> report =
          process(() -> engine.plan(plan, (results, done) -> done).start(options));
      boolean rollback = false;
      for (int processes = 1; !isOver(report) && violations.isEmpty(); processes++) {
        if (processes == MOST_PROCESSES) {
          mischief.end();
        } else if (processes > 2 * MOST_PROCESSES) {
          violations.add("I5: no end after %d processes: %s".formatted(processes, report));
        }
        time.pass(mischief.upTo(Duration.ofMinutes(10)));
        rollback = rollback || dice.nextBoolean() || wasKept(report);
        report = recover(engine, rollback);
      }
      if (violations.isEmpty()) {
        finish(engine, report);
      }
    } catch (AssertionError | RuntimeException e) {
      violations.add(String.valueOf(e));
    }
    return violations;
  }

  private void finish(Engine engine, Optional<RunReport> report) {
    Optional<RunReport> end = report;
    check(end);
    if (end.isPresent() && end.get().state() == RunState.COMPLETED && dice.nextBoolean()) {
      tally.end("COMPLETED, then taken back");
      do {
        time.pass(mischief.upTo(Duration.ofMinutes(10)));
        end = recover(engine, true);
      } while (!isOver(end) && violations.isEmpty());
      check(end);
    }
    if (end.isPresent()) {
      mischief.end();
      checkThatNothingIsLeftToDo(engine, end.get());
    }
  }

  private void check(Optional<RunReport> report) {
    time.pass(Duration.ofMinutes(20));
    cloud.catchUp();
    tally.end(report.map(end -> end.state().name()).orElse("NEVER BEGUN"));
    new ToyInvariants(plan, cloud, user, journal, violations).check(report);
  }

  /** P3: finishing again what is finished changes nothing. */
  private void checkThatNothingIsLeftToDo(Engine engine, RunReport end) {
    int before = cloud.changes();
    boolean rollback = end.state() != RunState.COMPLETED;
    if (end.state() == RunState.ROLLBACK_INCOMPLETE) {
      return;
    }
    Optional<RunReport> again = recover(engine, rollback);
    if (cloud.changes() != before) {
      violations.add("P3: finishing it again made a change");
    }
    if (!again.map(RunReport::state).equals(Optional.of(end.state()))) {
      violations.add("P3: finished as %s, then as %s".formatted(end.state(), again));
    }
  }

  private static boolean isOver(Optional<RunReport> report) {
    return report
        .map(RunReport::state)
        .filter(state -> state != RunState.PARKED && state != RunState.KEPT)
        .isPresent();
  }

  private static boolean wasKept(Optional<RunReport> report) {
    return report.map(RunReport::state).equals(Optional.of(RunState.KEPT));
  }

  private Optional<RunReport> recover(Engine engine, boolean rollback) {
    if (journal.entries().isEmpty()) {
      return process(() -> engine.plan(plan, (results, done) -> done).start(options));
    }
    try {
      return process(
          () ->
              rollback
                  ? engine.rollBack(plan.runId(), journal, options)
                  : engine.resume(plan.runId(), journal, options));
    } catch (IllegalStateException rolledBackAlready) {
      return process(() -> engine.rollBack(plan.runId(), journal, options));
    }
  }

  /** One process; empty when it died. */
  private Optional<RunReport> process(Supplier<RunHandle<RunReport>> work) {
    boolean dies = !mischief.isOver() && crashes < MOST_CRASHES && dice.nextInt(3) > 0;
    Life life = new Life(dies ? 1 + dice.nextInt(60) : 0, time::halt, violations::add);
    journal.next(life, !mischief.isOver() && dice.nextInt(40) == 0 ? 1 + dice.nextInt(20) : 0);
    cloud.next(life);
    long start = time.nanoTime();
    time.next();
    time.hold();
    RunHandle<RunReport> handle = null;
    try {
      handle = work.get();
      cancelSometimes(handle);
      time.run();
    } catch (Crash atItsStart) {
      handle = null;
    } catch (UncheckedIOException fullAtItsStart) {
      tally.fault("JOURNAL_FULL");
      return Optional.empty();
    }
    if (life.isDead()) {
      crashes++;
      tally.fault("CRASH " + crashes);
      return Optional.empty();
    }
    if (handle == null || !handle.isDone()) {
      throw new AssertionError("I5: the run has come to a standstill");
    }
    if (time.nanoTime() - start > LONGEST_PROCESS.toNanos()) {
      violations.add("I5: the run took " + Duration.ofNanos(time.nanoTime() - start));
    }
    if (journal.isFull()) {
      tally.fault("JOURNAL_FULL");
    }
    return Optional.of(handle.report());
  }

  private void cancelSometimes(RunHandle<RunReport> handle) {
    if (!mischief.isOver() && dice.nextInt(20) == 0) {
      tally.fault("CANCEL");
      time.schedule(mischief.upTo(Duration.ofMinutes(2)), handle::cancel);
    }
  }

  /** The story, for a seed that fails. */
  @Override
  public String toString() {
    StringBuilder story = new StringBuilder("plan:\n");
    plan.steps().forEach(node -> story.append("  ").append(node.step()).append('\n'));
    story.append("things:\n").append(cloud).append("\nrecords:\n");
    for (JournalEntry entry : journal.entries()) {
      if (entry.type() != JournalEntry.Type.RUN) {
        story.append("  %s %s %s%n".formatted(entry.at(), entry.type(), entry.body()));
      }
    }
    return story.toString();
  }
}
