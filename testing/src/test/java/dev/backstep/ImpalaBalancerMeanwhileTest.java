package dev.backstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.backstep.Meanwhile.Kind;
import dev.backstep.impala.BalancedCluster;
import dev.backstep.plan.Plan;
import dev.backstep.plan.PlanFailedException;
import dev.backstep.plan.RunState;
import dev.backstep.testing.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A user's edit between plan and run, or in the middle of a run, survives both ways. */
class ImpalaBalancerMeanwhileTest {

  private static final Map<String, Integer> TRIED = new TreeMap<>();
  private static List<String> undisturbed = List.of();

  private final Site site = Meanwhile.drifted();

  static Stream<Meanwhile> beside() {
    return Meanwhile.all().filter(edit -> edit.kind() != Kind.AGAINST);
  }

  static Stream<Meanwhile> against() {
    return Meanwhile.all().filter(edit -> edit.kind() == Kind.AGAINST);
  }

  /** Each edit just before we register instances, and most of them also before our first change. */
  static Stream<Arguments> moments() {
    Stream<Arguments> early =
        Meanwhile.all()
            .filter(edit -> edit.kind() == Kind.BESIDE)
            .map(edit -> Arguments.of(edit, ""));
    Stream<Arguments> late =
        beside().map(edit -> Arguments.of(edit, "RegisterInstancesWithLoadBalancer"));
    return Stream.concat(early, late);
  }

  @AfterAll
  static void count() {
    System.out.println("Edits meanwhile: " + TRIED);
  }

  @ParameterizedTest
  @MethodSource("beside")
  void execute_whenTheUserEditsAfterThePlan_mendsAroundIt(Meanwhile edit) throws Exception {
    Plan<BalancedCluster> plan = site.balancer().plan();
    edit.edit().accept(site);

    plan.execute();

    assertThat(Facts.diff(undisturbed(), site.facts()))
        .containsExactlyInAnyOrderElementsOf(edit.trace());
    tried("after the plan, mended around it");
  }

  @ParameterizedTest
  @MethodSource("beside")
  void execute_whenTheUserEditsAfterThePlanAndACallIsRefused_takesBackAroundIt(Meanwhile edit)
      throws Exception {
    site.register(site.stray);
    final List<String> drifted = site.facts();
    Plan<BalancedCluster> plan = site.balancer().plan();
    edit.edit().accept(site);
    refuseLate();

    failing(plan);

    assertThat(Facts.diff(drifted, site.facts()))
        .containsExactlyInAnyOrderElementsOf(expected(edit));
    tried("after the plan, taken back around it");
  }

  @ParameterizedTest
  @MethodSource("moments")
  void execute_whenTheUserEditsInTheMiddle_mendsAroundIt(Meanwhile edit, String before)
      throws Exception {
    Plan<BalancedCluster> plan = site.balancer().plan();
    justBefore(before, edit);

    plan.execute();

    assertThat(Facts.diff(undisturbed(), site.facts()))
        .containsExactlyInAnyOrderElementsOf(edit.trace());
    tried("in the middle, mended around it");
  }

  @ParameterizedTest
  @MethodSource("moments")
  void execute_whenTheUserEditsInTheMiddleAndACallIsRefused_takesBackAroundIt(
      Meanwhile edit, String before) throws Exception {
    site.register(site.stray);
    final List<String> drifted = site.facts();
    Plan<BalancedCluster> plan = site.balancer().plan();
    justBefore(before, edit);
    refuseLate();

    failing(plan);

    assertThat(Facts.diff(drifted, site.facts()))
        .containsExactlyInAnyOrderElementsOf(expected(edit));
    tried("in the middle, taken back around it");
  }

  @ParameterizedTest
  @MethodSource("against")
  void execute_whenTheUserChangesTheVeryValueAfterThePlan_stopsAndLeavesIt(Meanwhile edit)
      throws Exception {
    final List<String> drifted = site.facts();
    Plan<BalancedCluster> plan = site.balancer().plan();
    edit.edit().accept(site);

    PlanFailedException failed = failing(plan);

    assertThat(failed).hasMessageContaining("changed by somebody else since the plan was made");
    assertThat(Facts.diff(drifted, site.facts())).containsExactlyInAnyOrderElementsOf(edit.trace());
    tried("of the very value after the plan, stopped");
  }

  @ParameterizedTest
  @MethodSource("against")
  void rollback_whenTheUserChangedTheVeryValueAfterUs_leavesIt(Meanwhile edit) throws Exception {
    final List<String> drifted = site.facts();
    Plan<BalancedCluster> plan = site.balancer().plan();
    plan.execute(site.options());
    edit.edit().accept(site);

    Runs.in(site.journal).aws(site.aws.access()).rollback(plan.runId());

    assertThat(Facts.diff(drifted, site.facts())).containsExactlyInAnyOrderElementsOf(edit.trace());
    tried("of the very value after the run, left by its rollback");
  }

  private void justBefore(String operation, Meanwhile edit) {
    AtomicBoolean done = new AtomicBoolean();
    Predicate<Call> once =
        call -> {
          boolean now = operation.isEmpty() ? call.mutating() : call.operation().equals(operation);
          if (now && !done.getAndSet(true)) {
            edit.edit().accept(site);
          }
          return false;
        };
    site.aws.onAnyCall().when(once).status(500);
  }

  private void refuseLate() {
    site.aws.onCall("DeregisterInstancesFromLoadBalancer").delay(Duration.ofMinutes(5));
    site.aws.onCall("DeregisterInstancesFromLoadBalancer").times(1).refuse("AccessDenied");
  }

  private PlanFailedException failing(Plan<BalancedCluster> plan) {
    PlanFailedException failed =
        catchThrowableOfType(PlanFailedException.class, () -> plan.execute(site.options()));
    assertThat(failed).isNotNull();
    assertThat(failed.report().state()).as(failed.getMessage()).isEqualTo(RunState.ROLLED_BACK);
    return failed;
  }

  /** The stray was registered before. */
  private static List<String> expected(Meanwhile edit) {
    List<String> trace = new ArrayList<>(edit.trace());
    trace.removeIf(line -> line.endsWith("Instance=stray"));
    return trace;
  }

  private static synchronized List<String> undisturbed() throws InterruptedException {
    if (undisturbed.isEmpty()) {
      Site calm = Meanwhile.drifted();
      calm.balancer().apply();
      undisturbed = calm.facts();
    }
    return undisturbed;
  }

  private static void tried(String what) {
    TRIED.merge(what, 1, Integer::sum);
  }
}
