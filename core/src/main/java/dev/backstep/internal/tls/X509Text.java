package dev.backstep.internal.tls;

import dev.backstep.impala.TlsReport;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/** A certificate in words. */
final class X509Text {

  /** The type of a DNS name among the alternative names of a certificate. */
  private static final Integer DNS_NAME = 2;

  private X509Text() {}

  static TlsReport.Presented of(X509Certificate certificate) {
    return new TlsReport.Presented(
        slashes(certificate.getSubjectX500Principal()),
        slashes(certificate.getIssuerX500Principal()),
        names(certificate),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant());
  }

  /** The form that openssl once wrote, the largest part first: {@code /C=US/O=Amazon/CN=Amazon}. */
  static String slashes(X500Principal principal) {
    try {
      return new LdapName(principal.getName())
          .getRdns().stream().map(X509Text::slash).collect(Collectors.joining());
    } catch (InvalidNameException e) {
      return principal.getName();
    }
  }

  private static String slash(Rdn part) {
    return "/" + part.getType() + "=" + part.getValue();
  }

  private static List<String> names(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> all =
          Optional.ofNullable(certificate.getSubjectAlternativeNames())
              .orElse(Collections.emptyList());
      for (List<?> name : all) {
        if (DNS_NAME.equals(name.get(0))) {
          names.add(String.valueOf(name.get(1)));
        }
      }
    } catch (CertificateParsingException e) {
      names.add("not readable: " + e.getMessage());
    }
    return names;
  }
}
