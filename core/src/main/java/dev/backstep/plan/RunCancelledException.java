package dev.backstep.plan;

/** A run that stopped because it was told to: {@link RunHandle#cancel()} or an interrupt. */
public final class RunCancelledException extends PlanFailedException {

  /** With the report of the run. */
  public RunCancelledException(RunReport report) {
    super(report);
  }
}
