package dev.backstep.internal.ssh;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The template of a command, in which {@code {{.Path}}} and {@code {{.Vars}}} are filled in. */
record Template(String text) {

  private static final Pattern FIELD = Pattern.compile("\\{\\{\\s*(.*?)\\s*}}");

  /** The fields used, such as {@code .Path}. */
  Set<String> fields() {
    Set<String> fields = new LinkedHashSet<>();
    for (Matcher field = FIELD.matcher(text); field.find(); ) {
      fields.add(field.group(1));
    }
    return fields;
  }

  /** The command. Where nothing is set, the template's spaces stay as they are. */
  String fill(String path, SortedMap<String, String> variables) {
    Map<String, String> values = Map.of(".Path", path, ".Vars", assignments(variables));
    return FIELD
        .matcher(text)
        .replaceAll(
            field -> Matcher.quoteReplacement(values.getOrDefault(field.group(1), field.group())));
  }

  /** A value as it stands between single quotes. */
  static String escaped(String value) {
    return value.replace("'", "'\"'\"'");
  }

  private static String assignments(SortedMap<String, String> variables) {
    return variables.entrySet().stream()
        .map(variable -> "%s='%s'".formatted(variable.getKey(), escaped(variable.getValue())))
        .collect(Collectors.joining(" "));
  }
}
