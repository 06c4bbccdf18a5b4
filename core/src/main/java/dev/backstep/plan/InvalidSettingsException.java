package dev.backstep.plan;

import java.util.List;

/**
 * Settings that cannot work, found before anything was changed. All problems are listed: those of
 * the settings by themselves before any call to AWS, those against what AWS has after reading it.
 */
public final class InvalidSettingsException extends BackstepException {

  private final List<String> problems;

  /** With what was to be planned, such as {@code impala/Cluster1}, and all that is wrong. */
  public InvalidSettingsException(String target, List<String> problems) {
    super(
        "%s cannot be planned: %d problem%s; nothing was changed%n  - %s"
            .formatted(
                target,
                problems.size(),
                problems.size() == 1 ? "" : "s",
                String.join(System.lineSeparator() + "  - ", problems)));
    this.problems = List.copyOf(problems);
  }

  /** Each problem: the setting, its value, what is expected. */
  public List<String> problems() {
    return problems;
  }
}
