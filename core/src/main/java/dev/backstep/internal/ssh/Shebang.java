package dev.backstep.internal.ssh;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What runs an inline script. Linux hands everything after the interpreter on as one word, and a
 * command such as {@code sh script} does not read the line at all: so a shell's options are written
 * into the script as {@code set}, where they hold in any case.
 *
 * @param interpreter its path, with what {@code env} starts
 * @param isShell whether it is a shell as POSIX has it
 * @param options of a shell that {@code set} knows
 * @param rest arguments that must stay
 */
record Shebang(String interpreter, boolean isShell, List<String> options, List<String> rest) {

  private static final Set<String> SHELLS = Set.of("sh", "bash", "dash", "ash", "ksh", "zsh");

  static Shebang of(String line) {
    List<String> words =
        new ArrayList<>(List.of(line.replaceFirst("^#!", "").trim().split("\\s+")));
    String interpreter = words.remove(0);
    if (name(interpreter).equals("env") && !words.isEmpty() && !words.get(0).startsWith("-")) {
      interpreter += " " + words.remove(0);
    }
    boolean shell = SHELLS.contains(name(interpreter));
    List<String> options = new ArrayList<>();
    while (shell && !words.isEmpty() && words.get(0).matches("[-+]([aefnuvxCbm]+|o)")) {
      options.add(words.remove(0));
      if (options.get(options.size() - 1).endsWith("o") && !words.isEmpty()) {
        options.add(words.remove(0));
      }
    }
    return new Shebang(interpreter, shell, List.copyOf(options), List.copyOf(words));
  }

  Optional<String> problem() {
    if (!interpreter.startsWith("/")) {
      return Optional.of("(expected: the absolute path of an interpreter)");
    }
    boolean one = rest.size() <= (interpreter.contains(" ") ? 0 : 1);
    return one || rest.get(0).equals("-S")
        ? Optional.empty()
        : Optional.of(
            "(expected: at most one argument, since Linux hands all of them on as one word)");
  }

  /** The whole script. */
  String script(List<String> lines, boolean goesOn) {
    StringBuilder text = new StringBuilder("#!").append(interpreter);
    rest.forEach(word -> text.append(' ').append(word));
    text.append('\n');
    List<String> set = goesOn ? withoutExit() : withExit();
    if (isShell && !set.isEmpty()) {
      text.append("set ").append(String.join(" ", set)).append('\n');
    }
    lines.forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  private List<String> withExit() {
    List<String> all = new ArrayList<>(options);
    if (options.stream().noneMatch(option -> option.matches("-[a-zA-Z]*e[a-zA-Z]*"))) {
      all.add(0, "-e");
    }
    return all;
  }

  private List<String> withoutExit() {
    return options.stream()
        .map(option -> option.matches("-[a-zA-Z]+") ? option.replace("e", "") : option)
        .filter(option -> !option.equals("-"))
        .toList();
  }

  private static String name(String interpreter) {
    return interpreter.substring(
        Math.max(interpreter.lastIndexOf('/'), interpreter.lastIndexOf(' ')) + 1);
  }
}
