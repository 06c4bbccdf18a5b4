package dev.backstep;

import dev.backstep.impala.Certificate;
import dev.backstep.impala.Tls;
import dev.backstep.testing.Ledger;
import java.util.List;
import software.amazon.awssdk.services.elasticloadbalancing.model.LoadBalancerDescription;
import software.amazon.awssdk.services.route53.model.Change;
import software.amazon.awssdk.services.route53.model.ChangeAction;
import software.amazon.awssdk.services.route53.model.ResourceRecord;
import software.amazon.awssdk.services.route53.model.ResourceRecordSet;

/** What the tests of TLS ask of a {@link Site}. */
final class TlsSite {

  static final String DOMAIN = "impala.example.com";
  static final String POLICY = "Backstep-ELBSecurityPolicy-TLS-1-2-2017-01";

  private TlsSite() {}

  /** Another certificate for the name that clients use, issued. */
  static String issued(Site site) {
    return site.world.certificates().addIssued(DOMAIN);
  }

  /** Makes a record that is there by its line: name, type, value. */
  static void addRecord(Site site, String zone, String line) {
    String[] parts = line.split(" ");
    ResourceRecordSet set =
        ResourceRecordSet.builder()
            .name(parts[0])
            .type(parts[1])
            .ttl(60L)
            .resourceRecords(ResourceRecord.builder().value(parts[2]).build())
            .build();
    site.aws
        .asUser()
        .route53()
        .changeResourceRecordSets(
            r ->
                r.hostedZoneId(zone)
                    .changeBatch(
                        b ->
                            b.changes(
                                Change.builder()
                                    .action(ChangeAction.CREATE)
                                    .resourceRecordSet(set)
                                    .build())));
  }

  static Tls tls(Tls.Mode mode, String arn) {
    return switch (mode) {
      case OFFLOAD -> Tls.offload(Certificate.arn(arn));
      case REENCRYPT -> Tls.reencrypt(Certificate.arn(arn));
      case PASSTHROUGH -> Tls.passthrough();
    };
  }

  /** Each listener: port, what it does, and its policies. */
  static List<String> listeners(Site site) {
    LoadBalancerDescription there =
        site.elb()
            .describeLoadBalancers(r -> r.loadBalancerNames(Site.ELB))
            .loadBalancerDescriptions()
            .get(0);
    return there.listenerDescriptions().stream()
        .map(
            it ->
                "%s %d to %s %d%s %s"
                    .formatted(
                        it.listener().protocol(),
                        it.listener().loadBalancerPort(),
                        it.listener().instanceProtocol(),
                        it.listener().instancePort(),
                        it.listener().sslCertificateId() == null
                            ? ""
                            : " " + it.listener().sslCertificateId(),
                        it.policyNames()))
        .sorted()
        .toList();
  }

  /** What {@link #listeners} says when the two default ports have TLS. */
  static List<String> secured(Tls.Mode mode, String arn) {
    String behind = mode == Tls.Mode.REENCRYPT ? "SSL" : "TCP";
    return List.of(
        "SSL 21000 to %s 21000 %s [%s]".formatted(behind, arn, POLICY),
        "SSL 21050 to %s 21050 %s [%s]".formatted(behind, arn, POLICY));
  }

  /**
   * How many calls there are between each deletion of a listener whose port gets one again and the
   * call that makes it.
   */
  static List<Integer> gaps(Ledger ledger) {
    List<String> operations = ledger.operations();
    return java.util.stream.IntStream.range(0, operations.size())
        .filter(at -> operations.get(at).equals("DeleteLoadBalancerListeners"))
        .map(
            at ->
                operations.subList(at, operations.size()).indexOf("CreateLoadBalancerListeners")
                    - 1)
        .filter(gap -> gap >= 0)
        .boxed()
        .toList();
  }
}
