package dev.backstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.aws.AwsAccess;
import dev.backstep.impala.BalancedCluster;
import dev.backstep.plan.TimeSource;
import dev.backstep.testing.Ledger;
import dev.backstep.testing.SimulatedAws;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many calls an apply makes, and how many of them have to wait for one another. */
class ImpalaBalancerCostTest {

  private static final Duration LATENCY = Duration.ofMillis(100);

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 8, 9, 40, 200})
  void apply_whateverTheNumberOfWorkers_staysWithinItsCalls(int workers) {
    SimulatedAws aws = SimulatedAws.withCluster("Cluster1", workers).pageSize(1000);

    balancer(aws.access()).apply();

    Ledger ledger = aws.ledger();
    long polls = ledger.count("DescribeInstanceHealth");
    long batches = (workers + 7) / 8;
    System.out.printf(
        "apply for %d workers: %d mutating, %d reads, %d health polls%n",
        workers, ledger.mutating().size(), ledger.reads().size() - polls, polls);
    assertThat(ledger.mutating().size()).isEqualTo(10 + workers);
    assertThat(ledger.reads().size() - polls).isLessThanOrEqualTo(9 + 2 * batches);
    assertThat(polls).isLessThanOrEqualTo(4);
  }

  @Test
  void apply_forFiveWorkers_makesExactlyTheseChanges() {
    SimulatedAws aws = SimulatedAws.withCluster("Cluster1", 5);

    balancer(aws.access()).apply();

    assertThat(aws.ledger().mutating().operations())
        .containsExactlyInAnyOrder(
            "CreateSecurityGroup",
            "CreateSecurityGroup",
            "AuthorizeSecurityGroupIngress",
            "AuthorizeSecurityGroupIngress",
            "AuthorizeSecurityGroupIngress",
            "AuthorizeSecurityGroupIngress",
            "ModifyNetworkInterfaceAttribute",
            "ModifyNetworkInterfaceAttribute",
            "ModifyNetworkInterfaceAttribute",
            "ModifyNetworkInterfaceAttribute",
            "ModifyNetworkInterfaceAttribute",
            "CreateLoadBalancer",
            "ModifyLoadBalancerAttributes",
            "ConfigureHealthCheck",
            "RegisterInstancesWithLoadBalancer");
  }

  @Test
  void apply_whenEachCallTakes100Ms_takesAtMostASecondOfVirtualTime() {
    SimulatedAws aws =
        SimulatedAws.withCluster("Cluster1", 5).healthDelay(Duration.ZERO).latency(LATENCY);

    long millis = millisOfApply(aws);

    System.out.printf("apply at 100 ms a call, virtual time: %d ms%n", millis);
    assertThat(millis).isLessThanOrEqualTo(1_000);
  }

  @Test
  void apply_whenEachCallTakes100Ms_takesAtMostASecondOfRealTimeOnceWarm() {
    long[] millis = LongStream.range(0, 6).map(round -> realMillis()).sorted().toArray();

    System.out.printf(
        "apply at 100 ms a call, real time, six rounds: %d ms to %d ms%n", millis[0], millis[5]);
    assertThat(millis[0]).isLessThanOrEqualTo(1_000);
  }

  private static long realMillis() {
    return millisOfApply(
        SimulatedAws.withCluster("Cluster1", 5, TimeSource.system())
            .healthDelay(Duration.ZERO)
            .latency(LATENCY));
  }

  private static long millisOfApply(SimulatedAws aws) {
    AwsAccess access = aws.access();
    access.ec2();
    access.elasticLoadBalancing();
    access.sts();
    long before = aws.time().nanoTime();
    BalancedCluster balanced = balancer(access).apply();
    long millis = Duration.ofNanos(aws.time().nanoTime() - before).toMillis();
    System.out.println(balanced.report());
    return millis;
  }

  private static ImpalaBalancer balancer(AwsAccess access) {
    return ImpalaBalancer.forCluster("Cluster1").aws(access);
  }
}
