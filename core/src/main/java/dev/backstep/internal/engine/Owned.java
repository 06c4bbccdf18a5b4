package dev.backstep.internal.engine;

import java.util.Map;

/**
 * Proof that a thing is this run's, or its owner's, to delete: its live tags were compared just
 * now. Only the engine makes one, and nothing is deleted without one.
 */
public final class Owned {

  private final String id;

  private Owned(String id) {
    this.id = id;
  }

  /** The id of the thing. */
  public String id() {
    return id;
  }

  static boolean proves(Map<String, String> live, String key, String value) {
    return value.equals(live.get(key));
  }

  static Owned proven(String id) {
    return new Owned(id);
  }
}
