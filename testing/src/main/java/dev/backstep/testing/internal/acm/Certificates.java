package dev.backstep.testing.internal.acm;

import dev.backstep.testing.internal.service.Area;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.service.Operations;
import dev.backstep.testing.internal.service.Page;
import dev.backstep.testing.internal.wire.AwsError;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateSummary;
import software.amazon.awssdk.services.acm.model.DeleteCertificateRequest;
import software.amazon.awssdk.services.acm.model.DeleteCertificateResponse;
import software.amazon.awssdk.services.acm.model.DescribeCertificateRequest;
import software.amazon.awssdk.services.acm.model.DescribeCertificateResponse;
import software.amazon.awssdk.services.acm.model.ListCertificatesRequest;
import software.amazon.awssdk.services.acm.model.ListCertificatesResponse;

/** Reading and deleting certificates. */
public final class Certificates implements Area {

  @Override
  public void addTo(Operations operations) {
    operations.read("DescribeCertificate", DescribeCertificateRequest::builder, this::describe);
    operations.read("ListCertificates", ListCertificatesRequest::builder, this::list);
    operations.write("DeleteCertificate", DeleteCertificateRequest::builder, this::delete);
  }

  private DescribeCertificateResponse describe(
      Context context, DescribeCertificateRequest request) {
    AcmState acm = AcmState.of(context.region());
    Certificate certificate = acm.seen(request.certificateArn());
    List<String> users = acm.users(certificate.arn());
    CertificateDetail shown =
        certificate.at(context.now(), context.settings().certificateDetails).toBuilder()
            .inUseBy(users)
            .build();
    return DescribeCertificateResponse.builder().certificate(shown).build();
  }

  private ListCertificatesResponse list(Context context, ListCertificatesRequest request) {
    AcmState acm = AcmState.of(context.region());
    List<String> statuses = request.certificateStatusesAsStrings();
    Set<String> keys =
        request.includes() == null || request.includes().keyTypes().isEmpty()
            ? Keys.USUAL
            : Set.copyOf(request.includes().keyTypesAsStrings());
    List<Certificate> shown =
        acm.certificates.seen().stream()
            .filter(it -> statuses.isEmpty() || statuses.contains(it.status(context.now())))
            .filter(it -> keys.contains(Keys.requested(it.about().keyAlgorithmAsString())))
            .toList();
    int asked = request.maxItems() == null ? Integer.MAX_VALUE : request.maxItems();
    if (asked < 1) {
      throw AwsError.of("ValidationException", "maxItems must be at least 1, and is %d", asked);
    }
    Page<Certificate> page =
        Page.of(
            shown,
            Certificate::arn,
            request.nextToken(),
            Math.min(asked, context.settings().acmPageSize));
    return ListCertificatesResponse.builder()
        .certificateSummaryList(page.items().stream().map(it -> summary(context, acm, it)).toList())
        .nextToken(page.next())
        .build();
  }

  private static CertificateSummary summary(Context context, AcmState acm, Certificate it) {
    CertificateDetail about = it.about();
    return CertificateSummary.builder()
        .certificateArn(it.arn())
        .domainName(about.domainName())
        .subjectAlternativeNameSummaries(it.names())
        .hasAdditionalSubjectAlternativeNames(false)
        .status(it.status(context.now()))
        .type(about.typeAsString())
        .keyAlgorithm(about.keyAlgorithmAsString())
        .inUse(!acm.users(it.arn()).isEmpty())
        .renewalEligibility(about.renewalEligibilityAsString())
        .notBefore(about.notBefore())
        .notAfter(about.notAfter())
        .createdAt(about.createdAt())
        .issuedAt(about.issuedAt())
        .importedAt(about.importedAt())
        .build();
  }

  private DeleteCertificateResponse delete(Context context, DeleteCertificateRequest request) {
    AcmState acm = AcmState.of(context.region());
    Certificate certificate = acm.use(request.certificateArn());
    List<String> users = acm.users(certificate.arn());
    if (!users.isEmpty()) {
      throw AwsError.of(
          "ResourceInUseException", "Certificate %s is in use by %s", certificate.arn(), users);
    }
    acm.certificates.remove(certificate.arn());
    return DeleteCertificateResponse.builder().build();
  }
}
