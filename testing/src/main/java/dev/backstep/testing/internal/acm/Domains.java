package dev.backstep.testing.internal.acm;

import dev.backstep.testing.internal.state.Account;
import dev.backstep.testing.internal.wire.AwsError;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.acm.model.DomainValidation;
import software.amazon.awssdk.services.acm.model.ResourceRecord;

/** Names that certificates are for, and how one shows that they are one's own. */
final class Domains {

  private static final String NAME =
      "(\\*\\.)?(((?!-)[A-Za-z0-9-]{0,62}[A-Za-z0-9])\\.)+((?!-)[A-Za-z0-9-]{1,62}[A-Za-z0-9])";
  private static final List<String> MAILBOXES =
      List.of("admin@", "administrator@", "hostmaster@", "postmaster@", "webmaster@");

  private Domains() {}

  static String check(@Nullable String name, String parameter) {
    if (name == null || name.length() > 253 || !name.matches(NAME)) {
      throw AwsError.of(
          "ValidationException",
          "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: Member"
              + " must satisfy regular expression pattern: %s",
          name,
          parameter,
          NAME);
    }
    return name.toLowerCase(Locale.ROOT);
  }

  /** Whether the name is one of Amazon's own, for which ACM issues nothing. */
  static boolean isAmazons(String name) {
    return Stream.of("amazonaws.com", "amazonaws.com.cn", "cloudfront.net", "elasticbeanstalk.com")
        .anyMatch(own -> name.equals(own) || name.endsWith("." + own));
  }

  /** How a name is to be validated; a name and its wildcard have one record together. */
  static DomainValidation validation(String name, String method, String mailDomain) {
    String base = name.replaceFirst("^\\*\\.", "");
    DomainValidation.Builder validation =
        DomainValidation.builder()
            .domainName(name)
            .validationStatus(Certificate.PENDING)
            .validationMethod(method);
    if (method.equals("DNS")) {
      return validation.resourceRecord(record(base)).build();
    }
    return validation
        .validationDomain(mailDomain)
        .validationEmails(MAILBOXES.stream().map(mailbox -> mailbox + mailDomain).toList())
        .build();
  }

  /** The same for all requests of an account for a name, as with AWS. */
  private static ResourceRecord record(String base) {
    return ResourceRecord.builder()
        .name("_" + digest("name", base) + "." + base + ".")
        .type("CNAME")
        .value("_" + digest("value", base) + ".jkddzztszm.acm-validations.aws.")
        .build();
  }

  private static String digest(String what, String base) {
    byte[] text = String.join(" ", what, base, Account.ID).getBytes(StandardCharsets.UTF_8);
    return UUID.nameUUIDFromBytes(text).toString().replace("-", "");
  }
}
