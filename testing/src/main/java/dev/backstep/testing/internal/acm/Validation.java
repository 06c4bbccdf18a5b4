package dev.backstep.testing.internal.acm;

import dev.backstep.testing.internal.route53.DnsState;
import dev.backstep.testing.internal.state.Account;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.DomainValidation;
import software.amazon.awssdk.services.acm.model.ExtendedKeyUsage;
import software.amazon.awssdk.services.acm.model.KeyUsage;

/** How a pending certificate comes to its end. */
public final class Validation {

  private static final long VALID_DAYS = 395;
  private static final String SUCCESS = "SUCCESS";

  private Validation() {}

  /** Lets a new request come to the end that was decided for it, whatever its records say. */
  static void decide(AcmState acm, String arn, Outcome outcome) {
    acm.scripted.add(arn);
    if (!outcome.status().isEmpty()) {
      acm.region()
          .account()
          .timeline()
          .after(outcome.after(), () -> finish(acm, arn, outcome.status(), outcome.reason()));
    }
  }

  /** Looks whether the records are there already, once ACM knows what to look for. */
  static void begin(AcmState acm, String arn) {
    Account account = acm.region().account();
    account.timeline().after(account.settings().certificateDetails, () -> check(acm, arn));
  }

  /** Issues, after a while, every pending certificate whose records are all in the DNS. */
  static void checkAll(AcmState acm) {
    acm.arns().forEach(arn -> check(acm, arn));
  }

  /** Issues the certificate, after a while, if it is pending and its records are in the DNS. */
  static void check(AcmState acm, String arn) {
    if (isProven(acm, arn)) {
      Account account = acm.region().account();
      account
          .timeline()
          .after(
              account.settings().certificateValidation,
              () -> {
                if (isProven(acm, arn)) {
                  issue(acm, arn);
                }
              });
    }
  }

  private static boolean isProven(AcmState acm, String arn) {
    DnsState dns = DnsState.of(acm.region().account());
    return acm.get(arn)
        .filter(it -> it.isPending(now(acm)) && !acm.scripted.contains(arn))
        .filter(
            it ->
                it.about().domainValidationOptions().stream()
                    .allMatch(
                        option ->
                            option.resourceRecord() != null
                                && dns.hasCname(
                                    option.resourceRecord().name(),
                                    option.resourceRecord().value())))
        .isPresent();
  }

  /** Gives a pending certificate its last status; nothing if it is not pending any more. */
  public static void finish(AcmState acm, String arn, String status, String reason) {
    if (acm.get(arn).filter(it -> it.isPending(now(acm))).isEmpty()) {
      return;
    }
    if (status.equals(Certificate.ISSUED)) {
      issue(acm, arn);
    } else {
      acm.certificates.update(
          arn,
          it ->
              it.withAbout(
                  about ->
                      about
                          .status(status)
                          .failureReason(reason.isEmpty() ? null : reason)
                          .domainValidationOptions(all(it, Certificate.FAILED))));
    }
  }

  private static void issue(AcmState acm, String arn) {
    Instant now = now(acm);
    Account account = acm.region().account();
    account.timeline().after(account.settings().certificateLag, () -> {});
    acm.certificates.update(
        arn,
        it -> it.withAbout(about -> issued(about, now).domainValidationOptions(all(it, SUCCESS))));
  }

  /** What an issued certificate says besides. */
  static CertificateDetail.Builder issued(CertificateDetail.Builder about, Instant now) {
    Instant midnight = now.truncatedTo(ChronoUnit.DAYS);
    return about
        .status(Certificate.ISSUED)
        .issuedAt(now)
        .notBefore(midnight)
        .notAfter(midnight.plus(VALID_DAYS, ChronoUnit.DAYS).minusSeconds(1))
        .keyUsages(
            List.of(
                KeyUsage.builder().name("DIGITAL_SIGNATURE").build(),
                KeyUsage.builder().name("KEY_ENCIPHERMENT").build()))
        .extendedKeyUsages(
            ExtendedKeyUsage.builder()
                .name("TLS_WEB_SERVER_AUTHENTICATION")
                .oid("1.3.6.1.5.5.7.3.1")
                .build());
  }

  private static List<DomainValidation> all(Certificate certificate, String status) {
    return certificate.about().domainValidationOptions().stream()
        .map(it -> it.toBuilder().validationStatus(status).build())
        .toList();
  }

  private static Instant now(AcmState acm) {
    return acm.region().account().timeline().now();
  }
}
