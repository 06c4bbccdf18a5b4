package dev.backstep.internal.impala;

import dev.backstep.impala.BalancedCluster;
import dev.backstep.impala.Listener;
import dev.backstep.plan.RunReport;
import java.util.List;
import java.util.Optional;

/** A cluster behind its balancer, as a run left it. */
record Cluster(
    String cluster,
    String loadBalancerName,
    String dnsName,
    List<Listener> listeners,
    List<String> instances,
    RunReport report)
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
        .map(listener -> "jdbc:impala://" + endpoint(listener.port()))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "%s has no listener that leads to port %d, which JDBC uses (it has: %s)"
                        .formatted(loadBalancerName, BalancerSpec.HS2_PORT, listeners)));
  }

  @Override
  public String impalaShell() {
    return leadingTo(BalancerSpec.HS2_PORT)
        .map(listener -> "impala-shell --protocol=hs2 -i " + endpoint(listener.port()))
        .orElseGet(() -> "impala-shell --protocol=beeswax -i " + impalaDaemonsLoadBalancer());
  }

  @Override
  public String impalaDaemonsLoadBalancer() {
    return endpoint(
        leadingTo(BalancerSpec.BEESWAX_PORT)
            .or(() -> leadingTo(BalancerSpec.HS2_PORT))
            .orElse(listeners.get(0))
            .port());
  }

  @Override
  public String toString() {
    return "BalancedCluster[%s: %s, ports %s, %d instances]"
        .formatted(cluster, dnsName, ports(), instances.size());
  }

  private Optional<Listener> leadingTo(int instancePort) {
    return listeners.stream()
        .filter(listener -> listener.instancePort() == instancePort)
        .findFirst();
  }
}
