package dev.backstep.testing.internal.service;

/** A group of related operations, in a class of its own. */
@FunctionalInterface
public interface Area {

  /** Adds the operations. */
  void addTo(Operations operations);
}
