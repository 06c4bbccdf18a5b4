package dev.backstep.testing.internal.acm;

import dev.backstep.testing.internal.wire.AwsError;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Kinds of keys, which requests write RSA_2048 and answers RSA-2048. */
public final class Keys {

  private static final List<String> ALL =
      List.of(
          "RSA_1024",
          "RSA_2048",
          "RSA_3072",
          "RSA_4096",
          "EC_prime256v1",
          "EC_secp384r1",
          "EC_secp521r1");

  /** What a listing shows if nothing else is asked for. */
  static final Set<String> USUAL = Set.of("RSA_1024", "RSA_2048");

  private Keys() {}

  /** As DescribeCertificate writes it. */
  public static String described(@Nullable String requested) {
    String given = requested == null ? "RSA_2048" : requested;
    if (!ALL.contains(given)) {
      throw AwsError.of("ValidationException", "Unknown key algorithm %s", given);
    }
    return given.startsWith("RSA_") ? given.replace('_', '-') : given;
  }

  /** As requests write it. */
  static String requested(String described) {
    return described.replace("RSA-", "RSA_");
  }

  /** Whether a classic load balancer takes certificates of ACM with such a key. */
  public static boolean fitsClassicLoadBalancer(Certificate certificate) {
    return Set.of("RSA_1024", "RSA_2048", "RSA_3072")
        .contains(requested(certificate.about().keyAlgorithmAsString()));
  }
}
