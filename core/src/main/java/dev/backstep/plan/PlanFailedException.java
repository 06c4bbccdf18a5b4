package dev.backstep.plan;

/**
 * A run that did not complete. The message tells the whole story; {@link #report()} has it as data.
 */
public class PlanFailedException extends BackstepException {

  private final RunReport report;

  /** With the report of the run. */
  public PlanFailedException(RunReport report) {
    super(report.describe());
    this.report = report;
  }

  /** How the run went, what was undone and what is left. */
  public RunReport report() {
    return report;
  }
}
