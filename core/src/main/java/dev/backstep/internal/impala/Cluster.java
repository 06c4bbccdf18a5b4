package dev.backstep.internal.impala;

import dev.backstep.impala.BalancedCluster;
import dev.backstep.impala.Listener;
import dev.backstep.impala.TlsReport;
import dev.backstep.internal.tls.Handshakes;
import dev.backstep.plan.RunReport;
import java.util.List;
import java.util.Optional;

/** A cluster behind its balancer, as a run left it. */
record Cluster(
    String cluster,
    String loadBalancerName,
    String dnsName,
    List<Listener> listeners,
    List<Integer> tlsPorts,
    List<String> instances,
    RunReport report,
    Handshakes handshakes)
    implements BalancedCluster {

  @Override
  public List<Integer> ports() {
    return listeners.stream().map(Listener::port).toList();
  }

  @Override
  public String endpoint(int port) {
    if (!ports().contains(port)) {
      throw new IllegalArgumentException(
          "%s does not listen on port %d (expected: one of %s)"
              .formatted(loadBalancerName, port, ports()));
    }
    return dnsName + ":" + port;
  }

  @Override
  public List<String> endpoints() {
    return ports().stream().map(this::endpoint).toList();
  }

  @Override
  public String jdbcUrl() {
    return leadingTo(BalancerSpec.HS2_PORT)
        .map(
            listener ->
                "jdbc:impala://%s%s"
                    .formatted(endpoint(listener.port()), isTls(listener) ? ";SSL=1" : ""))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "%s has no listener that leads to port %d, which JDBC uses (it has: %s)"
                        .formatted(loadBalancerName, BalancerSpec.HS2_PORT, listeners)));
  }

  @Override
  public String impalaShell() {
    return leadingTo(BalancerSpec.HS2_PORT)
        .map(listener -> shell("hs2", listener))
        .orElseGet(() -> shell("beeswax", forDaemons()));
  }

  private String shell(String protocol, Listener listener) {
    return "impala-shell%s --protocol=%s -i %s"
        .formatted(isTls(listener) ? " --ssl" : "", protocol, endpoint(listener.port()));
  }

  private boolean isTls(Listener listener) {
    return tlsPorts.contains(listener.port());
  }

  @Override
  public String impalaDaemonsLoadBalancer() {
    return endpoint(forDaemons().port());
  }

  private Listener forDaemons() {
    return leadingTo(BalancerSpec.BEESWAX_PORT)
        .or(() -> leadingTo(BalancerSpec.HS2_PORT))
        .orElse(listeners.get(0));
  }

  @Override
  public TlsReport tlsReport() {
    return handshakes.report(dnsName, tlsPorts.isEmpty() ? ports() : tlsPorts);
  }

  @Override
  public String toString() {
    return "BalancedCluster[%s: %s, ports %s, %d instances]"
        .formatted(cluster, dnsName, ports(), instances.size());
  }

  /** The one with TLS, where there is one beside the other. */
  private Optional<Listener> leadingTo(int instancePort) {
    List<Listener> all =
        listeners.stream().filter(listener -> listener.instancePort() == instancePort).toList();
    return all.stream().filter(this::isTls).findFirst().or(() -> all.stream().findFirst());
  }
}
