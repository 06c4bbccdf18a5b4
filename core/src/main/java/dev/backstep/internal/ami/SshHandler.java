package dev.backstep.internal.ami;

import dev.backstep.aws.ApiFamily;
import dev.backstep.internal.ami.Builds.Login;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.ErrorClass;
import dev.backstep.internal.engine.Failure;
import dev.backstep.internal.engine.Outcome;
import dev.backstep.internal.engine.StepHandler;
import dev.backstep.internal.ssh.ConnectDiagnosis;
import dev.backstep.internal.ssh.ConnectFailure;
import dev.backstep.internal.ssh.SshTarget;
import java.time.Duration;
import java.util.Optional;

/** One attempt to log in; when none has worked in time, what speaks for which cause. */
final class SshHandler implements StepHandler<SshStep> {

  private final Doors doors;
  private final BuildFacts facts;
  private final Builds builds;

  SshHandler(Doors doors, BuildFacts facts, Builds builds) {
    this.doors = doors;
    this.facts = facts;
    this.builds = builds;
  }

  @Override
  public Outcome attempt(SshStep step, Attempt run) {
    String instance = run.id(step.instance());
    Login login = builds.login(instance);
    Optional<SshTarget> found = doors.target(instance, run.id(step.keyPair()), step.access(), run);
    if (found.isEmpty()) {
      return withoutAddress(step, instance, doors.waited(login));
    }
    SshTarget target = found.get();
    Optional<ConnectFailure> failure = doors.open(login, target, run);
    if (failure.isEmpty()) {
      return Outcome.done(instance);
    }
    ConnectFailure why = failure.get();
    if (why.kind() == ConnectFailure.Kind.STOPPED) {
      return refused(ErrorClass.CANCELLED, "Stopped", why.message());
    }
    Duration waited = doors.waited(login);
    if (doors.mayPass(login, why) && waited.compareTo(step.within()) < 0) {
      return new Outcome.NotYet(step.lookEvery(), why.message());
    }
    return refused(
        why.kind().mayPass() ? ErrorClass.TIMEOUT : ErrorClass.REFUSED,
        "NoSshConnection",
        ConnectDiagnosis.of(why, target, facts.read(instance, step, login.attempts, waited, run)));
  }

  private static Outcome withoutAddress(SshStep step, String instance, Duration waited) {
    String what = step.access().atPublicAddress() ? "public" : "private";
    return waited.compareTo(Duration.ofMinutes(1)) < 0
        ? new Outcome.NotYet(step.lookEvery(), "%s has no %s address".formatted(instance, what))
        : refused(
            ErrorClass.REFUSED,
            "NoAddress",
            "%s has no %s address (expected: one to log in at; see .publicIp(...) and .subnet(...))"
                .formatted(instance, what));
  }

  /** The diagnosis ends the wait; this is for when it does not come to that. */
  @Override
  public Duration patience(SshStep step) {
    return step.within().plusMinutes(2);
  }

  @Override
  public String family() {
    return ApiFamily.EC2_READ.name();
  }

  private static Outcome refused(ErrorClass errorClass, String code, String message) {
    return new Outcome.Refused(Failure.of(errorClass, code, message));
  }
}
