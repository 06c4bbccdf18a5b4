package dev.backstep.internal.engine;

import java.util.Map;
import java.util.Optional;

/** A kind of thing that a run can make and so may have to delete. */
public interface Deletable {

  /** The kind, such as {@code security-group}. */
  String kind();

  /**
   * Finds the thing as it is now, with its tags, by id where that is known and else by name and
   * scope. Empty when it is not there.
   */
  Optional<Live> find(Undo.DeleteMade undo, Optional<String> id, Attempt run);

  /** Deletes it. */
  Outcome delete(Owned thing, Attempt run);

  /** The command that deletes it by hand; the id where known, else the name. */
  String command(String idOrName);

  /**
   * Whether it has parts that may be seen only after it is gone, so that none to be seen proves
   * nothing until the step that made it has settled. Default: no.
   */
  default boolean partsShowLate() {
    return false;
  }

  /** Which rate limit its calls fall under. */
  String family();

  /** A thing that is there. */
  record Live(String id, Map<String, String> tags) {}
}
