package dev.backstep.testing.internal.state;

/** One service's state in one region. */
public interface Part {

  /** Writes all that a user could see. */
  void describe(Lines lines);
}
