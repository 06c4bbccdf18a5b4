package dev.backstep.internal.ec2;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Outcome;
import dev.backstep.internal.engine.StepHandler;

/** StopInstances. Stopping what stops or is stopped changes nothing. */
public final class StopInstanceHandler implements StepHandler<StopInstanceStep> {

  private final AwsAccess aws;

  /** In the account and region of an access. */
  public StopInstanceHandler(AwsAccess aws) {
    this.aws = aws;
  }

  @Override
  public Outcome attempt(StopInstanceStep step, Attempt run) {
    String id = run.id(step.instance());
    run.change(
        "ec2:StopInstances", () -> aws.ec2().stopInstances(request -> request.instanceIds(id)));
    return Outcome.done(id);
  }

  @Override
  public String family() {
    return ApiFamily.EC2_CHANGE.name();
  }
}
