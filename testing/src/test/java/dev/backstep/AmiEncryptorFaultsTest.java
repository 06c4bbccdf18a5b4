package dev.backstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.backstep.ami.EncryptedAmi;
import dev.backstep.ami.Strategy;
import dev.backstep.plan.PlanFailedException;
import dev.backstep.plan.RunState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each mutating call of each strategy in turn goes wrong in each way that a call can. */
class AmiEncryptorFaultsTest {

  private static final Map<String, Integer> TRIED = new TreeMap<>();
  private static final Map<Strategy, List<Arguments>> CALLS = calls();

  /** What takes something away: when AWS refuses that, there is something left, and it is told. */
  private static final List<String> REMOVALS =
      List.of("TerminateInstances", "DeleteKeyPair", "DeleteSecurityGroup", "DeregisterImage");

  /** What is only called where somebody logs in; the rest is the same without, and faster. */
  private static final List<String> OF_LOGINS =
      List.of("ImportKeyPair", "AuthorizeSecurityGroupIngress", "RunInstances", "DeleteKeyPair");

  @AutoClose private final AmiSite site = new AmiSite();

  static Stream<Arguments> passing() {
    return each()
        .flatMap(
            call ->
                Way.PASSING.stream()
                    .map(way -> Arguments.of(call.get()[0], call.get()[1], call.get()[2], way)));
  }

  static Stream<Arguments> each() {
    return Stream.of(Strategy.values())
        .flatMap(
            strategy ->
                CALLS.get(strategy).stream()
                    .map(call -> Arguments.of(strategy, call.get()[0], call.get()[1])));
  }

  static Stream<Arguments> makings() {
    return each().filter(call -> !REMOVALS.contains(call.get()[1]));
  }

  static Stream<Arguments> removals() {
    return each().filter(call -> REMOVALS.contains(call.get()[1]));
  }

  @AfterAll
  static void count() {
    System.out.println("Faults of making an image tried: " + TRIED);
  }

  @ParameterizedTest(name = "{0}: {1} #{2}: {3}")
  @MethodSource("passing")
  void apply_whenACallFailsForAWhile_endsWithOneEncryptedImageAndNothingElse(
      Strategy strategy, String operation, int nth, Way way) throws Exception {
    List<String> before = site.things();
    way.script().accept(site.aws.onCall(operation).nth(nth));

    EncryptedAmi ami = encryptor(strategy, operation).apply(site.options());

    assertThat(site.aws.unfiredFaults()).isEmpty();
    assertThat(ami.report().state()).isEqualTo(RunState.COMPLETED);
    assertThat(site.more(before))
        .containsExactlyInAnyOrder(
            "image " + ami.imageId(), "snapshot " + ami.snapshotIds().get(0));
    tried(strategy + " then made");
  }

  @ParameterizedTest(name = "{0}: {1} #{2} refused")
  @MethodSource("makings")
  void apply_whenACallIsRefused_leavesNothing(Strategy strategy, String operation, int nth)
      throws Exception {
    List<String> before = site.things();
    site.aws.onCall(operation).nth(nth).refuse("UnauthorizedOperation").times(1);

    PlanFailedException failed = failed(strategy, operation);

    assertThat(failed.report().state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(failed).hasMessageContaining("UnauthorizedOperation");
    assertThat(site.more(before)).isEmpty();
    tried(strategy + " refused, then rolled back");
  }

  @ParameterizedTest(name = "{0}: {1} #{2} acts unseen, then refused")
  @MethodSource("makings")
  void apply_whenACallActsUnseenAndIsThenRefused_leavesNothing(
      Strategy strategy, String operation, int nth) throws Exception {
    List<String> before = site.things();
    site.aws.onCall(operation).nth(nth).status(500).acted(true);
    site.aws.onCall(operation).nth(nth + 1).refuse("UnauthorizedOperation");

    PlanFailedException failed = failed(strategy, operation);

    assertThat(failed.report().state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(site.more(before)).isEmpty();
    tried(strategy + " acted unseen, refused, then rolled back");
  }

  /** The rollback takes it away where the refusal was for once. */
  @ParameterizedTest(name = "{0}: {1} #{2} refused once")
  @MethodSource("removals")
  void apply_whenARemovalIsRefusedOnce_isNoSuccessAndLeavesNothing(
      Strategy strategy, String operation, int nth) throws Exception {
    List<String> before = site.things();
    site.aws.onCall(operation).nth(nth).refuse("UnauthorizedOperation").times(1);

    PlanFailedException failed = failed(strategy, operation);

    assertThat(failed.report().state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(site.more(before)).isEmpty();
    tried(strategy + " removal refused once, then rolled back");
  }

  @ParameterizedTest(name = "{0}: {1} #{2} refused for good")
  @MethodSource("removals")
  void apply_whenARemovalIsRefusedForGood_isNoSuccessAndNamesWhatIsLeft(
      Strategy strategy, String operation, int nth) throws Exception {
    List<String> before = site.things();
    site.aws.onCall(operation).refuse("UnauthorizedOperation");

    PlanFailedException failed = failed(strategy, operation);

    assertThat(failed.report().state()).isEqualTo(RunState.ROLLBACK_INCOMPLETE);
    List<String> more = site.more(before);
    assertThat(more).isNotEmpty();
    assertThat(failed.report().leftovers()).isNotEmpty();
    assertThat(failed.report().leftovers())
        .allSatisfy(left -> assertThat(failed).hasMessageContaining(left.command()));
    tried(strategy + " removal refused for good, told");
  }

  private PlanFailedException failed(Strategy strategy, String operation) {
    return catchThrowableOfType(
        PlanFailedException.class, () -> encryptor(strategy, operation).apply(site.options()));
  }

  private AmiEncryptor encryptor(Strategy strategy, String operation) {
    return strategy == Strategy.COPY || logsIn(strategy, operation)
        ? site.encryptor(strategy)
        : site.bare(strategy);
  }

  private static boolean logsIn(Strategy strategy, String operation) {
    return strategy == Strategy.LAUNCH_ENCRYPTED && OF_LOGINS.contains(operation);
  }

  /** Each mutating call of an undisturbed run, and that it is the n-th of its kind. */
  private static Map<Strategy, List<Arguments>> calls() {
    Map<Strategy, List<Arguments>> calls = new EnumMap<>(Strategy.class);
    for (Strategy strategy : Strategy.values()) {
      try (AmiSite calm = new AmiSite()) {
        boolean bare = strategy == Strategy.COPY_AFTER_CREATE;
        (bare ? calm.bare(strategy) : calm.encryptor(strategy)).apply();
        calls.put(strategy, new ArrayList<>(Way.each(calm.aws.ledger().mutating())));
      }
    }
    return calls;
  }

  private static void tried(String what) {
    TRIED.merge(what, 1, Integer::sum);
  }
}
