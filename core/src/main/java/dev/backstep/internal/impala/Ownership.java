package dev.backstep.internal.impala;

import dev.backstep.internal.engine.Tags;
import java.util.Map;

/** Whose a thing of our name is, by its tags. */
enum Ownership {
  /** Made for this target: may be changed, and deleted by destroy. */
  MANAGED,
  /** Taken over: may be changed, and is released by destroy. */
  ADOPTED,
  /** Managed for another target. */
  OTHERS,
  /** Nobody's that Backstep knows: a user's. */
  UNMANAGED;

  static Ownership of(Map<String, String> tags, String owner) {
    String is = tags.get(Tags.OWNER);
    if (is == null) {
      return UNMANAGED;
    }
    if (!is.equals(owner)) {
      return OTHERS;
    }
    return tags.containsKey(Tags.ADOPTED) ? ADOPTED : MANAGED;
  }
}
