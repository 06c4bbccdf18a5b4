package dev.backstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.backstep.impala.BalancedCluster;
import dev.backstep.plan.Leftover;
import dev.backstep.plan.PlanFailedException;
import dev.backstep.plan.RunState;
import dev.backstep.testing.Fault;
import dev.backstep.testing.SimulatedAws;
import dev.backstep.testing.WorldSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each mutating call of an apply in turn goes wrong in each way that a call can. */
class ImpalaBalancerFaultsTest {

  private static final int WORKERS = 5;

  /** The mutating calls of an apply for five workers, and how often each is made. */
  private static final Map<String, Integer> CALLS =
      new TreeMap<>(
          Map.of(
              "CreateSecurityGroup", 2,
              "AuthorizeSecurityGroupIngress", 4,
              "ModifyNetworkInterfaceAttribute", WORKERS,
              "CreateLoadBalancer", 1,
              "ModifyLoadBalancerAttributes", 1,
              "ConfigureHealthCheck", 1,
              "RegisterInstancesWithLoadBalancer", 1));

  private static final Map<String, Integer> TRIED = new TreeMap<>();
  private static final List<String> UNDISTURBED = kinds(undisturbed());

  private final SimulatedAws aws = SimulatedAws.withCluster("Cluster1", WORKERS);
  private final WorldSnapshot before = aws.snapshot();

  /** A way for a call to go wrong, and how to script it. */
  record Way(String name, Consumer<Fault> script) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<Way> PASSING =
      List.of(
          new Way("throttled three times", fault -> fault.throttle(3)),
          new Way("500, not acted", fault -> fault.status(500)),
          new Way("500, acted", fault -> fault.status(500).acted(true)),
          new Way("answer lost", Fault::answerLost),
          new Way("connection reset, acted", Fault::connectionReset),
          new Way("connection reset, not acted", fault -> fault.connectionReset().acted(false)),
          new Way("answer cut short", Fault::garbage));

  static Stream<Arguments> passing() {
    return eachCall().flatMap(call -> PASSING.stream().map(way -> withWay(call, way)));
  }

  static Stream<Arguments> eachCall() {
    return CALLS.entrySet().stream()
        .flatMap(
            call ->
                Stream.iterate(1, nth -> nth <= call.getValue(), nth -> nth + 1)
                    .map(nth -> Arguments.of(call.getKey(), nth)));
  }

  @AfterAll
  static void count() {
    System.out.println("Faults of an apply tried: " + TRIED);
  }

  @ParameterizedTest(name = "{0} #{1}: {2}")
  @MethodSource("passing")
  void apply_whenACallFailsForAWhile_endsAppliedWithNothingTwice(
      String operation, int nth, Way way) {
    way.script().accept(aws.onCall(operation).nth(nth));

    BalancedCluster balanced = balancer().apply();

    assertThat(aws.unfiredFaults()).isEmpty();
    assertThat(balanced.report().state()).isEqualTo(RunState.COMPLETED);
    assertThat(kinds(before.diff(aws.snapshot()))).isEqualTo(UNDISTURBED);
    tried("then applied");
  }

