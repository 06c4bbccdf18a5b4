package dev.backstep.internal.route53;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Outcome;
import dev.backstep.internal.engine.StepHandler;
import dev.backstep.internal.engine.Tags;
import software.amazon.awssdk.services.route53.model.NoSuchHostedZoneException;

/** ChangeResourceRecordSets, if the record beside it says that it is the target's. */
public final class RecordRemovalHandler implements StepHandler<RecordRemovalStep> {

  private final ZoneRecords records;

  /** In the account of an access. */
  public RecordRemovalHandler(AwsAccess aws) {
    this.records = new ZoneRecords(aws);
  }

  @Override
  public Outcome attempt(RecordRemovalStep step, Attempt run) {
    try {
      if (records.isMarked(step.zone(), step.name(), Tags.OWNER, run.owner(), run)) {
        records.remove(step.zone(), step.name(), step.value(), run);
      }
      return Outcome.done();
    } catch (NoSuchHostedZoneException e) {
      return Outcome.done();
    }
  }

  @Override
  public String family() {
    return ApiFamily.ROUTE53.name();
  }
}
