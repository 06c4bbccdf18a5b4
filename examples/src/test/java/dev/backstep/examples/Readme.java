package dev.backstep.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The README, cut into its fenced blocks. */
final class Readme {

  /** The folder that it is in; the tests of a module run in the module's own. */
  static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  /**
   * A fenced block.
   *
   * @param section the heading above it
   * @param language the word behind its fence
   */
  record Block(String section, String language, String text) {

    boolean is(String wantedSection, String wantedLanguage) {
      return section.equals(wantedSection) && language.equals(wantedLanguage);
    }

    @Override
    public String toString() {
      return "%s in \"%s\": %s".formatted(language, section, text.lines().findFirst().orElse(""));
    }
  }

  private static final String FENCE = "```";

  private Readme() {}

  static List<Block> blocks() {
    List<Block> blocks = new ArrayList<>();
    String section = "";
    String language = "";
    List<String> inside = null;
    for (String line : lines()) {
      if (inside == null && line.startsWith("#")) {
        section = line.replaceFirst("^#+ ", "");
      } else if (inside == null && line.startsWith(FENCE)) {
        language = line.substring(FENCE.length());
        inside = new ArrayList<>();
      } else if (inside != null && line.equals(FENCE)) {
        blocks.add(new Block(section, language, String.join("\n", inside)));
        inside = null;
      } else if (inside != null) {
        inside.add(line);
      }
    }
    return blocks;
  }

  /** The text of the only block of a language in a section. */
  static String block(String section, String language) {
    List<Block> found = blocks().stream().filter(block -> block.is(section, language)).toList();
    if (found.size() != 1) {
      throw new AssertionError(
          "%d blocks of %s in \"%s\" (expected: one)".formatted(found.size(), language, section));
    }
    return found.get(0).text();
  }

  private static List<String> lines() {
    try {
      return Files.readAllLines(ROOT.resolve("README.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
