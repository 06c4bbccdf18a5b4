package dev.backstep.testing.internal.elb;

import dev.backstep.testing.internal.acm.AcmState;
import dev.backstep.testing.internal.acm.Certificate;
import dev.backstep.testing.internal.acm.Keys;
import dev.backstep.testing.internal.acm.Making;
import dev.backstep.testing.internal.state.Account;
import dev.backstep.testing.internal.state.Region;
import dev.backstep.testing.internal.tls.Identity;
import dev.backstep.testing.internal.wire.AwsError;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Which certificates a listener may name: those of IAM, and of ACM in the same region. */
public final class ServerCertificates {

  private static final String IAM = "arn:[\\w-]+:iam::\\d{12}:server-certificate/.+";

  private static final String USUAL_NAME = "www.example.com";
  private static final Duration VALID = Duration.ofDays(395);

  private ServerCertificates() {}

  /**
   * Puts a usable certificate there by hand.
   *
   * @throws IllegalArgumentException if it is neither one of IAM nor one of ACM in the region
   */
  public static String add(Region region, String arn) {
    if (arn.matches(IAM)) {
      ElbState.of(region).iamCertificates.add(arn);
      return arn;
    }
    String acm = "arn:" + region.partition() + ":acm:" + region.name() + ":" + Account.ID + ":";
    if (!arn.startsWith(acm + "certificate/")) {
      throw new IllegalArgumentException(
          arn + " (expected: " + acm + "certificate/… or a server certificate of IAM)");
    }
    return new Making(AcmState.of(region))
        .certificate(
            arn,
            new Making.Wanted(
                List.of(USUAL_NAME), "RSA_2048", "DNS", "ISSUED", "", false, VALID, Map.of()));
  }

  static void require(Region region, String arn) {
    if (ElbState.of(region).iamCertificates.contains(arn)) {
      return;
    }
    Account account = region.account();
    Instant now = account.timeline().now();
    Certificate certificate =
        AcmState.of(region)
            .seenElsewhere(arn)
            .filter(it -> it.status(now).equals("ISSUED"))
            .filter(it -> !now.isBefore(it.since().plus(account.settings().certificateLag)))
            .orElseThrow(() -> absent(arn));
    if (!Keys.fitsClassicLoadBalancer(certificate)) {
      throw Checks.configuration(
          "The key algorithm %s of certificate %s is not supported",
          certificate.about().keyAlgorithmAsString(), arn);
    }
  }

  /** What the certificate says, for a port that shows it. */
  static Identity identity(Region region, String arn) {
    Instant today = region.account().timeline().now().truncatedTo(ChronoUnit.DAYS);
    return AcmState.of(region)
        .get(arn)
        .map(Certificate::about)
        .map(
            it ->
                new Identity(
                    it.subjectAlternativeNames(),
                    Objects.requireNonNullElse(it.notBefore(), today),
                    Objects.requireNonNullElse(it.notAfter(), today.plus(VALID))))
        .orElseGet(() -> new Identity(List.of(USUAL_NAME), today, today.plus(VALID)));
  }

  private static AwsError absent(String arn) {
    return AwsError.of("CertificateNotFound", "Server Certificate not found for the key: %s", arn);
  }
}
