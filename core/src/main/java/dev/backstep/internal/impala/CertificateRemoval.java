package dev.backstep.internal.impala;

import dev.backstep.internal.acm.AcmCertificate;
import dev.backstep.internal.acm.Certificates;
import dev.backstep.internal.engine.DeleteStep;
import dev.backstep.internal.engine.Undo;
import dev.backstep.internal.planning.Nodes;
import dev.backstep.internal.route53.RecordRemovalStep;
import dev.backstep.plan.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lays out the removal of the certificates that were asked for, once the balancer that presents
 * them is gone, and of the records that validate them. One that was given is nobody's to remove.
 */
final class CertificateRemoval {

  private final BalancerSpec spec;
  private final World world;
  private final Nodes nodes;
  private final List<String> notes;
  private final List<String> gone = new ArrayList<>();

  private CertificateRemoval(BalancerSpec spec, World world, Nodes nodes, List<String> notes) {
    this.spec = spec;
    this.world = world;
    this.nodes = nodes;
    this.notes = notes;
  }

  /** The ids of the steps. */
  static List<String> layOut(BalancerSpec spec, World world, Nodes nodes, List<String> notes) {
    CertificateRemoval removal = new CertificateRemoval(spec, world, nodes, notes);
    List<AcmCertificate> ours =
        world.tls().certificates().stream().filter(removal::isOurs).toList();
    for (int number = 0; number < ours.size(); number++) {
      removal.remove(Names.CERTIFICATE + (number == 0 ? "" : "/" + number), ours.get(number));
    }
    return removal.gone;
  }

  private boolean isOurs(AcmCertificate certificate) {
    return Ownership.of(certificate.tags(), spec.owner()) == Ownership.MANAGED;
  }

  private void remove(String id, AcmCertificate certificate) {
    String what = "certificate for %s (%s)".formatted(certificate.domain(), certificate.arn());
    if (isStillPresented(certificate)) {
      notes.add("%s stays: the load balancer, which stays, presents it".formatted(what));
      return;
    }
    nodes.add(
        id,
        Action.DELETE,
        new DeleteStep(Certificates.KIND, certificate.arn(), certificate.domain(), ""),
        new Undo.Nothing(),
        List.of(Names.LOAD_BALANCER),
        what + ", which was asked for, once AWS says that nothing uses it",
        List.of(),
        "acm:DeleteCertificate");
    gone.add(id);
    Optional.ofNullable(certificate.tags().get(Names.ZONE_TAG))
        .ifPresent(zone -> records(id, certificate, zone));
  }

  private boolean isStillPresented(AcmCertificate certificate) {
    return !nodes.has(Names.LOAD_BALANCER)
        && world.balancer().stream()
            .flatMap(there -> there.listeners().values().stream())
            .anyMatch(it -> ListenerText.parse(it).certificate().equals(certificate.arn()));
  }

  private void records(String id, AcmCertificate certificate, String zone) {
    List<AcmCertificate.Cname> records =
        certificate.validations().stream().flatMap(it -> it.record().stream()).distinct().toList();
    for (AcmCertificate.Cname record : records) {
      if (isNeededByOthers(record)) {
        notes.add(
            "record %s stays: it validates certificates of others, too".formatted(record.name()));
      } else {
        String step = id + "/record/" + record.name().replaceFirst("\\.$", "");
        nodes.add(
            step,
            Action.DELETE,
            new RecordRemovalStep(zone, record.name(), record.value()),
            new Undo.Nothing(),
            List.of(id),
            "record %s in hosted zone %s, if it is the one that was made"
                .formatted(record.name(), zone),
            List.of(),
            "route53:ChangeResourceRecordSets");
        gone.add(step);
      }
    }
  }

  private boolean isNeededByOthers(AcmCertificate.Cname record) {
    return world.tls().certificates().stream()
        .filter(it -> !isOurs(it))
        .flatMap(it -> it.validations().stream())
        .anyMatch(it -> it.record().equals(Optional.of(record)));
  }
}
