package dev.backstep.internal.acm;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Outcome;
import dev.backstep.internal.engine.StepHandler;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.acm.model.KeyAlgorithm;
import software.amazon.awssdk.services.acm.model.RequestCertificateRequest;
import software.amazon.awssdk.services.acm.model.Tag;

/**
 * RequestCertificate. Its token makes a repeat safe for an hour only, so after a call that was not
 * answered the certificate is looked up by its tags first.
 */
public final class CertificateHandler implements StepHandler<CertificateStep> {

  /** The longest token that ACM takes. */
  private static final int TOKEN = 32;

  private final AwsAccess aws;
  private final Certificates certificates;

  /** In the account and region of an access. */
  public CertificateHandler(AwsAccess aws, Certificates certificates) {
    this.aws = aws;
    this.certificates = certificates;
  }

  @Override
  public Outcome attempt(CertificateStep step, Attempt run) {
    RequestCertificateRequest.Builder request =
        RequestCertificateRequest.builder()
            .domainName(step.domain())
            .validationMethod(step.method())
            .keyAlgorithm(KeyAlgorithm.RSA_2048)
            .idempotencyToken(run.token().substring(0, TOKEN))
            .tags(tags(step, run));
    if (!step.otherNames().isEmpty()) {
      request.subjectAlternativeNames(step.otherNames());
    }
    RequestCertificateRequest asked = request.build();
    return Outcome.done(
        run.change("acm:RequestCertificate", () -> aws.acm().requestCertificate(asked))
            .certificateArn());
  }

  @Override
  public Outcome lookUp(CertificateStep step, Attempt run) {
    return certificates
        .madeByThisRun(step.domain(), run)
        .<Outcome>map(live -> Outcome.done(live.id()))
        .orElseGet(
            () ->
                new Outcome.NotYet(
                    Duration.ofSeconds(10),
                    "certificate for %s is not visible yet".formatted(step.domain())));
  }

  @Override
  public boolean safeToResend() {
    return false;
  }

  @Override
  public String family() {
    return ApiFamily.ACM.name();
  }

  private static List<Tag> tags(CertificateStep step, Attempt run) {
    Map<String, String> all = new LinkedHashMap<>(step.tags());
    all.putAll(run.tags());
    return all.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }
}
