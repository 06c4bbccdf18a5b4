package dev.backstep.simulation;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** The dice of what goes wrong, loaded differently in each scenario. */
final class Mischief {

  private static final Duration LONGEST_LAG = Duration.ofSeconds(60);
  private static final Duration LATEST = Duration.ofSeconds(180);

  /** Longer than a call takes, acts late and is not seen, all together. */
  static final Duration SETTLE_WINDOW = Duration.ofSeconds(250);

  private static final ToyFault[] OF_CHANGES = {
    ToyFault.THROTTLED,
    ToyFault.UNANSWERED_NOT_ACTED,
    ToyFault.UNANSWERED_ACTED,
    ToyFault.UNANSWERED_ACTED,
    ToyFault.ACTS_LATE,
    ToyFault.ACTS_LATE,
    ToyFault.DELIVERED_TWICE
  };
  private static final ToyFault[] OF_READS = {
    ToyFault.THROTTLED, ToyFault.UNANSWERED_NOT_ACTED,
  };

  private final RandomGenerator dice;
  private final Tally tally;
  private final double ofChanges;
  private final double ofReads;
  private final double refusals;
  private final double expiries;
  private final Duration lag;
  private boolean calm;

  Mischief(RandomGenerator dice, Tally tally) {
    this.dice = dice;
    this.tally = tally;
    this.ofChanges = oneOf(0, 0.1, 0.25, 0.5);
    this.ofReads = oneOf(0, 0.05, 0.2);
    this.refusals = oneOf(0, 0, 0.02, 0.08);
    this.expiries = oneOf(0, 0, 0, 0.02);
    this.lag = dice.nextInt(3) == 0 ? Duration.ZERO : LONGEST_LAG;
  }

  /** From now on calls go well; only reads still lag. */
  void end() {
    calm = true;
  }

  boolean isOver() {
    return calm;
  }

  ToyFault ofChange(boolean twiceIsHarmless) {
    if (calm) {
      return ToyFault.NONE;
    }
    ToyFault fault = ToyFault.NONE;
    if (dice.nextDouble() < ofChanges) {
      fault = OF_CHANGES[dice.nextInt(OF_CHANGES.length)];
      fault = fault == ToyFault.DELIVERED_TWICE && !twiceIsHarmless ? ToyFault.NONE : fault;
    } else if (dice.nextDouble() < refusals) {
      fault = ToyFault.REFUSED;
    } else if (dice.nextDouble() < expiries) {
      fault = ToyFault.EXPIRED;
    }
    return tallied(fault);
  }

  ToyFault ofRead() {
    return !calm && dice.nextDouble() < ofReads
        ? tallied(OF_READS[dice.nextInt(OF_READS.length)])
        : ToyFault.NONE;
  }

  /** How old the state is that one read shows. */
  Duration lag() {
    return upTo(lag);
  }

  Duration lateness() {
    return upTo(LATEST);
  }

  Duration upTo(Duration most) {
    return most.isZero() ? most : Duration.ofNanos(dice.nextLong(most.toNanos()));
  }

  private ToyFault tallied(ToyFault fault) {
    if (fault != ToyFault.NONE) {
      tally.fault(fault.name());
    }
    return fault;
  }

  private double oneOf(double... choices) {
    return choices[dice.nextInt(choices.length)];
  }
}
