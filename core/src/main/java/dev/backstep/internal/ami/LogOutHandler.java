package dev.backstep.internal.ami;

import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.ErrorClass;
import dev.backstep.internal.engine.Failure;
import dev.backstep.internal.engine.Outcome;
import dev.backstep.internal.engine.StepHandler;
import dev.backstep.internal.ssh.AuthorizedKeys;
import dev.backstep.internal.ssh.Bounds;
import dev.backstep.internal.ssh.SshSession;
import dev.backstep.plan.TimeSource;
import java.time.Duration;

/** Removes the authorised key over the connection that is there, and ends that. */
final class LogOutHandler implements StepHandler<LogOutStep> {

  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final Builds builds;
  private final TimeSource time;

  LogOutHandler(Builds builds, TimeSource time) {
    this.builds = builds;
    this.time = time;
  }

  @Override
  public Outcome attempt(LogOutStep step, Attempt run) {
    String instance = run.id(step.instance());
    SshSession session = builds.login(instance).session;
    String wrong = "";
    if (!step.keepsKey()) {
      wrong =
          session == null || !session.isOpen()
              ? "the connection ended before the temporary key was taken out of %s; if a script ends it on purpose, say .keepAuthorizedKey()"
                  .formatted(instance)
              : AuthorizedKeys.remove(
                  session, step.terminal(), new Bounds(run::stopping, LIMIT, time));
    }
    builds.leave(instance);
    return wrong.isEmpty()
        ? Outcome.done()
        : new Outcome.Refused(Failure.of(ErrorClass.REFUSED, "KeyNotRemoved", wrong));
  }

  @Override
  public String family() {
    return "";
  }
}
