package dev.backstep.internal.ssh;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Puts {@code ***} where a secret shows. */
final class Masker {

  static final Masker NOTHING = new Masker(List.of());

  private static final String MASK = "***";

  private final List<String> hidden;

  /** Hides each line of each value, also as the shell quotes it, the longest first. */
  Masker(Collection<String> values) {
    hidden =
        values.stream()
            .flatMap(value -> java.util.stream.Stream.of(value, Template.escaped(value)))
            .flatMap(String::lines)
            .map(line -> line.replaceAll("[\\p{Cc}&&[^\\t]]", "?"))
            .filter(line -> line.length() >= SecretValues.SHORTEST)
            .distinct()
            .sorted(Comparator.comparing(String::length).reversed())
            .toList();
  }

  String mask(String text) {
    String masked = text;
    for (String value : hidden) {
      masked = masked.replace(value, MASK);
    }
    return masked;
  }

  /** How many bytes beyond its end a text must be known, lest half a secret be left at the end. */
  int reach() {
    return hidden.isEmpty() ? 0 : hidden.get(0).length() * 4;
  }
}
