package dev.backstep.plan;

/** A run of the same target is not finished, so another one was not begun. Nothing was changed. */
public final class UnfinishedRunException extends BackstepException {

  private final RunSummary run;

  /** With the run that is in the way, where its records are, and why it could not be finished. */
  public UnfinishedRunException(RunSummary run, String journal, String why) {
    super(
        """
        run %s of %s is not finished: it is %s since %s%s; nothing was changed
          left:    %d steps done or begun
          journal: %s
          next:    to finish it, Runs.in(journal).resume("%s")
          next:    to take it back, Runs.in(journal).rollback("%s")
          next:    or say onUnfinishedRun(OnUnfinishedRun.RESUME) or ROLL_BACK in the RunOptions"""
            .formatted(
                run.runId(),
                run.target(),
                run.state(),
                run.startedAt(),
                why.isEmpty() ? "" : ", and " + why,
                run.left().size(),
                journal,
                run.runId(),
                run.runId()));
    this.run = run;
  }

  /** The run that is in the way. */
  public RunSummary run() {
    return run;
  }
}
