package dev.backstep.testing;

import dev.backstep.testing.internal.acm.AcmState;
import dev.backstep.testing.internal.acm.Certificate;
import dev.backstep.testing.internal.acm.Making;
import dev.backstep.testing.internal.acm.Outcome;
import dev.backstep.testing.internal.acm.Validation;
import dev.backstep.testing.internal.state.Account;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * The certificates of one region, as the user and ACM itself have them by hand: {@link
 * World#certificates()}. What is done here is no call, and every read sees it at once.
 */
public final class CertificateWorld {

  private final Account account;
  private final String region;

  CertificateWorld(Account account, String region) {
    this.account = account;
    this.region = region;
  }

  /**
   * Adds a certificate that is issued and that load balancers take.
   *
   * @return its ARN
   */
  public String addIssued(String domain, String... alsoFor) {
    return add(NewCertificate.forDomain(domain).alsoFor(alsoFor));
  }

  /**
   * Adds a certificate.
   *
   * @return its ARN
   */
  public String add(NewCertificate wanted) {
    return work(
        acm ->
            new Making(acm)
                .certificate(
                    new Making.Wanted(
                        wanted.names,
                        wanted.keyAlgorithm,
                        wanted.validationMethod,
                        wanted.status,
                        wanted.failureReason,
                        wanted.imported,
                        wanted.validFor,
                        wanted.tags)));
  }

  /**
   * Issues a pending certificate, as when somebody clicks the link in the email.
   *
   * @throws IllegalStateException if it is not pending
   * @throws NoSuchElementException if it is not there
   */
  public void validate(String arn) {
    finish(arn, "ISSUED", "");
  }

  /**
   * Lets a pending certificate fail.
   *
   * @param reason as ACM writes it, such as {@code CAA_ERROR}
   * @throws IllegalStateException if it is not pending
   * @throws NoSuchElementException if it is not there
   */
  public void fail(String arn, String reason) {
    finish(arn, "FAILED", reason);
  }

  /**
   * Gives a certificate any status.
   *
   * @param status as ACM writes it, such as {@code REVOKED}, {@code VALIDATION_TIMED_OUT}
   * @throws NoSuchElementException if it is not there
   */
  public void setStatus(String arn, String status) {
    work(
        acm -> {
          acm.put(require(acm, arn).withStatus(status));
          return arn;
        });
  }

  /** Decides what becomes of all further requests whose first name is the given one. */
  public void decide(String domain, CertificateOutcome outcome) {
    work(
        acm -> {
          acm.decide(domain, new Outcome(outcome.status(), outcome.reason(), outcome.after()));
          return domain;
        });
  }

  /** The status of a certificate now. */
  public String status(String arn) {
    return work(acm -> require(acm, arn).status(account.timeline().now()));
  }

  /** The ARNs of all certificates. */
  public List<String> arns() {
    return work(AcmState::arns);
  }

  /** The region that they are in. */
  @Override
  public String toString() {
    return "CertificateWorld(" + region + ")";
  }

  private void finish(String arn, String status, String reason) {
    work(
        acm -> {
          String before = require(acm, arn).status(account.timeline().now());
          if (!before.equals("PENDING_VALIDATION")) {
            throw new IllegalStateException(
                "certificate " + arn + " is " + before + " (expected: PENDING_VALIDATION)");
          }
          Validation.finish(acm, arn, status, reason);
          return arn;
        });
  }

  private static Certificate require(AcmState acm, String arn) {
    return acm.get(arn).orElseThrow(() -> new NoSuchElementException("no certificate " + arn));
  }

  private <T> T work(Function<AcmState, T> work) {
    return account.asUser(() -> work.apply(AcmState.of(account.region(region))));
  }
}
