package dev.backstep.internal.impala;

import dev.backstep.impala.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A tag on the front-end group with the first names of the certificates that were asked for: where
 * it is not, destroy need not look for any. A wildcard is written with a plus, since tags take no
 * asterisk.
 */
final class CertificatesTag {

  private static final int LONGEST = 256;

  private CertificatesTag() {}

  static List<String> domains(Map<String, String> tags) {
    String value = tags.getOrDefault(Names.CERTIFICATES_TAG, "");
    return value.isEmpty() ? List.of() : List.of(value.replace('+', '*').split(" "));
  }

  /** The tag with the name that is asked for among those that were; empty where none is. */
  static Map<String, String> wanted(BalancerSpec spec, Map<String, String> current) {
    Optional<String> domain =
        spec.certificate()
            .filter(Certificate.Request.class::isInstance)
            .map(it -> ((Certificate.Request) it).domain());
    if (domain.isEmpty()) {
      return Map.of();
    }
    List<String> all = new ArrayList<>(domains(current));
    all.remove(domain.get());
    all.add(domain.get());
    while (text(all).length() > LONGEST) {
      all.remove(0);
    }
    return Map.of(Names.CERTIFICATES_TAG, text(all));
  }

  private static String text(List<String> domains) {
    return domains.stream().collect(Collectors.joining(" ")).replace('*', '+');
  }
}
