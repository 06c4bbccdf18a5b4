package dev.backstep.internal.ami;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.aws.AwsFailures;
import dev.backstep.internal.ec2.Advice;
import dev.backstep.internal.ec2.Instances;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.ErrorClass;
import dev.backstep.internal.engine.Failure;
import dev.backstep.internal.engine.Outcome;
import dev.backstep.internal.engine.StepHandler;
import dev.backstep.internal.engine.Undo;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.RunInstancesResponse;

/**
 * RunInstances. Its client token makes sending it again safe. The token holds for one zone: it is
 * another one in the next subnet, which is only gone to when AWS has said that this one has no
 * capacity, and so made nothing there.
 */
final class InstanceHandler implements StepHandler<InstanceStep> {

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

  private final AwsAccess aws;
  private final Builds builds;
  private final AwsFailures failures;
  private final Instances instances;

  InstanceHandler(AwsAccess aws, Builds builds) {
    this.aws = aws;
    this.builds = builds;
    this.failures = new AwsFailures(aws.time());
    this.instances = new Instances(aws, terminated -> {});
  }

  @Override
  public Outcome attempt(InstanceStep step, Attempt run) {
    int place = builds.place(run.token());
    LaunchRequest launch = new LaunchRequest(step, run, builds);
    RunInstancesRequest request = launch.in(place);
    try {
      RunInstancesResponse made =
          run.change("ec2:RunInstances", () -> aws.ec2().runInstances(request));
      String id = made.instances().get(0).instanceId();
      builds.login(id).knowsHostKey = launch.givesHostKey();
      return Outcome.done(id);
    } catch (Ec2Exception e) {
      Failure failure = failures.explain(e);
      return failure.errorClass() == ErrorClass.CAPACITY
          ? elsewhere(step, run, place, failure)
          : Advice.orRethrow(e, failures, step.instead());
    }
  }

  /** Which subnets were tried, and with which token the last, is gone with the process. */
  @Override
  public boolean safeToResendAfterAnother(InstanceStep step) {
    return step.subnets().size() < 2;
  }

  @Override
  public Outcome lookUp(InstanceStep step, Attempt run) {
    return instances
        .find(new Undo.DeleteMade(Instances.KIND, "", BuildLayout.INSTANCE), Optional.empty(), run)
        .map(found -> Outcome.done(found.id()))
        .orElseGet(
            () -> new Outcome.NotYet(LOOK_AGAIN, "no instance of this run is to be seen yet"));
  }

  @Override
  public String family() {
    return ApiFamily.EC2_CHANGE.name();
  }

  private Outcome elsewhere(InstanceStep step, Attempt run, int place, Failure failure) {
    if (place + 1 < step.subnets().size()) {
      builds.nextPlace(run.token());
      return new Outcome.NotYet(
          Duration.ofSeconds(1),
          "%s has no room for a %s (%s); next: %s"
              .formatted(
                  step.subnets().get(place),
                  step.type(),
                  failure.code(),
                  step.subnets().get(place + 1)));
    }
    return new Outcome.Refused(
        new Failure(
            ErrorClass.CAPACITY,
            failure.code(),
            "%s; tried: %s; name other subnets with .subnet(...), or another instanceType(...)"
                .formatted(failure.message(), String.join(", ", step.subnets())),
            failure.requestId(),
            failure.retryAfter()));
  }
}
