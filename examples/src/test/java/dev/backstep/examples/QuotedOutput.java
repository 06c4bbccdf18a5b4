package dev.backstep.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Compares output with a quotation of it, where {@code ...} stands for lines left out. */
final class QuotedOutput {

  private static final String LEFT_OUT = "...";

  /** What differs from run to run, and what stands for it. */
  private static final Map<String, String> MASKS =
      Map.of(
          "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "REQUEST",
          "\\b(ami|vpc|subnet|sg|sgr|eni|i)-[0-9a-f]{17}\\b", "$1-ID",
          "\\b[0-9a-f]{32}\\b", "RUN",
          "\\brun [0-9a-f]{8} of\\b", "run RUN of",
          "\\b(\\d+ calls|calls:    \\d+)", "N calls",
          "\\blongest chain \\d+", "longest chain N",
          "\\b\\d+\\.\\d\\d s\\b", "N s",
          "\\b\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME",
          "journal: /\\S+", "journal: FILE",
          "\\b\\d+ steps done or begun", "N steps done or begun");

  private QuotedOutput() {}

  /** Each run of quoted lines must be there as it is, one run after the other. */
  static void assertQuotes(String output, String quotation) {
    List<String> printed = masked(output);
    int from = 0;
    for (List<String> run : runs(masked(quotation))) {
      int at = Collections.indexOfSubList(printed.subList(from, printed.size()), run);
      assertThat(at)
          .as(
              "the program prints%n%s%nbehind line %d of%n%s",
              String.join("\n", run), from, String.join("\n", printed))
          .isNotNegative();
      from += at + run.size();
    }
  }

  private static List<List<String>> runs(List<String> quoted) {
    List<List<String>> runs = new ArrayList<>();
    List<String> run = new ArrayList<>();
    for (String line : quoted) {
      if (line.equals(LEFT_OUT)) {
        runs.add(run);
        run = new ArrayList<>();
      } else {
        run.add(line);
      }
    }
    runs.add(run);
    return runs;
  }

  private static List<String> masked(String text) {
    String masked = text;
    for (Map.Entry<String, String> mask : MASKS.entrySet()) {
      masked = masked.replaceAll(mask.getKey(), mask.getValue());
    }
    return masked.lines().toList();
  }
}
