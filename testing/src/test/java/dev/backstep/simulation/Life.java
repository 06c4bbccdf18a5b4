package dev.backstep.simulation;

import java.util.function.Consumer;

/**
 * The life of one process: it passes boundaries (before and after each record and each call) and
 * dies at the chosen one. What it does after that is a violation.
 */
final class Life {

  private final Consumer<String> violations;
  private final Runnable death;
  private long boundariesLeft;
  private boolean dead;

  /** Dies at the n-th boundary, counted from 1; with 0, never. */
  Life(long diesAt, Runnable death, Consumer<String> violations) {
    this.death = death;
    this.boundariesLeft = diesAt;
    this.violations = violations;
  }

  /** One that never ends. */
  static Life endless() {
    return new Life(0, () -> {}, violation -> {});
  }

  void boundary() {
    if (dead) {
      violations.accept("crash: the process went on after it was killed");
    }
    if (boundariesLeft > 0 && --boundariesLeft == 0) {
      dead = true;
      death.run();
      throw new Crash();
    }
  }

  boolean isDead() {
    return dead;
  }
}
