package dev.backstep.testing.internal.acm;

import dev.backstep.testing.internal.service.Area;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.service.Operations;
import dev.backstep.testing.internal.wire.AwsError;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.DomainValidationOption;
import software.amazon.awssdk.services.acm.model.RequestCertificateRequest;
import software.amazon.awssdk.services.acm.model.RequestCertificateResponse;
import software.amazon.awssdk.services.acm.model.ResendValidationEmailRequest;
import software.amazon.awssdk.services.acm.model.ResendValidationEmailResponse;

/** Asking for certificates. */
public final class Requests implements Area {

  private static final Duration TOKEN_LIFE = Duration.ofHours(1);
  private static final int MOST_NAMES = 10;
  private static final int LONGEST_COMMON_NAME = 64;
  private static final Set<String> METHODS = Set.of("EMAIL", "DNS");

  @Override
  public void addTo(Operations operations) {
    operations.write("RequestCertificate", RequestCertificateRequest::builder, this::request);
    operations.write("ResendValidationEmail", ResendValidationEmailRequest::builder, this::resend);
  }

  private RequestCertificateResponse request(Context context, RequestCertificateRequest request) {
    AcmState acm = AcmState.of(context.region());
    Map<String, String> tags = CertificateTags.checked(request.tags());
    CertificateDetail about = about(context, request);
    String token = token(request.idempotencyToken());
    Optional<String> before =
        Optional.ofNullable(acm.tokens.get(token))
            .filter(it -> context.now().isBefore(it.until()))
            .map(Token::arn)
            .filter(arn -> acm.get(arn).isPresent());
    if (before.isPresent()) {
      return RequestCertificateResponse.builder().certificateArn(before.get()).build();
    }
    String arn = context.arn("acm", "certificate/" + context.account().ids().uuid("certificate"));
    acm.put(Certificate.of(about.toBuilder().certificateArn(arn).build(), tags));
    context.account().made(arn, context.origin());
    if (!token.isEmpty()) {
      acm.tokens.put(token, new Token(arn, context.now().plus(TOKEN_LIFE)));
    }
    course(context, about)
        .ifPresentOrElse(it -> Validation.decide(acm, arn, it), () -> Validation.begin(acm, arn));
    return RequestCertificateResponse.builder().certificateArn(arn).build();
  }

  /** What becomes of the request, if that does not hang on its validation. */
  private static Optional<Outcome> course(Context context, CertificateDetail about) {
    if (about.subjectAlternativeNames().stream().anyMatch(Domains::isAmazons)) {
      return Optional.of(
          new Outcome(
              Certificate.FAILED,
              "ADDITIONAL_VERIFICATION_REQUIRED",
              context.settings().certificateDetails));
    }
    return AcmState.of(context.region()).decision(about.domainName());
  }

  private static CertificateDetail about(Context context, RequestCertificateRequest request) {
    String domain = Domains.check(request.domainName(), "domainName");
    if (domain.length() > LONGEST_COMMON_NAME) {
      throw AwsError.of(
          "InvalidParameterException",
          "The first domain name can have at most %d characters",
          LONGEST_COMMON_NAME);
    }
    List<String> names =
        Stream.concat(
                Stream.of(domain),
                request.subjectAlternativeNames().stream()
                    .map(name -> Domains.check(name, "subjectAlternativeNames")))
            .distinct()
            .toList();
    if (names.size() > MOST_NAMES) {
      throw AwsError.of(
          "LimitExceededException", "Too many domain names: %d of %d", names.size(), MOST_NAMES);
    }
    String method = method(request.validationMethodAsString());
    Map<String, String> mailDomains = mailDomains(request.domainValidationOptions(), names);
    return CertificateDetail.builder()
        .domainName(domain)
        .subjectAlternativeNames(names)
        .domainValidationOptions(
            names.stream()
                .map(
                    name ->
                        Domains.validation(
                            name, method, mailDomains.getOrDefault(name, name.replace("*.", ""))))
                .toList())
        .subject("CN=" + domain)
        .issuer("Amazon")
        .createdAt(context.now())
        .status(Certificate.PENDING)
        .type("AMAZON_ISSUED")
        .keyAlgorithm(Keys.described(request.keyAlgorithmAsString()))
        .signatureAlgorithm("SHA256WITHRSA")
        .renewalEligibility("INELIGIBLE")
        .options(options -> options.certificateTransparencyLoggingPreference("ENABLED"))
        .build();
  }

  private static Map<String, String> mailDomains(
      List<DomainValidationOption> options, List<String> names) {
    Map<String, String> domains = new HashMap<>();
    for (DomainValidationOption option : options) {
      String parent = option.validationDomain();
      if (!names.contains(option.domainName())
          || !(option.domainName().equals(parent) || option.domainName().endsWith("." + parent))) {
        throw AwsError.of(
            "InvalidDomainValidationOptionsException",
            "%s cannot be validated by %s",
            option.domainName(),
            parent);
      }
      domains.put(option.domainName(), parent);
    }
    return domains;
  }

  private static String method(@Nullable String given) {
    String method = given == null ? "EMAIL" : given;
    if (!METHODS.contains(method)) {
      throw AwsError.of("ValidationException", "Unknown validation method %s", method);
    }
    return method;
  }

  private static String token(@Nullable String given) {
    if (given != null && !given.matches("\\w{1,32}")) {
      throw AwsError.of("ValidationException", "Invalid idempotency token '%s'", given);
    }
    return given == null ? "" : given;
  }

  private ResendValidationEmailResponse resend(
      Context context, ResendValidationEmailRequest request) {
    Certificate certificate = AcmState.of(context.region()).use(request.certificateArn());
    boolean byMail =
        certificate.about().domainValidationOptions().stream()
            .anyMatch(
                it ->
                    it.domainName().equals(request.domain())
                        && "EMAIL".equals(it.validationMethodAsString()));
    if (!byMail) {
      throw AwsError.of(
          "InvalidDomainValidationOptionsException",
          "%s is not validated by email",
          request.domain());
    }
    if (!certificate.isPending(context.now())) {
      throw AwsError.of(
          "InvalidStateException", "Certificate %s is not pending", certificate.arn());
    }
    return ResendValidationEmailResponse.builder().build();
  }
}