  @ParameterizedTest(name = "{0} #{1} refused")
  @MethodSource("eachCall")
  void apply_whenACallIsRefused_leavesTheWorldAsItWas(String operation, int nth) {
    aws.onCall(operation).nth(nth).refuse("AccessDenied").times(1);

    PlanFailedException failed = failedApply();

    assertThat(failed.report().state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(failed).hasMessageContaining("AccessDenied").hasMessageContaining("nothing is left");
    assertThat(before.diff(aws.snapshot())).isEmpty();
    tried("refused, then rolled back");
  }

  @ParameterizedTest(name = "{0} #{1} refused, the rollback throttled")
  @MethodSource("eachCall")
  void apply_whenTheRollbackIsThrottled_leavesTheWorldAsItWas(String operation, int nth) {
    aws.onCall(operation).nth(nth).refuse("AccessDenied").times(1);
    for (String undo : List.of("DeleteSecurityGroup", "DeleteLoadBalancer")) {
      aws.onCall(undo).throttle(7);
    }
    aws.onCall("DescribeTags").throttle(5);

    PlanFailedException failed = failedApply();

    assertThat(failed.report().state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(before.diff(aws.snapshot())).isEmpty();
    tried("refused, rollback throttled, then rolled back");
  }

  /**
   * An interface's groups are read before each write: what acted unseen is seen, not sent again.
   */
  static Stream<Arguments> eachCallThatIsSentAgain() {
    return eachCall().filter(call -> !"ModifyNetworkInterfaceAttribute".equals(call.get()[0]));
  }

  @ParameterizedTest(name = "{0} #{1}: 500 acted, then refused for good")
  @MethodSource("eachCallThatIsSentAgain")
  void apply_whenACallActsUnseenAndIsThenRefused_leavesTheWorldAsItWas(String operation, int nth) {
    aws.onCall(operation).nth(nth).status(500).acted(true);
    aws.onCall(operation).nth(nth + 1).refuse("AccessDenied");

    PlanFailedException failed = failedApply();

    assertThat(failed.report().state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(before.diff(aws.snapshot())).isEmpty();
    tried("acted unseen, then refused, then rolled back");
  }

  static Stream<Arguments> undos() {
    return Stream.of(
        Arguments.of(
            "DeleteLoadBalancer",
            "load balancer \"elb-impala-Cluster1\"",
            "aws elb delete-load-balancer --region us-west-2 --load-balancer-name elb-impala-Cluster1"),
        Arguments.of(
            "DeleteSecurityGroup",
            "security group \"Cluster1 Impala BE\"",
            "aws ec2 delete-security-group --region us-west-2 --group-id"));
  }

  @ParameterizedTest(name = "{0} refused")
  @MethodSource("undos")
  void apply_whenAnUndoIsRefused_undoesTheOthersAndNamesTheLeftover(
      String undo, String what, String command) {
    aws.onCall("RegisterInstancesWithLoadBalancer").refuse("AccessDenied");
    aws.onCall(undo).times(1).refuse("UnauthorizedOperation");

    PlanFailedException failed = failedApply();

    assertThat(failed.report().state()).isEqualTo(RunState.ROLLBACK_INCOMPLETE);
    Leftover first = failed.report().leftovers().get(0);
    assertThat(failed.report().leftovers()).anyMatch(left -> left.what().startsWith(what));
    assertThat(failed).hasMessageContaining(what).hasMessageContaining(command);
    assertThat(first.why()).isNotBlank();
    assertThat(before.diff(aws.snapshot()))
        .noneMatch(line -> line.contains("eni-") && line.startsWith("-"));
    tried("undo refused");
  }

  private static List<String> undisturbed() {
    SimulatedAws calm = SimulatedAws.withCluster("Cluster1", WORKERS);
    WorldSnapshot first = calm.snapshot();
    ImpalaBalancer.forCluster("Cluster1").aws(calm.access()).apply();
    return first.diff(calm.snapshot());
  }

  /** What is new or gone without ids and run ids, which differ from run to run. */
  private static List<String> kinds(List<String> diff) {
    List<String> kinds = new ArrayList<>();
    for (String line : diff) {
      kinds.add(
          line.replaceAll("(sgr?|eni)-[0-9a-f]+", "$1-x")
              .replaceAll("\\b[0-9a-f]{32}\\b", "run")
              .replaceAll("10\\.30\\.1\\.\\d+", "address")
              .replaceAll("Cluster1-\\d+\\.", "Cluster1-n."));
    }
    kinds.sort(null);
    return kinds;
  }

  private ImpalaBalancer balancer() {
    return ImpalaBalancer.forCluster("Cluster1").aws(aws.access());
  }

  private PlanFailedException failedApply() {
    return catchThrowableOfType(PlanFailedException.class, () -> balancer().apply());
  }

  private static Arguments withWay(Arguments call, Way way) {
    return Arguments.of(call.get()[0], call.get()[1], way);
  }

  private static void tried(String what) {
    TRIED.merge(what, 1, Integer::sum);
  }
}
