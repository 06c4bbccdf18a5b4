package dev.backstep.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A certificate that is to be there already: what {@link CertificateWorld#add(NewCertificate)}
 * takes. By default it is ACM's own, issued just now, valid for 395 days, with an RSA key of 2048
 * bits, validated by DNS.
 */
public final class NewCertificate {

  final List<String> names = new ArrayList<>();
  final Map<String, String> tags = new TreeMap<>();
  String status = "ISSUED";
  String keyAlgorithm = "RSA_2048";
  String validationMethod = "DNS";
  String failureReason = "";
  boolean imported;
  Duration validFor = Duration.ofDays(395);

  private NewCertificate(String domain) {
    names.add(domain);
  }

  /** Starts from the name that the certificate is for, such as {@code impala.example.com}. */
  public static NewCertificate forDomain(String domain) {
    return new NewCertificate(domain);
  }

  /** More names that it is for. */
  public NewCertificate alsoFor(String... more) {
    names.addAll(List.of(more));
    return this;
  }

  /**
   * Its status as ACM writes it.
   *
   * @param given such as {@code ISSUED}, {@code PENDING_VALIDATION}, {@code REVOKED}
   */
  public NewCertificate status(String given) {
    status = given;
    return this;
  }

  /**
   * As {@code FAILED}.
   *
   * @param reason as ACM writes it, such as {@code CAA_ERROR}
   */
  public NewCertificate failed(String reason) {
    failureReason = reason;
    return status("FAILED");
  }

  /**
   * The kind of its key.
   *
   * @param given as requests write it: {@code RSA_1024} to {@code RSA_4096}, {@code EC_prime256v1},
   *     {@code EC_secp384r1}, {@code EC_secp521r1}
   */
  public NewCertificate keyAlgorithm(String given) {
    keyAlgorithm = given;
    return this;
  }

  /** Validated by email instead of DNS. */
  public NewCertificate validatedByEmail() {
    validationMethod = "EMAIL";
    return this;
  }

  /** Imported instead of issued by ACM. */
  public NewCertificate imported() {
    imported = true;
    return this;
  }

  /** For how long from now it is valid; none or less makes it expired. */
  public NewCertificate validFor(Duration given) {
    validFor = given;
    return this;
  }

  /** One tag of it. */
  public NewCertificate tag(String key, String value) {
    tags.put(key, value);
    return this;
  }

  /** Its names and status. */
  @Override
  public String toString() {
    return "NewCertificate(" + String.join(", ", names) + ", " + keyAlgorithm + ", " + status + ")";
  }
}
