package dev.backstep.internal.ami;

import dev.backstep.internal.ami.Builds.Login;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.ErrorClass;
import dev.backstep.internal.engine.Failure;
import dev.backstep.internal.engine.Outcome;
import dev.backstep.internal.engine.StepHandler;
import dev.backstep.internal.ssh.Bounds;
import dev.backstep.internal.ssh.ConnectFailure;
import dev.backstep.internal.ssh.ProvisionResult;
import dev.backstep.internal.ssh.ProvisionRunner;
import dev.backstep.internal.ssh.SshSession;
import dev.backstep.internal.ssh.SshTarget;
import dev.backstep.plan.TimeSource;
import java.time.Duration;
import java.util.Optional;

/**
 * Does what is asked for over the connection that is there: once, since nobody knows what a script
 * does when it is run a second time.
 */
final class ProvisionHandler implements StepHandler<ProvisionStep> {

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

  private final Doors doors;
  private final Builds builds;
  private final TimeSource time;

  ProvisionHandler(Doors doors, Builds builds, TimeSource time) {
    this.doors = doors;
    this.builds = builds;
    this.time = time;
  }

  @Override
  public Outcome attempt(ProvisionStep step, Attempt run) {
    String instance = run.id(step.instance());
    Login login = builds.login(instance);
    if (login.rebootedBy.isPresent()) {
      return afterReboot(step, instance, login, run);
    }
    SshSession session = login.session;
    if (session == null || !session.isOpen()) {
      return refused(
          ErrorClass.REFUSED,
          "ConnectionLost",
          "the connection to %s ended before %s".formatted(instance, step.provision().title()));
    }
    ProvisionResult result = runner(step, run).run(step.provision(), session);
    if (result instanceof ProvisionResult.Rebooting rebooting) {
      login.close();
      login.address = Optional.empty();
      login.rebootedBy = Optional.of(rebooting.script());
      return new Outcome.NotYet(LOOK_AGAIN, "%s reboots".formatted(instance));
    }
    return outcome(result, run);
  }

  @Override
  public Duration patience(ProvisionStep step) {
    return step.rebootWithin();
  }

  @Override
  public String family() {
    return "";
  }

  private Outcome afterReboot(ProvisionStep step, String instance, Login login, Attempt run) {
    Optional<SshTarget> target = doors.target(instance, run.id(step.keyPair()), step.access(), run);
    if (target.isEmpty()) {
      return new Outcome.NotYet(LOOK_AGAIN, "%s has no address".formatted(instance));
    }
    Optional<ConnectFailure> failure = doors.open(login, target.get(), run);
    if (failure.isPresent()) {
      return failure.get().kind().mayPass()
          ? new Outcome.NotYet(LOOK_AGAIN, failure.get().message())
          : refused(ErrorClass.REFUSED, "NoSshConnection", failure.get().message());
    }
    String script = login.rebootedBy.orElseThrow();
    SshSession session = login.session;
    login.rebootedBy = Optional.empty();
    String left = session == null ? "" : runner(step, run).remove(session, script);
    return note(left, run);
  }

  private ProvisionRunner runner(ProvisionStep step, Attempt run) {
    return new ProvisionRunner(
        step.access().terminal(),
        line -> run.output(line.text()),
        new Bounds(run::stopping, step.within(), time));
  }

  private static Outcome outcome(ProvisionResult result, Attempt run) {
    if (result instanceof ProvisionResult.Done done) {
      return note(done.note(), run);
    }
    if (result instanceof ProvisionResult.Failed failed) {
      return refused(ErrorClass.REFUSED, "ProvisionFailed", failed.message());
    }
    if (result instanceof ProvisionResult.ConnectionLost lost) {
      return refused(ErrorClass.REFUSED, "ConnectionLost", lost.message());
    }
    if (result instanceof ProvisionResult.Overdue overdue) {
      return refused(ErrorClass.TIMEOUT, "NotInTime", overdue.message());
    }
    return refused(ErrorClass.CANCELLED, "Stopped", ((ProvisionResult.Stopped) result).message());
  }

  /** What could not be tidied up is told, and no failure. */
  private static Outcome note(String left, Attempt run) {
    if (!left.isEmpty()) {
      run.output(left);
    }
    return Outcome.done();
  }

  private static Outcome refused(ErrorClass errorClass, String code, String message) {
    return new Outcome.Refused(Failure.of(errorClass, code, message));
  }
}
