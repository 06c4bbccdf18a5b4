package dev.backstep.internal.acm;

import dev.backstep.aws.AwsAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.acm.model.CertificateSummary;
import software.amazon.awssdk.services.acm.model.Filters;
import software.amazon.awssdk.services.acm.model.KeyAlgorithm;
import software.amazon.awssdk.services.acm.model.ResourceNotFoundException;
import software.amazon.awssdk.services.acm.model.Tag;

/** Reads certificates of ACM, for a plan or, within its attempts, for a run. */
public final class CertificateReader {

  private final AwsAccess aws;

  /** In the account and region of an access. */
  public CertificateReader(AwsAccess aws) {
    this.aws = aws;
  }

  /** One call; empty when it is not there. Without its tags. */
  public Optional<AcmCertificate> describe(String arn) {
    return describe(arn, Map.of());
  }

  /**
   * Certificates whose first name is one of these, with their tags: a call a page, and two for each
   * that has the name.
   */
  public List<AcmCertificate> named(Set<String> domains) {
    List<AcmCertificate> found = new ArrayList<>();
    for (CertificateSummary summary : list()) {
      if (domains.contains(summary.domainName())) {
        tags(summary.certificateArn())
            .flatMap(tags -> describe(summary.certificateArn(), tags))
            .ifPresent(found::add);
      }
    }
    return found;
  }

  /** The ARNs of certificates whose first name this is. */
  List<String> arns(String domain) {
    return list().stream()
        .filter(it -> it.domainName().equals(domain))
        .map(CertificateSummary::certificateArn)
        .toList();
  }

  /** The tags of a certificate; empty when it is not there. */
  Optional<Map<String, String>> tags(String arn) {
    try {
      Map<String, String> tags = new TreeMap<>();
      for (Tag tag : aws.acm().listTagsForCertificate(r -> r.certificateArn(arn)).tags()) {
        tags.put(tag.key(), tag.value() == null ? "" : tag.value());
      }
      return Optional.of(tags);
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    }
  }

  private Optional<AcmCertificate> describe(String arn, Map<String, String> tags) {
    try {
      return Optional.of(
          AcmCertificate.of(
              aws.acm().describeCertificate(request -> request.certificateArn(arn)).certificate(),
              tags));
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    }
  }

  /** Of every type of key: unless asked, ACM lists only those of RSA with up to 2048 bits. */
  private List<CertificateSummary> list() {
    Filters all = Filters.builder().keyTypes(KeyAlgorithm.knownValues()).build();
    return aws
        .acm()
        .listCertificatesPaginator(request -> request.includes(all))
        .certificateSummaryList()
        .stream()
        .toList();
  }
}
