package dev.backstep.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Counts the checks on each referee. When all tests of the module are over, {@code
 * target/referees.txt} has a line for each referee: what ran, or why it did not.
 */
final class RefereeReport implements BeforeAllCallback, TestWatcher {

  private static final Path FILE = Path.of("target", "referees.txt");
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(RefereeReport.class);

  @Override
  public void beforeAll(ExtensionContext context) {
    tally(context);
  }

  @Override
  public void testSuccessful(ExtensionContext context) {
    Contract contract = (Contract) context.getRequiredTestInstance();
    tally(context).of(contract.referee.name()).passed(contract.departed);
  }

  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    Contract contract = (Contract) context.getRequiredTestInstance();
    tally(context).of(contract.referee.name()).failed++;
  }

  private static Tally tally(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent("tally", key -> new Tally(), Tally.class);
  }

  /** The counts of one referee. */
  private static final class Count {

    private int passed;
    private int failed;
    private final Set<Departure> departed = EnumSet.noneOf(Departure.class);

    void passed(Set<Departure> met) {
      passed++;
      departed.addAll(met);
    }

    @Override
    public String toString() {
      String known =
          departed.stream()
              .map(one -> one.name().toLowerCase(Locale.ROOT).replace('_', '-'))
              .collect(Collectors.joining(", "));
      return passed
          + " checks passed"
          + (failed == 0 ? "" : ", " + failed + " FAILED")
          + (known.isEmpty() ? "" : ", " + departed.size() + " known departures: " + known);
    }
  }

  /** The counts of all; JUnit closes it after the last test. */
  private static final class Tally implements AutoCloseable {

    private final Map<String, Count> counts = new LinkedHashMap<>();

    Tally() {
      of("simulator");
    }

    synchronized Count of(String referee) {
      return counts.computeIfAbsent(referee, absent -> new Count());
    }

    @Override
    public void close() throws IOException {
      StringBuilder lines = new StringBuilder();
      counts.forEach((name, count) -> lines.append("%s: %s%n".formatted(name, count)));
      if (Referees.moto().isEmpty()) {
        lines.append("moto: absent, %s is not set%n".formatted(Referees.MOTO));
      }
      Files.createDirectories(FILE.getParent());
      Files.writeString(FILE, lines);
    }
  }
}
