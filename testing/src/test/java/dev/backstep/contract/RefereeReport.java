package dev.backstep.contract;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Counts the checks on each referee. When all tests of the module are over, {@code
 * target/referees.txt} has a line for each referee: what ran, or why it did not.
 */
final class RefereeReport implements BeforeAllCallback, TestWatcher {

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
    tally(context).of(contract.referee.name()).failed();
  }

  private static Tally tally(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent("tally", key -> new Tally(), Tally.class);
  }

  /** The counts of all of one class; JUnit closes it after its last test. */
  private static final class Tally implements AutoCloseable {

    private final Map<String, RefereeCount> counts = new LinkedHashMap<>();

    Tally() {
      of("simulator");
    }

    synchronized RefereeCount of(String referee) {
      return counts.computeIfAbsent(referee, absent -> new RefereeCount());
    }

    @Override
    public void close() throws IOException {
      RefereeFile.add(counts);
    }
  }
}
