package dev.backstep.internal.engine;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * An id that is known, or that a step of the same plan will give. Exactly one of the two is set.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Ref(@Nullable String id, @Nullable String step) {

  /** Checks that exactly one is set. */
  public Ref {
    if ((id == null) == (step == null)) {
      throw new IllegalArgumentException("a Ref is an id or a step, not both: " + id + ", " + step);
    }
  }

  /** An id that is known already. */
  public static Ref id(String id) {
    return new Ref(id, null);
  }

  /** The {@code id} that the step will give. */
  public static Ref to(String step) {
    return new Ref(null, step);
  }

  /** The id, or the step in angle brackets. */
  @Override
  public String toString() {
    return id != null ? id : "<" + step + ">";
  }
}
