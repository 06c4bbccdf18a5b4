package dev.backstep.internal.impala;

import dev.backstep.aws.AwsAccess;
import dev.backstep.impala.BalancedCluster;
import dev.backstep.internal.aws.AwsBackend;
import dev.backstep.internal.engine.Engine;
import dev.backstep.internal.engine.PlanData;
import dev.backstep.internal.engine.RunIds;
import dev.backstep.plan.Plan;
import java.util.List;

/** Makes the plan: checks the spec offline, reads AWS, chooses, lays out the steps. */
public final class BalancerPlanner {

  private final AwsAccess aws;

  /** Plans for the account and region of an access. */
  public BalancerPlanner(AwsAccess aws) {
    this.aws = aws;
  }

  /** A plan that makes the balancer. Nothing is changed. */
  public Plan<BalancedCluster> plan(BalancerSpec spec) {
    BalancerRules.check(spec);
    Choice choice = Chooser.choose(spec, new WorldReader(aws).read(spec));
    PlanData data =
        new PlanData(
            PlanData.FORMAT,
            RunIds.mint(),
            spec.owner(),
            choice.account(),
            aws.regionName(),
            aws.time().now(),
            choice.notes(),
            BalancerLayout.steps(spec, choice));
    List<String> instances = choice.workers().stream().map(World.Instance::id).toList();
    return new Engine(new AwsBackend(aws, ImpalaCatalog.over(aws)))
        .plan(
            data,
            (results, report) ->
                new Cluster(
                    spec.cluster(),
                    spec.loadBalancerName(),
                    results.get(Names.LOAD_BALANCER).getOrDefault("dnsName", ""),
                    spec.listeners(),
                    instances,
                    report));
  }
}
