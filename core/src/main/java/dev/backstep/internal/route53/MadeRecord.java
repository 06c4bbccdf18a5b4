package dev.backstep.internal.route53;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A CNAME record that is there, and the change that made it: the id that a step gives.
 *
 * @param name with a dot at its end
 * @param value where it leads, with a dot at its end
 * @param change the id of the change; empty if the record was there, or its answer was lost
 */
record MadeRecord(String name, String value, String change) {

  private static final Pattern FORM = Pattern.compile("(\\S+) CNAME (\\S+)(?: by change (\\S+))?");

  static MadeRecord parse(String id) {
    Matcher parts = FORM.matcher(id);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not a record: " + id);
    }
    return new MadeRecord(
        parts.group(1), parts.group(2), Optional.ofNullable(parts.group(3)).orElse(""));
  }

  @Override
  public String toString() {
    return "%s CNAME %s%s".formatted(name, value, change.isEmpty() ? "" : " by change " + change);
  }
}
