package dev.backstep.testing.internal.elb;

import dev.backstep.testing.internal.acm.AcmState;
import dev.backstep.testing.internal.ec2.Ec2State;
import dev.backstep.testing.internal.state.Account;
import dev.backstep.testing.internal.state.Lines;
import dev.backstep.testing.internal.state.Part;
import dev.backstep.testing.internal.state.Region;
import dev.backstep.testing.internal.state.Store;
import dev.backstep.testing.internal.tls.Fronts;
import dev.backstep.testing.internal.tls.Port;
import dev.backstep.testing.internal.wire.AwsError;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.elasticloadbalancing.model.ListenerDescription;

/** Classic ELB in one region. */
public final class ElbState implements Part {

  /** Server certificates of IAM that a listener may name, by ARN. */
  final Set<String> iamCertificates = new HashSet<>();

  final Store<Balancer> balancers;
  private final Region region;
  private final Map<String, Instant> takenUntil = new HashMap<>();

  private ElbState(Region region) {
    this.region = region;
    balancers = region.store();
    Ec2State.of(region).whenInstanceGone(this::drop);
  }

  /** Classic ELB in the region. */
  public static ElbState of(Region region) {
    return region.part(ElbState.class, ElbState::new);
  }

  /** The load balancer that a call changes. */
  Balancer use(String name) {
    return balancers.use(name, () -> absent(name));
  }

  /** The load balancer that a call reads. */
  Balancer seen(String name) {
    return balancers.seen(name).orElseThrow(() -> absent(name));
  }

  void put(Balancer balancer) {
    List<String> before = certificates(balancer.name());
    balancers.put(balancer.name(), balancer);
    followCertificates(balancer.name(), before);
    listen(balancer.about().dnsName(), balancer.about().listenerDescriptions());
  }

  void remove(String name) {
    List<String> before = certificates(name);
    balancers.get(name).ifPresent(it -> listen(it.about().dnsName(), List.of()));
    balancers.remove(name);
    followCertificates(name, before);
  }

  private void listen(String dnsName, List<ListenerDescription> listeners) {
    Fronts.of(region.account())
        .listen(
            dnsName,
            listeners.stream()
                .map(ListenerDescription::listener)
                .map(
                    it ->
                        new Port(
                            it.loadBalancerPort(),
                            Optional.ofNullable(it.sslCertificateId())
                                .map(arn -> ServerCertificates.identity(region, arn))))
                .toList());
  }

  /** Keeps a port from being listened on again for a while. */
  void portDeleted(String name, int port) {
    Account account = region.account();
    takenUntil.put(
        name + ":" + port, account.timeline().now().plus(account.settings().listenerLinger));
    account.timeline().after(account.settings().listenerLinger, () -> {});
  }

  /** Whether a listener on the port was deleted so short ago that it still is in the way. */
  boolean isTaken(String name, int port) {
    Instant until = takenUntil.getOrDefault(name + ":" + port, Instant.MIN);
    return region.account().timeline().now().isBefore(until);
  }

  private List<String> certificates(String name) {
    return balancers.get(name).stream()
        .flatMap(it -> it.about().listenerDescriptions().stream())
        .map(it -> it.listener().sslCertificateId())
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  /** ACM knows at once that a certificate is used, and for a while that it was. */
  private void followCertificates(String name, List<String> before) {
    AcmState acm = AcmState.of(region);
    Account account = region.account();
    String arn =
        "arn:%s:elasticloadbalancing:%s:%s:loadbalancer/%s"
            .formatted(region.partition(), region.name(), Account.ID, name);
    List<String> after = certificates(name);
    after.forEach(certificate -> acm.used(certificate, arn));
    before.stream()
        .filter(certificate -> !after.contains(certificate))
        .forEach(
            certificate ->
                account
                    .timeline()
                    .after(
                        account.settings().certificateLinger,
                        () -> {
                          if (!certificates(name).contains(certificate)) {
                            acm.released(certificate, arn);
                          }
                        }));
  }

  private void drop(String instanceId) {
    for (Balancer balancer : balancers.all()) {
      if (balancer.knows(instanceId)) {
        put(balancer.without(instanceId));
      }
    }
  }

  private static AwsError absent(String name) {
    return AwsError.of("LoadBalancerNotFound", "There is no ACTIVE Load Balancer named '%s'", name);
  }

  @Override
  public void describe(Lines lines) {
    for (Balancer it : balancers.all()) {
      lines.add("load-balancer", it.name(), it.about());
      lines.add("load-balancer", it.name(), it.attributes());
      it.policies()
          .forEach(policy -> lines.add("policy", it.name() + "/" + policy.policyName(), policy));
      it.registered()
          .keySet()
          .forEach(id -> lines.add("load-balancer", it.name(), "Instance=" + id));
      it.tags().forEach((key, text) -> lines.add("tag", it.name(), key + "=" + text));
    }
  }
}
