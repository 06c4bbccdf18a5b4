package dev.backstep.internal.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
   * Whether a value can be what a change of ours leaves that was cut off half way, where that takes
   * more than one call. It is asked of values that are neither of the two. Default: no.
   *
   * @param current the value; null where there is none
   * @param from what it was; null for none
   * @param to what it is to be; null for none
   */
  default boolean isHalfWay(@Nullable String current, @Nullable String from, @Nullable String to) {
    return false;
  }

  /** Whether values, too, may hold ids that a step will give, besides keys. Default: no. */
  default boolean valuesHoldIds() {
    return false;
  }

  /** How long failures of a class may be retried. Default: as long as is usual for the class. */
  default Duration retryWindow(Delta change, ErrorClass errorClass, Duration usual) {
    return usual;
  }

  /** The command that undoes a change by hand. */
  String command(String thing, Delta change);

  /** Which rate limit a change falls under. */
  String family();
}
