package dev.backstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of faults names tests that there are. */
class FaultMatrixTest {

  private static final int ROWS = 55;

  @Test
  void rows_whenReadInOrder_areAllThere() {
    List<FaultMatrix.Row> rows = FaultMatrix.rows();
    List<FaultMatrix.Row> open = rows.stream().filter(row -> row.tests().isEmpty()).toList();

    assertThat(rows).hasSize(ROWS);
    assertThat(rows).allMatch(row -> row.tests().isEmpty() != row.why().isBlank());
    System.out.printf("fault matrix: %d of %d rows covered%n", rows.size() - open.size(), ROWS);
    open.forEach(row -> System.out.printf("  %d %s: %s%n", row.number(), row.fault(), row.why()));
  }

  @Test
  void tests_whenNamed_exist() throws IOException {
    Map<String, String> sources = testSources();
    for (FaultMatrix.Row row : FaultMatrix.rows()) {
      for (String test : row.tests()) {
        String[] classAndMethod = test.split("#");
        assertThat(sources)
            .as("row %d: %s", row.number(), test)
            .hasEntrySatisfying(
                classAndMethod[0],
                source ->
                    assertThat(source)
                        .containsPattern(Pattern.quote("void " + classAndMethod[1] + "(")));
      }
    }
  }

  /** The sources of the tests of all modules, by class: they are not all on one class path. */
  private static Map<String, String> testSources() throws IOException {
    Map<String, String> sources = new HashMap<>();
    for (String module : List.of("core", "testing")) {
      Path root = Path.of("..", module, "src", "test", "java");
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(it -> it.toString().endsWith("Test.java")).toList()) {
          String name = file.getFileName().toString().replace(".java", "");
          sources.put(name, Files.readString(file));
        }
      }
    }
    return sources;
  }
}
