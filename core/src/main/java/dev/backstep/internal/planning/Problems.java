package dev.backstep.internal.planning;

import dev.backstep.plan.InvalidSettingsException;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong, so that all of it can be said at once. */
public final class Problems {

  private final List<String> found = new ArrayList<>();

  /** Adds a problem unless the condition holds: setting, value, what is expected. */
  public void unless(boolean condition, String format, Object... args) {
    if (!condition) {
      found.add(format.formatted(args));
    }
  }

  public List<String> found() {
    return List.copyOf(found);
  }

  /** Throws if there are any. */
  public void raise(String target) {
    if (!found.isEmpty()) {
      throw new InvalidSettingsException(target, found);
    }
  }
}
