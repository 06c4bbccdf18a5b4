package dev.backstep.testing.internal.acm;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.DomainValidation;
import software.amazon.awssdk.services.acm.model.ResourceRecord;

/**
 * One certificate.
 *
 * @param about all that DescribeCertificate shows, except what changes by time alone
 */
public record Certificate(CertificateDetail about, SortedMap<String, String> tags) {

  static final String PENDING = "PENDING_VALIDATION";
  static final String ISSUED = "ISSUED";
  static final String FAILED = "FAILED";
  static final String TIMED_OUT = "VALIDATION_TIMED_OUT";
  static final String EXPIRED = "EXPIRED";
  static final String IMPORTED = "IMPORTED";

  /** How long ACM waits for a validation. */
  private static final Duration PATIENCE = Duration.ofHours(72);

  static Certificate of(CertificateDetail about, Map<String, String> tags) {
    return new Certificate(about, new TreeMap<>(tags));
  }

  /** Its ARN. */
  public String arn() {
    return about.certificateArn();
  }

  /** All names that it is for. */
  public List<String> names() {
    return about.subjectAlternativeNames();
  }

  /** Since when it can be used, if it can. */
  public Instant since() {
    return about.issuedAt() != null ? about.issuedAt() : about.createdAt();
  }

  /** Its status at the given time. */
  public String status(Instant now) {
    String status = about.statusAsString();
    if (status.equals(PENDING) && !now.isBefore(about.createdAt().plus(PATIENCE))) {
      return TIMED_OUT;
    }
    if (status.equals(ISSUED) && about.notAfter() != null && !now.isBefore(about.notAfter())) {
      return EXPIRED;
    }
    return status;
  }

  boolean isPending(Instant now) {
    return status(now).equals(PENDING);
  }

  /** What it shows at the given time: how to validate it only after a while, in two stages. */
  CertificateDetail at(Instant now, Duration detailsAfter) {
    CertificateDetail.Builder shown = about.toBuilder().status(status(now));
    Duration age = Duration.between(about.createdAt(), now);
    if (age.multipliedBy(2).compareTo(detailsAfter) < 0) {
      shown.domainValidationOptions((List<DomainValidation>) null);
    } else if (age.compareTo(detailsAfter) < 0) {
      shown.domainValidationOptions(
          about.domainValidationOptions().stream().map(Certificate::withoutDetails).toList());
    }
    return shown.build();
  }

  private static DomainValidation withoutDetails(DomainValidation validation) {
    return validation.toBuilder()
        .resourceRecord((ResourceRecord) null)
        .validationEmails((List<String>) null)
        .build();
  }

  /** The same with another status. */
  public Certificate withStatus(String status) {
    return withAbout(about -> about.status(status));
  }

  Certificate withAbout(UnaryOperator<CertificateDetail.Builder> change) {
    return new Certificate(change.apply(about.toBuilder()).build(), tags);
  }

  Certificate withTags(Map<String, String> changed) {
    return new Certificate(about, new TreeMap<>(changed));
  }
}
