package dev.backstep.plan;

import dev.backstep.journal.Journal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a plan is run, as opposed to what it does. Immutable: each method returns a changed copy.
 *
 * <pre>{@code
 * plan.execute(RunOptions.defaults().listener(System.out::println).deadline(Duration.ofMinutes(20)));
 * }</pre>
 */
public final class RunOptions {

  private static final RunOptions DEFAULTS = new RunOptions(ImmutableRunSettings.builder().build());

  private final ImmutableRunSettings settings;

  private RunOptions(ImmutableRunSettings settings) {
    this.settings = settings;
  }

  /**
   * The journal and the clock of the AWS access, no listener, rollback on failure, an unfinished
   * run refused, 2 hours, 30 minutes for a rollback, a settle window of 5 minutes, 8 calls at once.
   */
  public static RunOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Where the run is recorded. Default: the journal of the AWS access, which is on disk, in {@code
   * ~/.backstep/runs}, unless set.
   */
  public RunOptions journal(Journal journal) {
    return new RunOptions(settings.withJournal(journal));
  }

  /** Adds a listener, such as {@code System.out::println}. */
  public RunOptions listener(PlanListener listener) {
    List<PlanListener> more = new ArrayList<>(settings.listeners());
    more.add(Objects.requireNonNull(listener, "listener"));
    return new RunOptions(settings.withListeners(more));
  }

  /** What becomes of what was done when the run cannot finish. Default: {@code ROLL_BACK}. */
  public RunOptions onFailure(OnFailure onFailure) {
    return new RunOptions(settings.withOnFailure(onFailure));
  }

  /**
   * What a run of the same target that is not finished, in the same journal, leads to. Default:
   * {@code REFUSE}.
   */
  public RunOptions onUnfinishedRun(OnUnfinishedRun onUnfinishedRun) {
    return new RunOptions(settings.withOnUnfinishedRun(onUnfinishedRun));
  }

  /**
   * How long the run may take before it is stopped, rollback excluded. Default: 2 hours.
   *
   * @throws IllegalArgumentException if it is not more than zero
   */
  public RunOptions deadline(Duration deadline) {
    return new RunOptions(settings.withDeadline(positive("deadline", deadline)));
  }

  /**
   * How long a rollback may take, counted from its own start. Default: 30 minutes.
   *
   * @throws IllegalArgumentException if it is not more than zero
   */
  public RunOptions rollbackBudget(Duration budget) {
    return new RunOptions(settings.withRollbackBudget(positive("rollbackBudget", budget)));
  }

  /**
   * How long after an unanswered call its effect may still show up in AWS: only when this has
   * passed does a look-up that finds nothing prove that nothing was made. Default: 5 minutes.
   *
   * @throws IllegalArgumentException if it is not more than zero
   */
  public RunOptions settleWindow(Duration window) {
    return new RunOptions(settings.withSettleWindow(positive("settleWindow", window)));
  }

  /**
   * How many calls may be under way at once. Default: 8.
   *
   * @throws IllegalArgumentException if it is not 1 to 64
   */
  public RunOptions parallelism(int calls) {
    if (calls < 1 || calls > 64) {
      throw new IllegalArgumentException("parallelism: %d (expected: 1 to 64)".formatted(calls));
    }
    return new RunOptions(settings.withParallelism(calls));
  }

  /** The clock of the run. Default: that of the AWS access, which is real time unless set. */
  public RunOptions time(TimeSource time) {
    return new RunOptions(settings.withTime(time));
  }

  /** The journal set, if one was. */
  public Optional<Journal> journal() {
    return settings.journal();
  }

  /** The listeners, in the order they were added. */
  public List<PlanListener> listeners() {
    return settings.listeners();
  }

  /** What a failure leads to. */
  public OnFailure onFailure() {
    return settings.onFailure();
  }

  /** What an unfinished run leads to. */
  public OnUnfinishedRun onUnfinishedRun() {
    return settings.onUnfinishedRun();
  }

  /** How long the run may take. */
  public Duration deadline() {
    return settings.deadline();
  }

  /** How long a rollback may take. */
  public Duration rollbackBudget() {
    return settings.rollbackBudget();
  }

  /** How long an unanswered call may still take effect. */
  public Duration settleWindow() {
    return settings.settleWindow();
  }

  /** How many calls may be under way at once. */
  public int parallelism() {
    return settings.parallelism();
  }

  /** The clock set, if one was. */
  public Optional<TimeSource> time() {
    return settings.time();
  }

  /** What is set. */
  @Override
  public String toString() {
    return settings.toString().replaceFirst("^RunSettings", "RunOptions");
  }

  private static Duration positive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(
          "%s: %s (expected: more than zero)".formatted(name, value));
    }
    return value;
  }
}
