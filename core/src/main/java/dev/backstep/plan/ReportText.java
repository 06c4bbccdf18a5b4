package dev.backstep.plan;

import java.time.Duration;
import java.util.Locale;

/** Writes a {@link RunReport} for people. */
final class ReportText {

  private ReportText() {}

  static String headline(RunReport report) {
    return "%s %s: %d calls, longest chain %d, %s"
        .formatted(
            subject(report),
            words(report.state()),
            report.calls(),
            report.longestChain(),
            seconds(report.wallTime()));
  }

  static String describe(RunReport report) {
    StringBuilder text = new StringBuilder();
    text.append(report.failure().orElseGet(() -> subject(report))).append('\n');
    text.append("  outcome:  ").append(outcome(report)).append('\n');
    for (StepReport step : report.steps()) {
      String warning = step.results().get(StepReport.WARNING);
      if (warning != null) {
        text.append("  warning:  %s: %s%n".formatted(step.id(), warning));
      }
    }
    for (Leftover leftover : report.leftovers()) {
      text.append("  left:     ").append(leftover.what()).append('\n');
      text.append("            why: ").append(leftover.why()).append('\n');
      text.append("            remove it: ").append(leftover.command()).append('\n');
    }
    text.append("  calls:    %d, longest chain %d".formatted(report.calls(), report.longestChain()))
        .append(", %s%n".formatted(seconds(report.wallTime())));
    text.append("  journal:  ").append(report.journal());
    for (String line : report.next()) {
      text.append("\n  next:     ").append(line);
    }
    return text.toString();
  }

  private static String subject(RunReport report) {
    return "run %s of %s".formatted(shortId(report.runId()), report.target());
  }

  private static String outcome(RunReport report) {
    return switch (report.state()) {
      case COMPLETED -> "completed";
      case ROLLED_BACK -> "rollback complete, nothing is left behind";
      case ROLLBACK_INCOMPLETE ->
          "rollback incomplete, %d left behind".formatted(report.leftovers().size());
      case KEPT -> "kept as it is, as asked";
      case PARKED -> "parked where it stopped; it can go on";
      case RUNNING, ROLLING_BACK -> "under way";
    };
  }

  private static String words(RunState state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String shortId(String runId) {
    return runId.substring(0, Math.min(8, runId.length()));
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.2f s", time.toMillis() / 1000.0);
  }
}
