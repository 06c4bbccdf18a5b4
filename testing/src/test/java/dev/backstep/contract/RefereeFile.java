package dev.backstep.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;

/**
 * What the referees have said in all classes so far, of which several JVMs run some each: the
 * counts for this code to add to, and the lines for people.
 */
final class RefereeFile {

  private static final Path COUNTS = Path.of("target", "referees.properties");
  private static final Path LINES = Path.of("target", "referees.txt");

  private RefereeFile() {}

  @SuppressWarnings("try") // the turn is only to be held
  static void add(Map<String, RefereeCount> counts) throws IOException {
    Files.createDirectories(COUNTS.getParent());
    try (Turn turn = Turn.await("referees")) {
      Properties all = new Properties();
      if (Files.exists(COUNTS)) {
        try (var reader = Files.newBufferedReader(COUNTS)) {
          all.load(reader);
        }
      }
      counts.forEach(
          (name, count) -> {
            RefereeCount sum = RefereeCount.parse(all.getProperty(name, "0 0 "));
            sum.add(count);
            all.setProperty(name, sum.toLine());
          });
      try (var writer = Files.newBufferedWriter(COUNTS)) {
        all.store(writer, null);
      }
      Files.writeString(LINES, lines(all));
    }
  }

  private static String lines(Properties all) {
    StringBuilder lines = new StringBuilder();
    for (String name : new TreeSet<>(all.stringPropertyNames()).descendingSet()) {
      lines.append("%s: %s%n".formatted(name, RefereeCount.parse(all.getProperty(name))));
    }
    if (Referees.moto().isEmpty()) {
      lines.append("moto: absent, %s is not set%n".formatted(Referees.MOTO));
    }
    return lines.toString();
  }
}
