package dev.backstep.simulation;

import dev.backstep.internal.engine.ErrorClass;

/** What the toy cloud, or the network before it, answers instead of an answer. */
final class ToyRefusal extends RuntimeException {

  final ErrorClass errorClass;

  ToyRefusal(ErrorClass errorClass) {
    super("refused as " + errorClass, null, false, false);
    this.errorClass = errorClass;
  }
}
