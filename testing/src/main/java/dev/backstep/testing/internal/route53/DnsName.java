package dev.backstep.testing.internal.route53;

import dev.backstep.testing.internal.wire.AwsError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Domain names as Route 53 keeps them: lower case, a dot at the end, odd characters in octal. */
public final class DnsName {

  private DnsName() {}

  /** The name as it is kept. */
  public static String of(@Nullable String given) {
    if (given == null || given.isBlank()) {
      throw AwsError.of("InvalidInput", "A domain name must not be empty");
    }
    StringBuilder name = new StringBuilder();
    given
        .toLowerCase(Locale.ROOT)
        .chars()
        .forEach(
            c -> {
              if (Character.isLetterOrDigit(c) || "-_.\\".indexOf(c) >= 0) {
                name.append((char) c);
              } else {
                name.append(String.format(Locale.ROOT, "\\%03o", c));
              }
            });
    return name.charAt(name.length() - 1) == '.' ? name.toString() : name.append('.').toString();
  }

  /** Such as {@code com.example.www.}: what names are sorted by. */
  static String reversed(String name) {
    List<String> labels = new ArrayList<>(Arrays.asList(name.split("\\.")));
    Collections.reverse(labels);
    return String.join(".", labels) + ".";
  }

  static boolean isWithin(String name, String zone) {
    return name.equals(zone) || name.endsWith("." + zone);
  }
}
