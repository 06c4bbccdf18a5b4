package dev.backstep.internal.route53;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Outcome;
import dev.backstep.internal.engine.StepHandler;
import java.time.Duration;
import software.amazon.awssdk.services.route53.model.ChangeStatus;
import software.amazon.awssdk.services.route53.model.NoSuchChangeException;

/** GetChange, until it is in sync; a record that was there already is. */
public final class RecordInSyncHandler implements StepHandler<RecordInSyncStep> {

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

  private final AwsAccess aws;

  /** In the account of an access. */
  public RecordInSyncHandler(AwsAccess aws) {
    this.aws = aws;
  }

  @Override
  public Outcome attempt(RecordInSyncStep step, Attempt run) {
    MadeRecord record = MadeRecord.parse(run.id(step.record()));
    return record.change().isEmpty() || isInSync(record.change(), run)
        ? Outcome.done()
        : new Outcome.NotYet(
            LOOK_AGAIN, "the name servers do not all have %s yet".formatted(record.name()));
  }

  /** Route 53 forgets a change that is long over. */
  private boolean isInSync(String change, Attempt run) {
    try {
      return run.read("route53:GetChange", () -> aws.route53().getChange(r -> r.id(change)))
              .changeInfo()
              .status()
          == ChangeStatus.INSYNC;
    } catch (NoSuchChangeException e) {
      return true;
    }
  }

  @Override
  public String family() {
    return ApiFamily.ROUTE53.name();
  }
}
