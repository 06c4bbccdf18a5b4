package dev.backstep.internal.acm;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.DomainValidation;
import software.amazon.awssdk.services.acm.model.ResourceRecord;

/**
 * A certificate as ACM describes it.
 *
 * @param arn its ARN
 * @param domain its first name
 * @param names all of its names, sorted
 * @param status such as {@code ISSUED}
 * @param reason why it failed; empty if it did not
 * @param keyAlgorithm such as {@code RSA_2048}, which AWS also writes with a hyphen
 * @param notAfter until when it is valid; empty while it is not issued
 * @param validations what validates each name
 * @param tags its tags; empty where they were not read
 */
public record AcmCertificate(
    String arn,
    String domain,
    List<String> names,
    String status,
    String reason,
    String keyAlgorithm,
    Optional<Instant> notAfter,
    List<Validation> validations,
    Map<String, String> tags) {

  /**
   * What validates a name.
   *
   * @param domain the name
   * @param record the CNAME record to make, once ACM says; empty for a mail
   * @param mails where mails were sent to
   */
  public record Validation(String domain, Optional<Cname> record, List<String> mails) {}

  /** A CNAME record: the name ends with a dot, as does where it leads. */
  public record Cname(String name, String value) {}

  static AcmCertificate of(CertificateDetail detail, Map<String, String> tags) {
    TreeSet<String> names = new TreeSet<>(detail.subjectAlternativeNames());
    names.add(detail.domainName());
    return new AcmCertificate(
        detail.certificateArn(),
        detail.domainName(),
        List.copyOf(names),
        String.valueOf(detail.statusAsString()),
        Optional.ofNullable(detail.failureReasonAsString())
            .or(() -> Optional.ofNullable(detail.revocationReasonAsString()))
            .orElse(""),
        String.valueOf(detail.keyAlgorithmAsString()).replace('-', '_'),
        Optional.ofNullable(detail.notAfter()),
        validations(detail),
        new TreeMap<>(tags));
  }

  private static List<Validation> validations(CertificateDetail detail) {
    List<Validation> all = new ArrayList<>();
    for (DomainValidation option : detail.domainValidationOptions()) {
      all.add(
          new Validation(
              option.domainName(),
              Optional.ofNullable(option.resourceRecord()).map(AcmCertificate::cname),
              option.validationEmails()));
    }
    return all.stream().sorted(java.util.Comparator.comparing(Validation::domain)).toList();
  }

  private static Cname cname(ResourceRecord record) {
    return new Cname(record.name(), record.value());
  }

  /** Whether it is issued. */
  public boolean isIssued() {
    return status.equals("ISSUED");
  }

  /** Whether ACM still waits for its validation. */
  public boolean isPending() {
    return status.equals("PENDING_VALIDATION");
  }

  /** The CNAME record for a name; a wildcard has the one of the name below it. */
  public Optional<Cname> record(String name) {
    return validations.stream()
        .filter(it -> plain(it.domain()).equals(plain(name)))
        .flatMap(it -> it.record().stream())
        .findFirst();
  }

  /** A name without the {@code *.} of a wildcard. */
  public static String plain(String name) {
    return name.startsWith("*.") ? name.substring(2) : name;
  }
}
