package dev.backstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.backstep.impala.HealthCheck;
import dev.backstep.journal.Journal;
import dev.backstep.plan.Leftover;
import dev.backstep.plan.Plan;
import dev.backstep.plan.PlanEvent;
import dev.backstep.plan.PlanFailedException;
import dev.backstep.plan.RunOptions;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.RunSummary;
import dev.backstep.testing.SimulatedAws;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What people read in a terminal: rows of plans, progress lines, reports, values in JShell. */
class ReadableTextTest {

  private final SimulatedAws aws = SimulatedAws.withCluster("Cluster1", 2);

  @Test
  void steps_whenAnInstanceGetsAGroup_nameTheInstanceAndAllItsGroups() {
    Plan<?> plan = balancer().plan();

    assertThat(plan.steps().stream().map(Object::toString))
        .filteredOn(row -> row.startsWith("~"))
        .hasSize(2)
        .allSatisfy(
            row ->
                assertThat(row)
                    .matches(
                        "~ interface/eni-\\w+: add security group \"Cluster1 Impala BE\" to i-\\w+"));
    assertThat(plan.describe()).containsPattern("groups: sg-\\w+, and now \"Cluster1 Impala BE\"");
  }

  @Test
  void events_whenInstancesAreNotInServiceForOneReason_sayTheReasonOnce() {
    List<PlanEvent> events = new CopyOnWriteArrayList<>();

    balancer().apply(RunOptions.defaults().listener(events::add));

    assertThat(events)
        .filteredOn(PlanEvent.StepWaiting.class::isInstance)
        .map(Objects::toString)
        .isNotEmpty()
        .allSatisfy(
            line ->
                assertThat(line)
                    .matches(
                        "  load-balancer/in-service: waiting: 0 of 2 instances in service;"
                            + " i-\\w+, i-\\w+ are OutOfService \\(ELB\\):"
                            + " Instance registration is still in progress"));
  }

  @Test
  void describe_whenTheRunIsComplete_beginsWithTheRun() {
    RunReport report = balancer().apply().report();

    assertThat(report.describe())
        .startsWith("run %s of impala/Cluster1\n".formatted(report.runId().substring(0, 8)))
        .contains("outcome:  completed");
  }

  @Test
  void leftovers_whenOneUsesTheOther_comeInTheOrderToRemoveThem() {
    aws.onCall("RegisterInstancesWithLoadBalancer").refuse("AccessDenied");
    aws.onCall("DeleteLoadBalancer").refuse("AccessDenied");

    PlanFailedException failed =
        catchThrowableOfType(PlanFailedException.class, () -> balancer().apply());

    assertThat(failed.report().leftovers())
        .extracting(Leftover::step)
        .containsExactly("load-balancer", "security-group/front-end");
  }

  @Test
  void list_whenARunIsRolledBack_saysThatNothingIsLeft() {
    Journal journal = Journal.inMemory();
    balancer().apply(RunOptions.defaults().journal(journal));
    Runs runs = Runs.in(journal).aws(aws.access());
    RunSummary applied = runs.list().get(0);

    runs.rollback(applied.runId());

    assertThat(applied.left()).hasSize(12);
    assertThat(runs.list().get(0).left()).isEmpty();
    assertThat(runs.list().get(0).toString()).contains("ROLLED_BACK", "nothing left");
    assertThat(runs).hasToString("Runs[MemoryJournal[1 run]]");
  }

  @Test
  void toString_ofABuilder_namesSettingsByTheirMethods() {
    assertThat(balancer().healthCheck(HealthCheck.tcp(21000)))
        .asString()
        .startsWith("ImpalaBalancer{cluster=Cluster1")
        .contains(", healthCheck=TCP:21000 every 30 s");
  }

  private ImpalaBalancer balancer() {
    return ImpalaBalancer.forCluster("Cluster1").aws(aws.access());
  }
}
