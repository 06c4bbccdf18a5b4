package dev.backstep.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.ImpalaBalancer;
import dev.backstep.testing.SimulatedAws;
import dev.backstep.testing.WorldSnapshot;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BalanceImpalaTest {

  private static final String DNS_NAME =
      "internal-elb-impala-Cluster1-\\d+\\.us-west-2\\.elb\\.amazonaws\\.com";

  @TempDir private Path folder;

  @Test
  void main_withNoArguments_showsThePlanTheRunAndHowToConnect() {
    InProcess result = run();

    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .contains("plan for impala/Cluster1 in us-west-2: 15 changes")
        .contains("  + security-group/front-end: security group \"Cluster1 Impala FE\" in vpc-")
        .contains("  + load-balancer: load balancer \"elb-impala-Cluster1\"")
        .contains("        call: elasticloadbalancing:CreateLoadBalancer")
        .contains("  ? load-balancer/in-service: wait until all are in service")
        .contains("  load-balancer/in-service: done")
        .containsPattern("DNS name:         " + DNS_NAME + "\n")
        .containsPattern("Endpoints:        %1$s:21000, %1$s:21050\n".formatted(DNS_NAME))
        .containsPattern("JDBC URL:         jdbc:impala://" + DNS_NAME + ":21050\n")
        .containsPattern(
            "Shell:            impala-shell --protocol=hs2 -i " + DNS_NAME + ":21050\n")
        .containsPattern("Cloudera Manager: " + DNS_NAME + ":21000\n");
  }

  @Test
  void main_withNoArguments_thenAppliesAgainAndChangesNothing() {
    assertThat(scene(run().out(), "Applied again"))
        .contains("plan for impala/Cluster1 in us-west-2: no changes")
        .contains("  = load-balancer: ")
        .endsWith("Changing calls: 0\n");
  }

  @Test
  void main_withNoArguments_thenScalesFromFiveToSevenWorkers() {
    assertThat(scene(run().out(), "With seven workers"))
        .contains("in us-west-2: 3 changes")
        .contains("  ~ load-balancer/instances: register 2 instances")
        .endsWith("Changing calls: 3\n");
  }

  @Test
  void main_withNoArguments_thenMendsWhatSomebodyElseDid() {
    assertThat(scene(run().out(), "After somebody"))
        .contains("        21050: none -> TCP to TCP:21050")
        .contains("        idle time-out: 60 s -> 3600 s")
        .contains("  ~ load-balancer/instances/leaving: deregister 2 instances")
        .endsWith("Changing calls: 5\n");
  }

  @Test
  void main_withNoArguments_thenDestroysAndIsBackAtTheFirstWorld() {
    assertThat(scene(run().out(), "Destroyed"))
        .contains("  - load-balancer: load balancer \"elb-impala-Cluster1\"")
        .contains("Changing calls: 8\n")
        .endsWith("What is different now: nothing\n");
  }

  @Test
  void main_withNoArguments_thenShowsAFailureThatLeavesNothingBehind() {
    InProcess result = run();

    assertThat(scene(result.out(), "In another one"))
        .contains("rolling back: step load-balancer/instances")
        .contains("  load-balancer: undone")
        .contains("failed: AccessDenied: not authorized to perform: elasticloadbalancing:Register")
        .contains("  outcome:  rollback complete, nothing is left behind")
        .endsWith("What is different now: nothing\n");
  }

  @Test
  void main_withAClusterName_balancesThatOne() {
    assertThat(run("--cluster", "Cluster2").out())
        .contains("plan for impala/Cluster2")
        .contains("elb-impala-Cluster2");
  }

  @Test
  void main_withANameThatCannotBe_saysWhyAndFails() {
    InProcess result = run("--cluster", "my_cluster");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err())
        .startsWith("impala/my_cluster cannot be planned: 1 problem; nothing was changed")
        .contains("cluster: \"my_cluster\" (expected: only letters, digits and hyphens");
  }

  @Test
  void main_withUnknownArguments_saysWhichAreThere() {
    InProcess result = run("--dry-run");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .startsWith("Unknown option: '--dry-run'")
        .contains("Usage: BalanceImpala [--help] [--real] [--tls] [--cluster=NAME] [--adopt |");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--destroy", "--adopt"})
  void main_withoutARealAccount_neitherDestroysNorAdopts(String option) {
    InProcess result = run(option);

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("--adopt and --destroy are for your account: say --real");
  }

  @Test
  void main_toldToAdoptAndToDestroy_doesNeither() {
    InProcess result = run("--real", "--adopt", "--destroy");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).startsWith("Error: --adopt, --destroy are mutually exclusive");
  }

  @Test
  void main_askedForHelp_showsTheExitCodesAndDoesNothing() {
    InProcess result = run("--help");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .startsWith("Usage: BalanceImpala [--help] [--real] [--tls] [--cluster=NAME] [--adopt |")
        .contains("0   done", "1   not done", "2   arguments not understood")
        .doesNotContain("plan for");
  }

  @Test
  void main_withAnEndpointInTheEnvironment_worksThere() throws Exception {
    try (SimulatedAws aws = SimulatedAws.withCluster("Prod", 3).healthDelay(Duration.ZERO)) {
      ChildProcess.Ended ended = program("--cluster", "Prod").onAws(aws.listen()).run("");

      assertThat(ended.exitCode()).as(ended.output()).isZero();
      assertThat(ended.output())
          .containsPattern("DNS name:         internal-elb-impala-Prod-\\d+\\.us-west-2")
          .doesNotContain("simulated");
      assertThat(aws.ledger().mutating().size()).isEqualTo(13);
      assertThat(folder.resolve("backstep").resolve("runs")).isDirectoryContaining("glob:**.jsonl");
    }
  }

  @Test
  void main_toldToDestroy_removesWhatWasAppliedBefore() throws Exception {
    try (SimulatedAws aws = SimulatedAws.withCluster("Prod", 3).interfaceLinger(Duration.ZERO)) {
      WorldSnapshot before = aws.snapshot();
      ImpalaBalancer.forCluster("Prod").aws(aws.access()).apply();

      ChildProcess.Ended ended =
          program("--cluster", "Prod", "--destroy").onAws(aws.listen()).run("");

      assertThat(ended.exitCode()).as(ended.output()).isZero();
      assertThat(ended.output())
          .contains("  - load-balancer: load balancer \"elb-impala-Prod\"")
          .contains("  outcome:  completed");
      assertThat(before.diff(aws.snapshot())).isEmpty();
    }
  }

  @Test
  void main_whereGroupsOfOurNamesAreThere_takesThemOverOnlyIfToldTo() throws Exception {
    try (SimulatedAws aws = SimulatedAws.withCluster("Prod", 3).healthDelay(Duration.ZERO)) {
      String vpc = aws.world().vpcs().get(0);
      aws.world().addSecurityGroup(vpc, "Prod Impala FE");

      ChildProcess.Ended refused = program("--cluster", "Prod").onAws(aws.listen()).run("");
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.output()).contains("adoptExisting()");
      assertThat(aws.ledger().mutating()).isEmpty();

      ChildProcess.Ended taken =
          program("--cluster", "Prod", "--adopt").onAws(aws.listen()).run("");
      assertThat(taken.exitCode()).as(taken.output()).isZero();
      assertThat(taken.output()).contains("backstep:adopted: none -> ");
    }
  }

  @Test
  void main_whenTheAccountRefuses_rollsBackAndFails() throws Exception {
    try (SimulatedAws aws =
        SimulatedAws.withCluster("Cluster1", 3).interfaceLinger(Duration.ZERO)) {
      aws.onCall("ConfigureHealthCheck").refuse("AccessDenied");

      ChildProcess.Ended ended = program().onAws(aws.listen()).run("");

      assertThat(ended.exitCode()).as(ended.output()).isEqualTo(1);
      assertThat(ended.output())
          .contains("  outcome:  rollback complete, nothing is left behind")
          .contains("  journal:  " + folder.resolve("backstep").resolve("runs"));
    }
  }

  @Test
  void main_onARealAccountThatNothingNames_saysWhatIsMissing() throws Exception {
    ChildProcess.Ended ended = program("--real").run("");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.output())
        .startsWith("no region is set (expected: AwsAccess.inRegion(\"us-west-2\"), or AWS_REGION");
  }

  @Test
  void main_whenNobodyAnswers_saysSo() throws Exception {
    URI nobody = URI.create("http://127.0.0.1:1");

    ChildProcess.Ended ended = program().onAws(nobody).run("");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.output()).contains("does not answer", "check AWS_ENDPOINT_URL");
  }

  private ChildProcess program(String... args) {
    return ChildProcess.java(
        folder, System.getProperty("java.class.path"), BalanceImpala.class.getName(), args);
  }

  private static InProcess run(String... args) {
    return InProcess.run(BalanceImpala.commandLine(), args);
  }

  @Test
  void tls_endsWithTheIssuerOfTheCertificate() {
    InProcess result = run("--tls");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("+ certificate: certificate for impala.example.com, validated by DNS")
        .contains("note: ports that refuse new connections for about a second each")
        .contains("JDBC URL:         jdbc:impala://127.")
        .contains(";SSL=1")
        .endsWith("issuer= /C=US/O=Amazon/OU=Server CA 1B/CN=Amazon" + System.lineSeparator());
    assertThat(scene(result.out(), "What the ports present"))
        .contains(":21050 TLSv1.2, valid ")
        .contains("names:   impala.example.com");
  }

  @Test
  void tls_inARealAccount_isRefused() {
    InProcess result = run("--tls", "--real");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).startsWith("--tls is for a simulated account: leave --real out");
  }

  /** What is printed under a heading that begins so. */
  private static String scene(String output, String heading) {
    String behind = output.substring(output.indexOf("== " + heading));
    int end = behind.indexOf("\n== ");
    return end < 0 ? behind : behind.substring(0, end);
  }
}
