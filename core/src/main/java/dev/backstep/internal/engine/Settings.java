package dev.backstep.internal.engine;

import java.util.List;
import java.util.Map;

/**
 * A kind of named values that a thing has and that can be changed by themselves: attributes, tags,
 * listeners, members of a set.
 */
public interface Settings {

  /** The kind, such as {@code network-interface-groups}. */
  String kind();

  /** The values of each of these things that is there, with one call where AWS has one. */
  Map<String, Map<String, String>> read(List<String> things, Attempt run);

  /**
   * Applies a change. Where AWS only takes all values at once, those that were just read are
   * written with it.
   *
   * @param current what was just read; for a thing that this run has just made, nothing
   */
  void write(String thing, Map<String, String> current, Delta change, Attempt run);

  /** Whether a write is read again before it counts as done. Default: AWS's answer is enough. */
  default boolean verifies() {
    return false;
  }

  /**
   * Whether changing a value takes a call that takes it away and one that puts the new one there: a
   * value that is not there can then be half of our own change. Default: no.
   */
  default boolean replacesInTwoCalls() {
    return false;
  }

  /** The command that undoes a change by hand. */
  String command(String thing, Delta change);

  /** Which rate limit a change falls under. */
  String family();
}
