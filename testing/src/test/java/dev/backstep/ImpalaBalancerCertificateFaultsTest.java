package dev.backstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.backstep.impala.Certificate;
import dev.backstep.impala.Tls;
import dev.backstep.plan.PlanFailedException;
import dev.backstep.plan.RunState;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The calls that lead to a certificate, and that remove it, go wrong in each way in turn. */
class ImpalaBalancerCertificateFaultsTest {

  private static final Map<String, Integer> TRIED = new TreeMap<>();
  private static final Stage STAGE = new Stage();

  private final Site site = Site.bare(1);
  private final String zone = site.world.addHostedZone("example.com");

  static Stream<Arguments> passing() {
    return Stream.of("RequestCertificate", "ChangeResourceRecordSets", "CreateLoadBalancerPolicy")
        .flatMap(
            operation ->
                Way.PASSING.subList(0, 4).stream().map(way -> Arguments.of(operation, way)));
  }

  static Stream<Arguments> passingInDestroy() {
    return Stream.of("DeleteCertificate", "ChangeResourceRecordSets")
        .flatMap(
            operation ->
                Way.PASSING.subList(0, 4).stream().map(way -> Arguments.of(operation, way)));
  }

  @AfterAll
  static void count() {
    System.out.println("Faults of a certificate's calls: " + TRIED);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("passing")
  void apply_whenACallFailsForAWhile_asksForOneCertificateOnly(String operation, Way way)
      throws Exception {
    List<String> before = site.facts();
    way.script().accept(site.aws.onCall(operation));

    asked().apply();

    assertThat(site.aws.unfiredFaults()).isEmpty();
    assertThat(site.world.certificates().arns()).hasSize(1);
    assertThat(site.world.records(zone)).hasSize(2);
    asked().destroy();
    assertThat(Facts.diff(before, site.facts())).isEmpty();
    TRIED.merge(way.name(), 1, Integer::sum);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RequestCertificate",
        "ChangeResourceRecordSets",
        "CreateLoadBalancer",
        "SetLoadBalancerPoliciesOfListener"
      })
  void apply_whenACallIsRefused_leavesNothing(String operation) throws Exception {
    List<String> before = site.facts();
    site.aws.onCall(operation).refuse("AccessDenied").times(1);

    PlanFailedException failed =
        catchThrowableOfType(PlanFailedException.class, () -> asked().apply());

    assertThat(failed.report().state()).as(failed.getMessage()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(Facts.diff(before, site.facts())).isEmpty();
    TRIED.merge("refused", 1, Integer::sum);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("passingInDestroy")
  void destroy_whenACallFailsForAWhile_leavesNothing(String operation, Way way) throws Exception {
    List<String> before = site.facts();
    asked().apply();
    way.script().accept(site.aws.onCall(operation));

    asked().destroy();

    assertThat(site.aws.unfiredFaults()).isEmpty();
    assertThat(Facts.diff(before, site.facts())).isEmpty();
    TRIED.merge("in destroy, " + way.name(), 1, Integer::sum);
  }

  private ImpalaBalancer asked() {
    return site.balancer()
        .aws(STAGE.access(site.aws))
        .tls(Tls.offload(Certificate.request(TlsSite.DOMAIN).validatedByDns(zone)));
  }
}
