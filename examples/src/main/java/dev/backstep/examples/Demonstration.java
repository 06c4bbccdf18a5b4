package dev.backstep.examples;

import dev.backstep.ImpalaBalancer;
import dev.backstep.plan.Plan;
import dev.backstep.plan.PlanFailedException;
import dev.backstep.plan.RunOptions;
import dev.backstep.testing.SimulatedAws;
import dev.backstep.testing.World;
import dev.backstep.testing.WorldSnapshot;
import java.util.List;
import java.util.Map;

/** The life of a balancer in one simulated account, and a failure to make one in another. */
final class Demonstration {

  private static final String REFUSED_CALL = "RegisterInstancesWithLoadBalancer";

  private final String cluster;
  private final Screen screen;

  Demonstration(String cluster, Screen screen) {
    this.cluster = cluster;
    this.screen = screen;
  }

  void run() throws InterruptedException {
    live(SimulatedAws.withCluster(cluster, 5));
    failToApply(SimulatedAws.withCluster(cluster, 5));
  }

  private void live(SimulatedAws aws) throws InterruptedException {
    final WorldSnapshot before = aws.snapshot();
    ImpalaBalancer balancer = ImpalaBalancer.forCluster(cluster).aws(aws.access());

    screen.heading("In a simulated account");
    screen.show(screen.execute(balancer.plan()));

    screen.heading("Applied again");
    execute(balancer.plan(), aws);

    screen.heading("With seven workers instead of five");
    List<String> joined = List.of(addWorker(aws, 6), addWorker(aws, 7));
    execute(balancer.plan(), aws);

    screen.heading("After somebody deleted a listener, set the idle time-out, ended two workers");
    tamper(aws, "elb-impala-" + cluster, joined);
    execute(balancer.plan(), aws);

    screen.heading("Destroyed");
    execute(balancer.planDestroy(), aws);
    aws.settle();
    showDifference(before, aws);
  }

  private void failToApply(SimulatedAws aws) {
    screen.heading("In another one, where AWS refuses " + REFUSED_CALL);
    aws.onCall(REFUSED_CALL)
        .refuse("AccessDenied", "not authorized to perform: elasticloadbalancing:" + REFUSED_CALL);
    WorldSnapshot before = aws.snapshot();
    try {
      ImpalaBalancer.forCluster(cluster)
          .aws(aws.access())
          .apply(RunOptions.defaults().listener(screen::line));
    } catch (PlanFailedException e) {
      screen.line("");
      screen.line(e.getMessage());
    }
    showDifference(before, aws);
  }

  /** Shows a plan, and how much of its run changed anything. */
  private void execute(Plan<?> plan, SimulatedAws aws) {
    long mark = aws.ledger().mark();
    screen.line(plan.describe());
    plan.execute();
    screen.line("");
    screen.line("Changing calls: " + aws.ledger().since(mark).mutating().size());
  }

  private String addWorker(SimulatedAws aws, int number) {
    World world = aws.world();
    return world.addInstance(
        world.subnets().get(0),
        world.securityGroups("worker-1"),
        Map.of("env", cluster, "type", "worker", "Name", cluster + " worker " + number));
  }

  /** What somebody else does, who knows nothing of this program. */
  private static void tamper(SimulatedAws aws, String balancer, List<String> workers) {
    var elb = aws.asUser().elasticLoadBalancing();
    elb.deleteLoadBalancerListeners(r -> r.loadBalancerName(balancer).loadBalancerPorts(21050));
    elb.modifyLoadBalancerAttributes(
        r ->
            r.loadBalancerName(balancer)
                .loadBalancerAttributes(all -> all.connectionSettings(it -> it.idleTimeout(60))));
    aws.asUser().ec2().terminateInstances(r -> r.instanceIds(workers));
  }

  private void showDifference(WorldSnapshot before, SimulatedAws aws) {
    List<String> different = before.diff(aws.snapshot());
    screen.line("");
    screen.line("What is different now: " + (different.isEmpty() ? "nothing" : different));
  }
}
