package dev.backstep.internal.impala;

import dev.backstep.impala.Certificate;
import dev.backstep.internal.acm.AcmCertificate;
import dev.backstep.internal.acm.CertificateStep;
import dev.backstep.internal.acm.Certificates;
import dev.backstep.internal.acm.IssuedStep;
import dev.backstep.internal.engine.KeepStep;
import dev.backstep.internal.engine.Ref;
import dev.backstep.internal.engine.Undo;
import dev.backstep.internal.planning.Nodes;
import dev.backstep.internal.route53.RecordInSyncStep;
import dev.backstep.internal.route53.RecordStep;
import dev.backstep.internal.route53.RemoveRecord;
import dev.backstep.plan.Action;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lays out the steps that lead to a certificate: everything else waits until it is issued. */
final class CertificateLayout {

  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  private final BalancerSpec spec;
  private final ChosenCertificate chosen;
  private final Nodes nodes;

  private CertificateLayout(BalancerSpec spec, ChosenCertificate chosen, Nodes nodes) {
    this.spec = spec;
    this.chosen = chosen;
    this.nodes = nodes;
  }

  static void join(BalancerSpec spec, Choice choice, Nodes nodes) {
    choice.certificate().ifPresent(it -> new CertificateLayout(spec, it, nodes).join());
  }

  private void join() {
    if (chosen.arn().isEmpty()) {
      request((Certificate.Request) spec.certificate().orElseThrow());
    } else {
      nodes.add(
          Names.CERTIFICATE,
          Action.UNCHANGED,
          new KeepStep(chosen.arn()),
          new Undo.Nothing(),
          List.of(),
          "certificate " + chosen.arn(),
          chosen.names().isEmpty() ? List.of() : List.of(names()),
          "none");
    }
    if (!chosen.issued()) {
      await((Certificate.Request) spec.certificate().orElseThrow());
    }
  }

  private String names() {
    return "names: " + String.join(", ", chosen.names());
  }

  private void request(Certificate.Request request) {
    Map<String, String> tags = new LinkedHashMap<>(spec.tags());
    tags.putIfAbsent("Name", spec.cluster());
    request.hostedZone().ifPresent(zone -> tags.put(Names.ZONE_TAG, zone));
    nodes.add(
        Names.CERTIFICATE,
        Action.CREATE,
        new CertificateStep(
            request.domain(), request.otherNames(), request.validation().name(), tags),
        new Undo.DeleteMade(Certificates.KIND, request.domain(), ""),
        List.of(Names.FRONT_END, Names.FRONT_END + "/tags"),
        "certificate for %s, validated by %s"
            .formatted(
                request.domain(),
                request.validation() == Certificate.Validation.DNS ? "DNS" : "mail"),
        List.of(names()),
        "acm:RequestCertificate");
  }

  private void await(Certificate.Request request) {
    List<String> ready = new ArrayList<>(List.of(Names.CERTIFICATE));
    request.hostedZone().ifPresent(zone -> ready.addAll(records(request, zone)));
    nodes.add(
        Names.ISSUED,
        Action.CHECK,
        new IssuedStep(
            Ref.to(Names.CERTIFICATE),
            request.parkAfter(),
            request.parkAfter().compareTo(LOOK_EVERY) < 0 ? request.parkAfter() : LOOK_EVERY,
            request.hostedZone().isPresent()),
        new Undo.Nothing(),
        ready,
        "wait until it is issued; after %d s the run parks, to be resumed then"
            .formatted(request.parkAfter().toSeconds()),
        List.of(),
        "acm:DescribeCertificate");
    nodes.fence(Names.ISSUED);
  }

  /** One record a name; a wildcard shares that of the name below it. */
  private List<String> records(Certificate.Request request, String zone) {
    List<String> waits = new ArrayList<>();
    for (String name : request.names().stream().map(AcmCertificate::plain).distinct().toList()) {
      String id = "certificate/record/" + name;
      Ref certificate = Ref.to(Names.CERTIFICATE);
      nodes.add(
          id,
          Action.CREATE,
          new RecordStep(zone, certificate, name),
          new RemoveRecord(zone, certificate, name),
          List.of(Names.CERTIFICATE),
          "record in hosted zone %s that validates %s".formatted(zone, name),
          List.of(),
          "route53:ChangeResourceRecordSets");
      nodes.add(
          id + "/in-sync",
          Action.CHECK,
          new RecordInSyncStep(Ref.to(id)),
          new Undo.Nothing(),
          List.of(id),
          "wait until all name servers have it",
          List.of(),
          "route53:GetChange");
      waits.add(id + "/in-sync");
    }
    return waits;
  }
}
