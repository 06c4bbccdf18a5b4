package dev.backstep.internal.impala;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.impala.Certificate;
import dev.backstep.internal.acm.AcmCertificate;
import dev.backstep.internal.acm.CertificateReader;
import dev.backstep.internal.aws.PlanningCalls;
import dev.backstep.internal.route53.HostedZoneReader;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** Reads what encryption depends on, and makes no call where there is none. */
final class TlsReader {

  private final PlanningCalls calls;
  private final CertificateReader certificates;
  private final HostedZoneReader zones;

  TlsReader(AwsAccess aws, PlanningCalls calls) {
    this.calls = calls;
    this.certificates = new CertificateReader(aws);
    this.zones = new HostedZoneReader(aws);
  }

  /** Reads that have begun. */
  interface Reads {
    TlsWorld get();
  }

  /** For what is asked for. */
  Reads begin(BalancerSpec spec) {
    Optional<Certificate> asked = spec.certificate();
    if (asked.isEmpty()) {
      return () -> TlsWorld.NONE;
    }
    return asked.get() instanceof Certificate.Given given
        ? begin(given)
        : begin((Certificate.Request) asked.get());
  }

  private Reads begin(Certificate.Given given) {
    if (!CertificateArn.isOfAcm(given.arn())) {
      return () -> TlsWorld.NONE;
    }
    CompletableFuture<Optional<AcmCertificate>> there =
        calls.begin(
            ApiFamily.ACM, "acm:DescribeCertificate", () -> certificates.describe(given.arn()));
    return () -> new TlsWorld(calls.get(there).stream().toList(), Optional.empty());
  }

  private Reads begin(Certificate.Request request) {
    CompletableFuture<List<AcmCertificate>> named = named(Set.of(request.domain()));
    CompletableFuture<Optional<String>> zone =
        request
            .hostedZone()
            .map(
                id ->
                    calls.begin(ApiFamily.ROUTE53, "route53:GetHostedZone", () -> zones.domain(id)))
            .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
    return () -> new TlsWorld(calls.get(named), calls.get(zone));
  }

  private CompletableFuture<List<AcmCertificate>> named(Set<String> domains) {
    return calls.begin(ApiFamily.ACM, "acm:ListCertificates", () -> certificates.named(domains));
  }

  /** The certificates that were asked for, as the groups tell. */
  TlsWorld readOwned(List<World.Group> groups) {
    Set<String> domains = new TreeSet<>();
    groups.forEach(group -> domains.addAll(CertificatesTag.domains(group.tags())));
    return domains.isEmpty()
        ? TlsWorld.NONE
        : new TlsWorld(calls.get(named(domains)), Optional.empty());
  }
}
