package dev.backstep.testing;

import java.time.Duration;

/**
 * What becomes of a request for a certificate, instead of what its validation says: given to {@link
 * CertificateWorld#decide(String, CertificateOutcome)}.
 *
 * @param status what it becomes; empty if it stays pending until it times out
 * @param reason of a failure, as ACM writes it; empty if none
 * @param after how long after the request
 */
public record CertificateOutcome(String status, String reason, Duration after) {

  /** Somebody shows that the domain is theirs, whether by email or by DNS. */
  public static CertificateOutcome issuedAfter(Duration after) {
    return new CertificateOutcome("ISSUED", "", after);
  }

  /**
   * ACM will not have it.
   *
   * @param reason such as {@code CAA_ERROR}, {@code DOMAIN_NOT_ALLOWED}, {@code
   *     NO_AVAILABLE_CONTACTS}
   */
  public static CertificateOutcome failedAfter(Duration after, String reason) {
    return new CertificateOutcome("FAILED", reason, after);
  }

  /** Nobody shows anything: pending for 72 hours, then {@code VALIDATION_TIMED_OUT}. */
  public static CertificateOutcome never() {
    return new CertificateOutcome("", "", Duration.ZERO);
  }
}
