package dev.backstep.internal.impala;

import dev.backstep.internal.acm.AcmCertificate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What AWS has, as far as encryption depends on it. Nothing was read where none is asked for.
 *
 * @param certificates of ACM: the one that was given, or those of the names that are asked for
 * @param zoneDomain the domain of the hosted zone that was given; empty if it is not there
 */
record TlsWorld(List<AcmCertificate> certificates, Optional<String> zoneDomain) {

  static final TlsWorld NONE = new TlsWorld(List.of(), Optional.empty());

  TlsWorld {
    certificates = certificates.stream().sorted(Comparator.comparing(AcmCertificate::arn)).toList();
  }
}
