package dev.backstep.examples;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.backstep.ImpalaBalancer;
import dev.backstep.aws.AwsAccess;
import dev.backstep.impala.AccessLogs;
import dev.backstep.journal.FileJournal;
import dev.backstep.plan.UnfinishedRunException;
import dev.backstep.testing.SimulatedAws;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README quotes is what there is. */
class ReadmeTest {

  private static final Pattern API_CALL =
      Pattern.compile("\"((?:acm|ec2|elasticloadbalancing|kms|route53|s3|sts):[A-Z]\\w+)\"");

  /** What a bucket's policy allows the load balancer; no call of ours. */
  private static final String LOGGING = "s3:PutObject";

  @TempDir private Path folder;

  @Test
  void commands_areThoseThatAFreshCloneIsBuiltAndTestedWith() {
    assertThat(Readme.block("Run it", "sh"))
        .isEqualTo("mvn -q -B -ntp -pl examples -am compile exec:java");
    assertThat(Readme.block("Test it", "sh")).isEqualTo("mvn -B -ntp verify");
  }

  @Test
  void plan_isWhatTheProgramPrints() {
    QuotedOutput.assertQuotes(programOutput(), Readme.block("What a plan says", "text"));
  }

  @Test
  void failure_isWhatTheProgramPrints() {
    QuotedOutput.assertQuotes(programOutput(), Readme.block("When something fails", "text"));
  }

  @Test
  void drift_isWhatTheProgramPrints() {
    QuotedOutput.assertQuotes(
        programOutput(), Readme.block("Applying again, adopting, destroying", "text"));
  }

  @Test
  void issuer_isWhatTheProgramPrints() {
    InProcess ended = InProcess.run(BalanceImpala.commandLine(), "--tls");

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    QuotedOutput.assertQuotes(ended.out(), Readme.block("TLS", "text"));
  }

  @Test
  void imageLog_isWhatTheProgramPrints() {
    InProcess ended = InProcess.run(EncryptAmi.commandLine());

    assertThat(ended.exitCode()).as(ended.err()).isZero();
    QuotedOutput.assertQuotes(ended.out(), Readme.block("Encrypted images", "text"));
  }

  @Test
  void missingStatement_isWhatThePlanAsksFor() {
    SimulatedAws aws = SimulatedAws.withCluster("Cluster1", 5);
    aws.world().addBucket("cluster1-logs");
    ImpalaBalancer balancer =
        ImpalaBalancer.forCluster("Cluster1")
            .aws(aws.access())
            .accessLogs(AccessLogs.toBucket("cluster1-logs").prefix("impala"));

    assertThatThrownBy(balancer::plan)
        .extracting(Throwable::getMessage, as(InstanceOfAssertFactories.STRING))
        .isEqualToIgnoringNewLines(Readme.block("Access logs", "text"));
  }

  @Test
  void unfinishedRun_isWhatASecondApplySays() {
    SimulatedAws aws = SimulatedAws.withCluster("Cluster1", 5);
    AwsAccess access = aws.access().journal(FileJournal.in(folder));
    ImpalaBalancer balancer = ImpalaBalancer.forCluster("Cluster1").aws(access);
    String runId = CutOffJournal.apply(balancer, access.journal(), 14);

    UnfinishedRunException refused =
        catchThrowableOfType(UnfinishedRunException.class, balancer::apply);

    assertThat(refused).hasMessageContainingAll(runId, folder.resolve(runId + ".jsonl").toString());
    QuotedOutput.assertQuotes(refused.getMessage(), Readme.block("Runs that survive", "text"));
  }

  @Test
  void dependencies_areTheModulesOfThisBuild() throws IOException {
    List<String> dependencies = valuesOf(Readme.block("In your build", "xml"));
    String parent = Files.readString(Readme.ROOT.resolve("pom.xml"));

    assertThat(parent).contains("<groupId>%s</groupId>".formatted(dependencies.get(0)));
    assertThat(dependencies)
        .containsExactly(
            "dev.backstep",
            artifactOf("core"),
            versionOf(parent),
            "dev.backstep",
            artifactOf("testing"),
            versionOf(parent),
            "test");
  }

  @Test
  void permissions_areTheCallsThatCoreMakes() throws IOException {
    assertThat(Readme.block("What AWS has to allow", "text").lines())
        .containsExactlyElementsOf(callsOfCore());
  }

  @Test
  void blocks_thatAreNotJava_areAllHeldToTheTruth() {
    assertThat(Readme.blocks())
        .filteredOn(block -> !block.language().equals("java"))
        .map(block -> block.language() + " of " + block.section())
        .containsExactly(
            "sh of Run it",
            "sh of Test it",
            "text of Applying again, adopting, destroying",
            "text of Access logs",
            "text of TLS",
            "text of Encrypted images",
            "text of What a plan says",
            "text of When something fails",
            "text of Runs that survive",
            "sh of Runs that survive",
            "sh of In JShell",
            "jshell of In JShell",
            "xml of In your build",
            "text of What AWS has to allow");
  }

  private static String programOutput() {
    InProcess ended = InProcess.run(BalanceImpala.commandLine());
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    return ended.out();
  }

  private static List<String> callsOfCore() throws IOException {
    try (Stream<Path> files = Files.walk(Readme.ROOT.resolve("core/src/main/java"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .flatMap(file -> API_CALL.matcher(read(file)).results())
          .map(match -> match.group(1))
          .filter(call -> !call.equals(LOGGING))
          .distinct()
          .sorted()
          .toList();
    }
  }

  private static List<String> valuesOf(String xml) {
    return Pattern.compile("<(\\w+)>([^<]+)</\\1>")
        .matcher(xml.replaceAll(">\\s+<", "><"))
        .results()
        .map(match -> match.group(2))
        .toList();
  }

  private static String artifactOf(String module) {
    String pom = read(Readme.ROOT.resolve(module).resolve("pom.xml"));
    return firstOf("<artifactId>([^<]+)</artifactId>", pom.substring(pom.indexOf("</parent>")));
  }

  private static String versionOf(String pom) {
    return firstOf("<version>([^<]+)</version>", pom);
  }

  private static String firstOf(String regex, String text) {
    return Pattern.compile(regex)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .findFirst()
        .orElseThrow();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
