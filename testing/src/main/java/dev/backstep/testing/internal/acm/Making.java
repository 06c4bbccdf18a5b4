package dev.backstep.testing.internal.acm;

import dev.backstep.testing.internal.state.Account;
import dev.backstep.testing.internal.state.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.acm.model.CertificateDetail;

/** Puts certificates there by hand. */
public final class Making {

  private final AcmState acm;

  /** For the certificates of a region. */
  public Making(AcmState acm) {
    this.acm = acm;
  }

  /**
   * What to make.
   *
   * @param key as requests write it
   * @param reason of a failure, or empty
   */
  public record Wanted(
      List<String> names,
      String key,
      String method,
      String status,
      String reason,
      boolean imported,
      Duration validFor,
      Map<String, String> tags) {}

  /** Makes a certificate and says its ARN. */
  public String certificate(Wanted wanted) {
    Account account = acm.region().account();
    String arn =
        "arn:"
            + acm.region().partition()
            + ":acm:"
            + acm.region().name()
            + ":"
            + Account.ID
            + ":certificate/"
            + account.ids().uuid("certificate");
    return certificate(arn, wanted);
  }

  /** Makes a certificate with the given ARN. */
  public String certificate(String arn, Wanted wanted) {
    Account account = acm.region().account();
    Instant now = account.timeline().now();
    CertificateDetail.Builder about =
        CertificateDetail.builder()
            .certificateArn(arn)
            .domainName(wanted.names().get(0))
            .subjectAlternativeNames(wanted.names())
            .subject("CN=" + wanted.names().get(0))
            .issuer("Amazon")
            .createdAt(now)
            .keyAlgorithm(Keys.described(wanted.key()))
            .signatureAlgorithm("SHA256WITHRSA")
            .type(wanted.imported() ? Certificate.IMPORTED : "AMAZON_ISSUED")
            .renewalEligibility("INELIGIBLE");
    if (!List.of(Certificate.PENDING, Certificate.FAILED).contains(wanted.status())) {
      Validation.issued(about, now).notAfter(now.plus(wanted.validFor()));
    }
    if (wanted.imported()) {
      about.importedAt(now).issuedAt(null);
    } else {
      String validated =
          switch (wanted.status()) {
            case Certificate.PENDING -> Certificate.PENDING;
            case Certificate.FAILED, Certificate.TIMED_OUT -> Certificate.FAILED;
            default -> "SUCCESS";
          };
      about.domainValidationOptions(
          wanted.names().stream()
              .map(name -> Domains.validation(name, wanted.method(), name.replace("*.", "")))
              .map(it -> it.toBuilder().validationStatus(validated).build())
              .toList());
    }
    about.status(wanted.status());
    about.failureReason(wanted.reason().isEmpty() ? null : wanted.reason());
    acm.put(Certificate.of(about.build(), wanted.tags()));
    account.made(arn, new Origin.User());
    if (wanted.status().equals(Certificate.PENDING)) {
      Validation.begin(acm, arn);
    }
    return arn;
  }
}
