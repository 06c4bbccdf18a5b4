package dev.backstep.simulation;

/** The process dies here: nothing may act on it. */
final class Crash extends Error {
  Crash() {
    super("the process is killed", null, false, false);
  }
}
