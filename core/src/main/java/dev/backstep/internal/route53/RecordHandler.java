package dev.backstep.internal.route53;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.acm.AcmCertificate;
import dev.backstep.internal.acm.CertificateReader;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.ErrorClass;
import dev.backstep.internal.engine.Failure;
import dev.backstep.internal.engine.Outcome;
import dev.backstep.internal.engine.StepHandler;
import java.time.Duration;
import java.util.Optional;

/**
 * ChangeResourceRecordSets. The record of a name is the same for every certificate that an account
 * asks for: one that is there serves, and stays.
 */
public final class RecordHandler implements StepHandler<RecordStep> {

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

  private final CertificateReader certificates;
  private final ZoneRecords records;

  /** In the account of an access. */
  public RecordHandler(AwsAccess aws) {
    this.certificates = new CertificateReader(aws);
    this.records = new ZoneRecords(aws);
  }

  @Override
  public Outcome attempt(RecordStep step, Attempt run) {
    Optional<AcmCertificate.Cname> wanted = wanted(step, run);
    if (wanted.isEmpty()) {
      return notSaidYet(step);
    }
    AcmCertificate.Cname record = wanted.get();
    Optional<String> there = records.cname(step.zone(), record.name(), run);
    if (there.isPresent()) {
      return found(step, record, there.get());
    }
    String change = records.make(step.zone(), record.name(), record.value(), run);
    return Outcome.done(new MadeRecord(record.name(), record.value(), change).toString());
  }

  @Override
  public Outcome lookUp(RecordStep step, Attempt run) {
    Optional<AcmCertificate.Cname> wanted = wanted(step, run);
    if (wanted.isEmpty()) {
      return notSaidYet(step);
    }
    return records
        .cname(step.zone(), wanted.get().name(), run)
        .map(there -> found(step, wanted.get(), there))
        .orElseGet(() -> new Outcome.NotYet(LOOK_AGAIN, "the record is not visible yet"));
  }

  @Override
  public String family() {
    return ApiFamily.ROUTE53.name();
  }

  private Optional<AcmCertificate.Cname> wanted(RecordStep step, Attempt run) {
    String arn = run.id(step.certificate());
    return run.read("acm:DescribeCertificate", () -> certificates.describe(arn))
        .flatMap(certificate -> certificate.record(step.name()));
  }

  private static Outcome notSaidYet(RecordStep step) {
    return new Outcome.NotYet(
        LOOK_AGAIN, "ACM has not said yet which record validates " + step.name());
  }

  private static Outcome found(RecordStep step, AcmCertificate.Cname wanted, String there) {
    return ZoneRecords.isSame(there, wanted.value())
        ? Outcome.done(new MadeRecord(wanted.name(), wanted.value(), "").toString())
        : new Outcome.Refused(
            Failure.of(
                ErrorClass.CONFLICT,
                "RecordTaken",
                "%s in hosted zone %s leads to %s and was not made by this run (expected: %s); it was left alone"
                    .formatted(wanted.name(), step.zone(), there, wanted.value())));
  }
}
