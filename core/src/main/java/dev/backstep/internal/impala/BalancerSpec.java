package dev.backstep.internal.impala;

import dev.backstep.impala.AccessLogs;
import dev.backstep.impala.Certificate;
import dev.backstep.impala.HealthCheck;
import dev.backstep.impala.Listener;
import dev.backstep.impala.Scheme;
import dev.backstep.impala.Tls;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.immutables.value.Value;

/** What was asked for. {@link BalancerRules} says whether it can be. */
@Value.Immutable
@Value.Style(jdkOnly = true)
public interface BalancerSpec {

  /** The port of HiveServer2, which JDBC, Hue and newer shells use. */
  int HS2_PORT = 21050;

  /** The port of Beeswax, which older shells use. */
  int BEESWAX_PORT = 21000;

  /** The cluster. */
  @Value.Parameter
  String cluster();

  /** The VPC; empty: the one tagged with the cluster's name. */
  Optional<String> vpc();

  /** The subnets; empty: the one tagged with the cluster's name. */
  List<String> subnets();

  /** The instances; empty: those with {@link #instanceTags()}. */
  List<String> instances();

  /** Tags that the instances have; empty: the default. */
  Map<String, String> instanceTags();

  /** Ports. */
  @Value.Default
  default List<Listener> listeners() {
    return List.of(Listener.tcp(BEESWAX_PORT), Listener.tcp(HS2_PORT));
  }

  /** Client addresses; empty: the VPC's own. */
  List<String> allowFrom();

  /** Whether any client may connect. */
  @Value.Default
  default boolean allowFromAnywhere() {
    return false;
  }

  /** From where it can be reached. */
  @Value.Default
  default Scheme scheme() {
    return Scheme.INTERNAL;
  }

  /** The health check that was given, if one was. */
  Optional<HealthCheck> givenHealthCheck();

  /** How long a connection may be idle. */
  @Value.Default
  default Duration idleTimeout() {
    return Duration.ofHours(1);
  }

  /** Whether each node of the balancer reaches instances in all zones. */
  @Value.Default
  default boolean crossZone() {
    return true;
  }

  /** How long connections to a leaving instance may finish; zero: not at all. */
  @Value.Default
  default Duration connectionDraining() {
    return Duration.ofMinutes(5);
  }

  /** Where access logs go; empty: nowhere. */
  Optional<AccessLogs> accessLogs();

  /** Encryption; empty: none that the balancer knows of. */
  Optional<Tls> tls();

  /** The user's tags. */
  Map<String, String> tags();

  /** How long the instances may take to be in service. */
  @Value.Default
  default Duration inServiceWithin() {
    return Duration.ofMinutes(10);
  }

  /** How many groups an interface may have: the account's quota. */
  @Value.Default
  default int groupsPerInterface() {
    return 5;
  }

  /** Settings that were given as empty lists. */
  List<String> emptySettings();

  /** Whether things of our names that are not managed are taken over. */
  @Value.Default
  default boolean adoptExisting() {
    return false;
  }

  /** The health check: given, or TCP on HiveServer2's port where that is served, else the first. */
  default HealthCheck healthCheck() {
    return givenHealthCheck()
        .orElseGet(
            () ->
                listeners().stream().anyMatch(listener -> listener.instancePort() == HS2_PORT)
                    ? HealthCheck.tcp(HS2_PORT)
                    : HealthCheck.tcp(listeners().get(0).instancePort()));
  }

  /** All ports of the balancer. */
  default List<Front> fronts() {
    return Front.of(listeners(), tls());
  }

  /** The ports on which clients are to use TLS with whoever answers. */
  default List<Integer> tlsPorts() {
    boolean through = tls().filter(it -> it.mode() == Tls.Mode.PASSTHROUGH).isPresent();
    return fronts().stream().filter(it -> through || it.secure()).map(Front::port).toList();
  }

  /** The certificate that is asked for. */
  default Optional<Certificate> certificate() {
    return tls().flatMap(Tls::certificate);
  }

  /** The name of our policy of protocols and ciphers. */
  default String securityPolicyName() {
    return SecurityPolicies.nameOf(
        tls().map(Tls::securityPolicy).orElse(Tls.DEFAULT_SECURITY_POLICY));
  }

  /** The ports of the instances that the load balancer connects to, checks included. */
  default SortedSet<Integer> instancePorts() {
    SortedSet<Integer> ports = new TreeSet<>();
    listeners().forEach(listener -> ports.add(listener.instancePort()));
    ports.add(healthCheck().port());
    return ports;
  }

  /** Tags that the instances have, default included. */
  default Map<String, String> workerTags() {
    return instanceTags().isEmpty() ? Map.of("env", cluster(), "type", "worker") : instanceTags();
  }

  /** The name of the subnet that is taken when none is given. */
  default String defaultSubnetName() {
    return cluster() + " Private subnet 0";
  }

  /** The balancer's name in AWS. */
  default String loadBalancerName() {
    return Names.LOAD_BALANCER_PREFIX + cluster();
  }

  /** The name of the group that clients come through. */
  default String frontEndName() {
    return cluster() + " Impala FE";
  }

  /** The name of the group that the instances are in. */
  default String backEndName() {
    return cluster() + " Impala BE";
  }

  /** The owner tag. */
  default String owner() {
    return "impala/" + cluster();
  }
}
