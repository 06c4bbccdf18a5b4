package dev.backstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.backstep.plan.Plan;
import dev.backstep.plan.PlanFailedException;
import dev.backstep.plan.RunState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The user deletes what a run rests on, or what it has just made. */
class ImpalaBalancerVanishingTest {

  @ParameterizedTest
  @CsvSource({
    "BE, AuthorizeSecurityGroupIngress",
    "FE, AuthorizeSecurityGroupIngress",
    "BE, ModifyNetworkInterfaceAttribute",
    "FE, CreateLoadBalancer"
  })
  void apply_whenTheUserDeletesAGroupThatWasJustMade_takesTheRestBack(String side, String call)
      throws Exception {
    Site site = Site.bare();
    final List<String> before = site.facts();
    justBefore(
        site,
        call,
        it ->
            it.world
                .securityGroups("Cluster1 Impala " + side)
                .forEach(group -> deleteIfUnused(it, group)));

    PlanFailedException failed =
        catchThrowableOfType(PlanFailedException.class, () -> site.balancer().apply());

    if (failed != null) {
      assertThat(failed.report().state()).as(failed.getMessage()).isEqualTo(RunState.ROLLED_BACK);
      assertThat(Facts.diff(before, site.facts())).isEmpty();
    } else {
      assertThat(site.balancer().plan().hasChanges()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ModifyLoadBalancerAttributes",
        "ConfigureHealthCheck",
        "RegisterInstancesWithLoadBalancer",
        "DescribeInstanceHealth"
      })
  void apply_whenTheUserDeletesTheBalancerThatWasJustMade_takesTheRestBack(String call)
      throws Exception {
    Site site = Site.bare();
    final List<String> before = site.facts();
    justBefore(site, call, Site::deleteBalancer);

    PlanFailedException failed =
        catchThrowableOfType(PlanFailedException.class, () -> site.balancer().apply());

    assertThat(failed.report().state()).as(failed.getMessage()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(Facts.diff(before, site.facts())).isEmpty();
  }

  @Test
  void execute_whenTheUserDeletesTheBalancerAfterThePlan_leavesWhatElseIsThere() throws Exception {
    Site site = Meanwhile.drifted();
    site.aws.interfaceLinger(Duration.ZERO);
    Plan<?> plan = site.balancer().plan();
    site.deleteBalancer();
    final List<String> without = Facts.of(site.aws);

    PlanFailedException failed =
        catchThrowableOfType(PlanFailedException.class, () -> plan.execute());

    assertThat(failed.report().state()).as(failed.getMessage()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(failed).hasMessageContaining("nothing is left behind");
    assertThat(Facts.diff(without, site.facts())).isEmpty();
    site.balancer().apply();
    assertThat(site.balancer().plan().hasChanges()).isFalse();
  }

  @Test
  void execute_whenTheUserDeletesAWorkerAfterThePlan_endsAsBefore() throws Exception {
    Site site = Meanwhile.drifted();
    final List<String> before = site.facts();
    Plan<?> plan = site.balancer().plan();
    site.ec2().terminateInstances(r -> r.instanceIds(site.worker(4)));
    site.aws.time().sleep(Duration.ofSeconds(30));

    PlanFailedException failed =
        catchThrowableOfType(PlanFailedException.class, () -> plan.execute());

    assertThat(failed.report().state()).as(failed.getMessage()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(Facts.diff(before, site.facts())).allMatch(line -> line.contains("worker 4"));
  }

  private static void deleteIfUnused(Site site, String group) {
    try {
      site.ec2().deleteSecurityGroup(r -> r.groupId(group));
    } catch (software.amazon.awssdk.services.ec2.model.Ec2Exception inUse) {
      assertThat(inUse.awsErrorDetails().errorCode()).isEqualTo("DependencyViolation");
    }
  }

  private static void justBefore(Site site, String operation, Consumer<Site> edit) {
    AtomicBoolean done = new AtomicBoolean();
    site.aws
        .onCall(operation)
        .when(
            call -> {
              if (!done.getAndSet(true)) {
                edit.accept(site);
              }
              return false;
            })
        .status(500);
  }
}
