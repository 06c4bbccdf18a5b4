package dev.backstep.internal.route53;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.acm.AcmCertificate;
import dev.backstep.internal.acm.CertificateReader;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Outcome;
import dev.backstep.internal.engine.Tags;
import dev.backstep.internal.engine.UndoHandler;
import java.util.Optional;

/** Takes the record back that this run made, which the one beside it tells. */
public final class RemoveRecordHandler implements UndoHandler<RemoveRecord> {

  private final CertificateReader certificates;
  private final ZoneRecords records;

  /** In the account of an access. */
  public RemoveRecordHandler(AwsAccess aws) {
    this.certificates = new CertificateReader(aws);
    this.records = new ZoneRecords(aws);
  }

  @Override
  public Outcome attempt(RemoveRecord undo, Attempt run) {
    Optional<AcmCertificate.Cname> made = made(undo, run);
    boolean ours =
        made.isPresent()
            && records.isMarked(undo.zone(), made.get().name(), Tags.RUN, run.runId(), run);
    if (!ours) {
      return run.absent("the record that validates " + undo.name());
    }
    records.remove(undo.zone(), made.get().name(), made.get().value(), run);
    return Outcome.lookAgain("looking whether the record is gone");
  }

  /** From what the step gave; else as the certificate says. */
  private Optional<AcmCertificate.Cname> made(RemoveRecord undo, Attempt run) {
    if (run.made().isPresent()) {
      MadeRecord record = MadeRecord.parse(run.made().get());
      return Optional.of(new AcmCertificate.Cname(record.name(), record.value()));
    }
    String arn = run.id(undo.certificate());
    return run.read("acm:DescribeCertificate", () -> certificates.describe(arn))
        .flatMap(certificate -> certificate.record(undo.name()));
  }

  @Override
  public Remains remains(RemoveRecord undo, Attempt run) {
    return new Remains(
        "record in hosted zone %s that validates %s".formatted(undo.zone(), undo.name()),
        records.command(undo.zone(), undo.name()));
  }

  @Override
  public String family() {
    return ApiFamily.ROUTE53.name();
  }
}
