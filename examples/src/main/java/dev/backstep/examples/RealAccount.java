package dev.backstep.examples;

import dev.backstep.ImpalaBalancer;
import dev.backstep.aws.AwsAccess;

/** The balancer of a cluster in an account of yours. Runs are recorded in your home. */
final class RealAccount {

  private final ImpalaBalancer balancer;
  private final Screen screen;

  RealAccount(AwsAccess aws, String cluster, Screen screen) {
    this.balancer = ImpalaBalancer.forCluster(cluster).aws(aws);
    this.screen = screen;
  }

  /** Makes it, or mends it. */
  void apply() {
    screen.show(screen.execute(balancer.plan()));
  }

  /** Makes or mends it, and takes over a balancer and groups of its names that somebody made. */
  void adopt() {
    balancer.adoptExisting();
    apply();
  }

  /** Removes it, found by its tags; what was taken over is released. */
  void destroy() {
    screen.show(screen.execute(balancer.planDestroy()));
  }
}
