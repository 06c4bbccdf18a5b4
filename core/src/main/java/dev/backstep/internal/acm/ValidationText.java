package dev.backstep.internal.acm;

import java.util.List;
import java.util.stream.Collectors;

/** What somebody has to do so that a certificate is issued. */
final class ValidationText {

  private ValidationText() {}

  static String of(AcmCertificate certificate, IssuedStep step) {
    String waiting =
        "certificate for %s is not issued yet".formatted(String.join(", ", certificate.names()));
    List<String> records =
        certificate.validations().stream()
            .flatMap(it -> it.record().stream())
            .map(it -> "%s CNAME %s".formatted(it.name(), it.value()))
            .distinct()
            .toList();
    if (step.recordsAreMade()) {
      return waiting + ": ACM looks for the records that were made";
    }
    if (!records.isEmpty()) {
      return records.stream()
          .map(record -> "\n            " + record)
          .collect(Collectors.joining("", waiting + "; make these DNS records:", ""));
    }
    List<String> mails =
        certificate.validations().stream().flatMap(it -> it.mails().stream()).distinct().toList();
    return mails.isEmpty()
        ? waiting + ", and ACM has not said yet how it is validated"
        : waiting + "; one of these has a mail to answer: " + String.join(", ", mails);
  }
}
