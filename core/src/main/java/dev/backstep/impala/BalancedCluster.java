package dev.backstep.impala;

import dev.backstep.plan.RunReport;
import java.util.List;

/** A cluster behind its load balancer, and how clients reach it. */
public interface BalancedCluster {

  /** The cluster's name. */
  String cluster();

  /** The balancer's name in AWS: {@code elb-impala-Cluster1}. */
  String loadBalancerName();

  /** The name that clients connect to. It may take a minute to resolve after the first apply. */
  String dnsName();

  /** The balancer's ports. */
  List<Integer> ports();

  /** The instances behind it. */
  List<String> instances();

  /**
   * Host and port for clients, such as {@code name:21050}.
   *
   * @throws IllegalArgumentException if the balancer does not listen on the port
   */
  String endpoint(int port);

  /** Host and port of each listener. */
  List<String> endpoints();

  /**
   * The URL for Impala's JDBC driver, on the listener that leads to 21050, the one with TLS where
   * there are two: then it ends with {@code ;SSL=1}.
   *
   * @throws IllegalStateException if none does
   */
  String jdbcUrl();

  /**
   * The line that opens a shell: over HiveServer2 where a listener leads to 21050, else Beeswax;
   * with {@code --ssl} where that listener has TLS.
   */
  String impalaShell();

  /**
   * Host and port for Cloudera Manager's setting "Impala Daemons Load Balancer": the listener that
   * leads to 21000, else the one that leads to 21050, else the first.
   */
  String impalaDaemonsLoadBalancer();

  /**
   * What the ports with TLS present to clients, or all ports where the balancer itself has none:
   * tries a handshake with each, from here, which takes up to 10 s where there is no way there.
   */
  TlsReport tlsReport();

  /** How the run went that made or checked it. */
  RunReport report();
}
