package dev.backstep.testing.internal.elb;

import dev.backstep.testing.internal.service.Area;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.service.Operations;
import dev.backstep.testing.internal.wire.AwsError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancing.model.CreateLoadBalancerListenersRequest;
import software.amazon.awssdk.services.elasticloadbalancing.model.CreateLoadBalancerListenersResponse;
import software.amazon.awssdk.services.elasticloadbalancing.model.DeleteLoadBalancerListenersRequest;
import software.amazon.awssdk.services.elasticloadbalancing.model.DeleteLoadBalancerListenersResponse;
import software.amazon.awssdk.services.elasticloadbalancing.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancing.model.ListenerDescription;
import software.amazon.awssdk.services.elasticloadbalancing.model.SetLoadBalancerListenerSslCertificateRequest;
import software.amazon.awssdk.services.elasticloadbalancing.model.SetLoadBalancerListenerSslCertificateResponse;

/** Adding and removing listeners, and changing a certificate in place. */
public final class Listeners implements Area {

  @Override
  public void addTo(Operations operations) {
    operations.write(
        "CreateLoadBalancerListeners", CreateLoadBalancerListenersRequest::builder, this::create);
    operations.write(
        "DeleteLoadBalancerListeners", DeleteLoadBalancerListenersRequest::builder, this::delete);
    operations.write(
        "SetLoadBalancerListenerSSLCertificate",
        SetLoadBalancerListenerSslCertificateRequest::builder,
        this::setCertificate);
  }

  private CreateLoadBalancerListenersResponse create(
      Context context, CreateLoadBalancerListenersRequest request) {
    ElbState elb = ElbState.of(context.region());
    Balancer balancer = elb.use(Checks.required(request.loadBalancerName(), "loadBalancerName"));
    List<ListenerDescription> all = new ArrayList<>(balancer.about().listenerDescriptions());
    for (Listener given : Checks.notEmpty(request.listeners(), "Listeners")) {
      Listener wanted = ListenerRules.canonical(context.region(), given);
      Optional<Listener> there =
          find(all, wanted.loadBalancerPort()).map(ListenerDescription::listener);
      if (there.isEmpty() && !elb.isTaken(balancer.name(), wanted.loadBalancerPort())) {
        all.add(ListenerRules.description(wanted));
      } else if (there.isEmpty() || !there.get().equals(wanted)) {
        throw AwsError.of(
            "DuplicateListener",
            "A listener already exists for %s with LoadBalancerPort %d, but with a different"
                + " InstancePort, Protocol, or SSLCertificateId",
            balancer.name(),
            wanted.loadBalancerPort());
      }
    }
    ListenerRules.checkTogether(all.stream().map(ListenerDescription::listener).toList());
    elb.put(balancer.withAbout(about -> about.listenerDescriptions(all)));
    return CreateLoadBalancerListenersResponse.builder().build();
  }

  private DeleteLoadBalancerListenersResponse delete(
      Context context, DeleteLoadBalancerListenersRequest request) {
    ElbState elb = ElbState.of(context.region());
    Balancer balancer = elb.use(Checks.required(request.loadBalancerName(), "loadBalancerName"));
    List<Integer> ports = Checks.notEmpty(request.loadBalancerPorts(), "LoadBalancerPorts");
    List<ListenerDescription> rest =
        balancer.about().listenerDescriptions().stream()
            .filter(it -> !ports.contains(it.listener().loadBalancerPort()))
            .toList();
    balancer.about().listenerDescriptions().stream()
        .map(it -> it.listener().loadBalancerPort())
        .filter(ports::contains)
        .forEach(port -> elb.portDeleted(balancer.name(), port));
    elb.put(balancer.withAbout(about -> about.listenerDescriptions(rest)));
    return DeleteLoadBalancerListenersResponse.builder().build();
  }

  private SetLoadBalancerListenerSslCertificateResponse setCertificate(
      Context context, SetLoadBalancerListenerSslCertificateRequest request) {
    ElbState elb = ElbState.of(context.region());
    Balancer balancer = elb.use(Checks.required(request.loadBalancerName(), "loadBalancerName"));
    ListenerDescription there = require(balancer, request.loadBalancerPort());
    if (!ListenerRules.isSecure(there.listener())) {
      throw Checks.configuration(
          "The listener on port %d uses no certificate", there.listener().loadBalancerPort());
    }
    String arn = Checks.required(request.sslCertificateId(), "sSLCertificateId");
    ServerCertificates.require(context.region(), arn);
    Listener changed = there.listener().toBuilder().sslCertificateId(arn).build();
    elb.put(replace(balancer, there.toBuilder().listener(changed).build()));
    return SetLoadBalancerListenerSslCertificateResponse.builder().build();
  }

  /** The listener on the port, or the refusal of a call that needs one. */
  static ListenerDescription require(Balancer balancer, @Nullable Integer port) {
    int given = Checks.required(port, "loadBalancerPort");
    return find(balancer.about().listenerDescriptions(), given)
        .orElseThrow(
            () ->
                AwsError.of(
                    "ListenerNotFound",
                    "LoadBalancer %s has no listener on port %d",
                    balancer.name(),
                    given));
  }

  /** The load balancer with another listener on the same port. */
  static Balancer replace(Balancer balancer, ListenerDescription changed) {
    int port = changed.listener().loadBalancerPort();
    List<ListenerDescription> all =
        balancer.about().listenerDescriptions().stream()
            .map(it -> it.listener().loadBalancerPort() == port ? changed : it)
            .toList();
    return balancer.withAbout(about -> about.listenerDescriptions(all));
  }

  private static Optional<ListenerDescription> find(List<ListenerDescription> all, int port) {
    return all.stream().filter(it -> it.listener().loadBalancerPort() == port).findFirst();
  }
}
