package dev.backstep.aws;

import dev.backstep.ImpalaBalancer;
import dev.backstep.plan.BackstepException;
import java.util.function.Supplier;

/**
 * A program for a process of its own, whose environment a test chooses: says the region that an
 * access works in, then what a plan comes to. Its argument is a profile, if any.
 */
public final class AccessProbe {

  private AccessProbe() {}

  /** Prints two lines or more. */
  public static void main(String... args) {
    AwsAccess aws = AwsAccess.fromEnvironment();
    AwsAccess used = args.length == 0 ? aws : aws.profile(args[0]);
    try {
      System.out.println("region: " + used.regionName());
    } catch (BackstepException e) {
      System.out.println("region: " + e.getClass().getSimpleName() + ": " + e.getMessage());
    }
    try {
      System.out.println(ImpalaBalancer.forCluster("Cluster1").aws(used).plan());
    } catch (BackstepException e) {
      System.out.println("plan: " + e.getClass().getSimpleName() + ": " + e.getMessage());
    }
    attempt(() -> used.ec2().describeVpcs());
    attempt(() -> used.elasticLoadBalancing().describeLoadBalancers());
  }

  /** Only the request matters: a plan stops at its first failure, whichever that is. */
  private static void attempt(Supplier<?> call) {
    try {
      System.out.println(call.get());
    } catch (RuntimeException e) {
      System.err.println(e);
    }
  }
}
