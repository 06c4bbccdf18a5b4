package dev.backstep.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.ImpalaBalancer;
import dev.backstep.journal.FileJournal;
import dev.backstep.testing.Handshake;
import dev.backstep.testing.SampleImage;
import dev.backstep.testing.SimulatedAws;
import dev.backstep.testing.World;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** All that looks like code in the README is run. */
class ReadmeCodeTest {

  /** The hosted zone of the README, for which there is another one in each account. */
  private static final String ZONE = "Z0123456789ABCDEFGHIJ";

  @TempDir private Path folder;

  static List<Readme.Block> java() {
    return Readme.blocks().stream().filter(block -> block.language().equals("java")).toList();
  }

  @ParameterizedTest
  @MethodSource("java")
  void java_compilesAndRuns(Readme.Block block) throws Exception {
    Snippet snippet = Snippet.of(block.text().replace(ZONE, zone()));
    snippet.compileInto(folder);

    if (snippet.isProgram()) {
      runProgram(snippet);
    } else {
      runTests(snippet);
    }
  }

  @Test
  void jshellLines_workInJShell() throws Exception {
    ChildProcess.Ended ended =
        ChildProcess.shell(folder, Readme.block("In JShell", "sh"))
            .in(Readme.ROOT)
            .environment("JAVA_TOOL_OPTIONS", "-Djava.util.prefs.userRoot=" + folder)
            .run(Readme.block("In JShell", "jshell") + "\n/exit\n");

    assertThat(ended.exitCode()).as(ended.output()).isZero();
    assertThat(ended.output())
        .doesNotContain("|  Error:", "|  Exception", "incomplete")
        .contains("+ load-balancer: load balancer \"elb-impala-Cluster1\"")
        .contains("plan ==> plan for impala/Cluster1 in us-west-2: 13 changes")
        .contains("impala-shell --protocol=hs2 -i internal-elb-impala-Cluster1-")
        .contains("  outcome:  completed");
  }

  @Test
  void commandForRuns_listsThoseInTheHome() throws Exception {
    Path home = folder.resolve("backstep");
    ImpalaBalancer balancer =
        ImpalaBalancer.forCluster("Cluster1").aws(SimulatedAws.withCluster("Cluster1", 5).access());
    String runId = CutOffJournal.apply(balancer, FileJournal.in(home.resolve("runs")), 14);

    ChildProcess.Ended ended =
        ChildProcess.shell(folder, Readme.block("Runs that survive", "sh"))
            .in(Readme.ROOT)
            .environment("BACKSTEP_HOME", home.toString())
            .run("");

    assertThat(ended.exitCode()).as(ended.output()).isEqualTo(1);
    assertThat(ended.output()).startsWith(runId + "  impala/Cluster1  RUNNING  since ");
  }

  private void runProgram(Snippet snippet) throws Exception {
    try (SimulatedAws aws =
        SimulatedAws.withCluster("Cluster1", 5)
            .healthDelay(Duration.ZERO)
            .interfaceLinger(Duration.ZERO)
            .copyTime(Duration.ZERO)) {
      aws.world().addBucket("cluster1-logs");
      issueAtOnce(aws);
      addImages(aws.world());
      ChildProcess.Ended ended =
          ChildProcess.java(
                  folder,
                  folder + File.pathSeparator + System.getProperty("java.class.path"),
                  snippet.className())
              .onAws(aws.listen())
              .run("");

      assertThat(ended.exitCode()).as(ended.output()).isZero();
      assertThat(ended.output()).doesNotContain("WARN", "ERROR").isNotBlank();
      boolean copies = snippet.source().contains("EncryptedAmi");
      assertThat(aws.ledger().mutating().size()).isGreaterThanOrEqualTo(copies ? 1 : 15);
    }
  }

  /** What the lines about TLS start from; ports are real, since the program connects to them. */
  private static void issueAtOnce(SimulatedAws aws) {
    aws.world().addHostedZone("example.com");
    aws.realListeners(Handshake.RIGHT)
        .certificateDetails(Duration.ZERO)
        .certificateValidation(Duration.ZERO)
        .dnsSync(Duration.ZERO);
  }

  /** The id that the first hosted zone of a simulated account with a cluster gets. */
  private static String zone() {
    SimulatedAws aws = SimulatedAws.withCluster("Cluster1", 5);
    aws.world().addBucket("cluster1-logs");
    return aws.world().addHostedZone("example.com");
  }

  /** What the lines about images start from. */
  private static void addImages(World world) {
    world.addSubnet(world.vpcs().get(0), "build", "10.30.9.0/24", "us-west-2a");
    world.imaging().add(SampleImage.centOs7());
    world.imaging().add(SampleImage.named("golden 20261101"));
    world.kms().add("alias/golden");
  }

  private void runTests(Snippet snippet) throws Exception {
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      SummaryGeneratingListener listener = new SummaryGeneratingListener();
      LauncherDiscoveryRequest request =
          LauncherDiscoveryRequestBuilder.request()
              .selectors(DiscoverySelectors.selectClass(loader.loadClass(snippet.className())))
              .build();
      LauncherFactory.create().execute(request, listener);

      StringWriter failures = new StringWriter();
      listener.getSummary().printFailuresTo(new PrintWriter(failures, true));
      assertThat(listener.getSummary().getTestsSucceededCount()).as("%s", failures).isEqualTo(3);
      assertThat(listener.getSummary().getTestsFoundCount()).isEqualTo(3);
    }
  }
}
