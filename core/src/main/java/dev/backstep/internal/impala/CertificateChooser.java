package dev.backstep.internal.impala;

import dev.backstep.impala.Certificate;
import dev.backstep.internal.acm.AcmCertificate;
import dev.backstep.internal.engine.Tags;
import dev.backstep.internal.planning.Problems;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Holds the certificate that is asked for against those that are there. */
final class CertificateChooser {

  private final BalancerSpec spec;
  private final TlsWorld world;
  private final String region;
  private final Problems problems;
  private final List<String> notes;

  CertificateChooser(
      BalancerSpec spec, TlsWorld world, String region, Problems problems, List<String> notes) {
    this.spec = spec;
    this.world = world;
    this.region = region;
    this.problems = problems;
    this.notes = notes;
  }

  /** The certificate; empty where none is asked for, or something is wrong with it. */
  Optional<ChosenCertificate> choose() {
    Optional<Certificate> asked = spec.certificate();
    if (asked.isEmpty()) {
      return Optional.empty();
    }
    return asked.get() instanceof Certificate.Given given
        ? given(given.arn())
        : requested((Certificate.Request) asked.get());
  }

  private Optional<ChosenCertificate> given(String arn) {
    if (!CertificateArn.isOfAcm(arn)) {
      notes.add(
          "certificate %s is one of IAM, which was not looked at: whether the load balancer takes it shows when it gets it"
              .formatted(arn));
      return Optional.of(new ChosenCertificate(arn, true, List.of()));
    }
    Optional<AcmCertificate> there =
        world.certificates().stream().filter(it -> it.arn().equals(arn)).findFirst();
    problems.unless(
        there.isPresent(),
        "tls: certificate \"%s\" is not there (expected: an issued certificate of %s in this account)",
        arn,
        region);
    there.ifPresent(this::check);
    return there.map(it -> new ChosenCertificate(arn, true, it.names()));
  }

  private void check(AcmCertificate there) {
    problems.unless(
        there.isIssued(),
        "tls: certificate \"%s\" is %s%s (expected: ISSUED)",
        there.arn(),
        there.status(),
        there.reason().isEmpty() ? "" : ", " + there.reason());
    String key = there.keyAlgorithm();
    problems.unless(
        !key.startsWith("EC_") && !key.equals("RSA_4096"),
        "tls: certificate \"%s\" has a key of %s (expected: RSA_2048; a classic load balancer takes no elliptic curves and no RSA_4096 from ACM; upload such a certificate to IAM instead)",
        there.arn(),
        key);
  }

  private Optional<ChosenCertificate> requested(Certificate.Request request) {
    request.hostedZone().ifPresent(zone -> checkZone(request, zone));
    List<String> names = List.copyOf(new TreeSet<>(request.names()));
    return world.certificates().stream()
        .filter(it -> spec.owner().equals(it.tags().get(Tags.OWNER)))
        .filter(it -> it.names().equals(names) && (it.isIssued() || it.isPending()))
        .min(Comparator.comparing(AcmCertificate::isPending).thenComparing(AcmCertificate::arn))
        .map(it -> new ChosenCertificate(it.arn(), it.isIssued(), names))
        .or(() -> Optional.of(new ChosenCertificate("", false, names)));
  }

  private void checkZone(Certificate.Request request, String zone) {
    problems.unless(
        world.zoneDomain().isPresent(),
        "tls: hosted zone \"%s\" is not there (expected: a public hosted zone of this account, such as Z0123456789ABCDEFGHIJ)",
        zone);
    world
        .zoneDomain()
        .ifPresent(
            domain ->
                request.names().stream()
                    .map(AcmCertificate::plain)
                    .filter(name -> !name.equals(domain) && !name.endsWith("." + domain))
                    .forEach(
                        name ->
                            problems.unless(
                                false,
                                "tls: \"%s\" is not in hosted zone \"%s\", which is that of %s (expected: a zone that holds all names)",
                                name,
                                zone,
                                domain)));
  }
}
