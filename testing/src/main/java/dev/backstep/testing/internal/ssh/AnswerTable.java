package dev.backstep.testing.internal.ssh;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Which command is answered how, and which were given. The newest entry that fits counts. */
public final class AnswerTable {

  /**
   * A command that was given.
   *
   * @param line as the client sent it
   * @param script the content of the uploaded file that it names and does not remove, or empty
   * @param terminal whether it ran on one
   */
  public record Given(String line, String script, boolean terminal) {}

  private record Entry(BiPredicate<String, String> fits, Behaviour behaviour) {}

  private final MemoryFiles files;
  private final List<Entry> entries = new ArrayList<>();
  private final List<Given> given = new ArrayList<>();

  AnswerTable(MemoryFiles files) {
    this.files = files;
  }

  /** Answers commands that hold a text. */
  public synchronized Behaviour onCommand(String part) {
    return add((line, script) -> line.contains(part));
  }

  /** Answers commands that name an uploaded file which holds a text. */
  public synchronized Behaviour onScript(String part) {
    return add((line, script) -> script.contains(part));
  }

  /** The commands that were given, in order. */
  public synchronized List<Given> given() {
    return List.copyOf(given);
  }

  synchronized Optional<Behaviour> answer(String line, boolean terminal) {
    String script = line.startsWith("rm -f ") ? "" : scriptOf(line);
    given.add(new Given(line, script, terminal));
    for (int i = entries.size() - 1; i >= 0; i--) {
      Entry entry = entries.get(i);
      if (entry.fits().test(line, script) && entry.behaviour().take()) {
        return Optional.of(entry.behaviour());
      }
    }
    return Optional.empty();
  }

  private String scriptOf(String line) {
    return files.paths().stream()
        .filter(line::contains)
        .findFirst()
        .flatMap(files::get)
        .map(file -> new String(file.content(), StandardCharsets.UTF_8))
        .orElse("");
  }

  private Behaviour add(BiPredicate<String, String> fits) {
    Behaviour behaviour = new Behaviour();
    entries.add(new Entry(fits, behaviour));
    return behaviour;
  }
}
