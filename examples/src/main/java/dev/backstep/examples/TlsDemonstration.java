package dev.backstep.examples;

import dev.backstep.ImpalaBalancer;
import dev.backstep.impala.BalancedCluster;
import dev.backstep.impala.Certificate;
import dev.backstep.impala.Tls;
import dev.backstep.testing.Handshake;
import dev.backstep.testing.SimulatedAws;

/** A balancer that turns to TLS, in a simulated account whose listeners shake hands for real. */
final class TlsDemonstration {

  private final String cluster;
  private final Screen screen;

  TlsDemonstration(String cluster, Screen screen) {
    this.cluster = cluster;
    this.screen = screen;
  }

  void run() {
    try (SimulatedAws aws = SimulatedAws.withCluster(cluster, 5)) {
      aws.realListeners(Handshake.RIGHT);
      String zone = aws.world().addHostedZone("example.com");
      ImpalaBalancer balancer = ImpalaBalancer.forCluster(cluster).aws(aws.access());
      balancer.apply();

      screen.heading("With TLS, and a certificate that is asked for");
      BalancedCluster balanced =
          screen.execute(
              balancer
                  .tls(
                      Tls.reencrypt(Certificate.request("impala.example.com").validatedByDns(zone)))
                  .plan());
      screen.show(balanced);

      screen.heading("What the ports present");
      screen.line(balanced.tlsReport().describe());
      screen.line("");
      screen.line(balanced.tlsReport().port(21000).issuerLine());
    }
  }
}
