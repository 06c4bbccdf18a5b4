package dev.backstep.internal.acm;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.ErrorClass;
import dev.backstep.internal.engine.Failure;
import dev.backstep.internal.engine.Outcome;
import dev.backstep.internal.engine.StepHandler;
import java.time.Duration;
import java.util.Optional;

/** DescribeCertificate, until it is issued; ACM's reason where it will not be. */
public final class IssuedHandler implements StepHandler<IssuedStep> {

  private final CertificateReader reader;

  /** In the account and region of an access. */
  public IssuedHandler(AwsAccess aws) {
    this.reader = new CertificateReader(aws);
  }

  @Override
  public Outcome attempt(IssuedStep step, Attempt run) {
    String arn = run.id(step.certificate());
    Optional<AcmCertificate> there =
        run.read("acm:DescribeCertificate", () -> reader.describe(arn));
    if (there.isEmpty()) {
      return refused(ErrorClass.GONE, "Gone", "certificate %s is not there".formatted(arn));
    }
    AcmCertificate certificate = there.get();
    if (certificate.isIssued()) {
      return Outcome.done(arn);
    }
    return certificate.isPending()
        ? new Outcome.NotYet(step.lookEvery(), ValidationText.of(certificate, step))
        : refused(
            ErrorClass.REFUSED,
            "Certificate" + certificate.status(),
            "ACM did not issue certificate %s for %s: %s%s"
                .formatted(
                    arn,
                    String.join(", ", certificate.names()),
                    certificate.status(),
                    certificate.reason().isEmpty() ? "" : ", " + certificate.reason()));
  }

  @Override
  public Duration patience(IssuedStep step) {
    return step.parkAfter();
  }

  /** Validation is a person's to do, or takes ACM its time: the run can go on later. */
  @Override
  public ErrorClass outOfPatience(IssuedStep step) {
    return ErrorClass.PERSON;
  }

  @Override
  public String family() {
    return ApiFamily.ACM.name();
  }

  private static Outcome refused(ErrorClass errorClass, String code, String message) {
    return new Outcome.Refused(Failure.of(errorClass, code, message));
  }
}
