package dev.backstep.internal.route53;

import dev.backstep.internal.engine.Ref;
import dev.backstep.internal.engine.Undo;

/**
 * Removes the record that a run made to validate a name, if it still is ours.
 *
 * @param zone the hosted zone's id
 * @param certificate whose name
 * @param name the name, without a wildcard
 */
public record RemoveRecord(String zone, Ref certificate, String name) implements Undo {
  @Override
  public String inWords() {
    return "remove it, if it still is what was made";
  }
}
