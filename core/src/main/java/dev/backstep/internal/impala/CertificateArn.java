package dev.backstep.internal.impala;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the ARNs of certificates. */
final class CertificateArn {

  private static final Pattern ACM =
      Pattern.compile("arn:aws[a-z-]*:acm:([a-z0-9-]+):\\d{12}:certificate/[0-9A-Za-z-]+");
  private static final Pattern IAM =
      Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:server-certificate/[\\w+=,.@/-]+");

  private CertificateArn() {}

  static boolean isOfAcm(String arn) {
    return ACM.matcher(arn).matches();
  }

  static boolean isOne(String arn) {
    return isOfAcm(arn) || IAM.matcher(arn).matches();
  }

  /** The region of a certificate of ACM; those of IAM have none. */
  static Optional<String> region(String arn) {
    Matcher parts = ACM.matcher(arn);
    return parts.matches() ? Optional.of(parts.group(1)) : Optional.empty();
  }
}
