package dev.backstep.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the README quotes is what there is. */
class ReadmeTest {

  private static final Pattern API_CALL =
      Pattern.compile("\"((?:ec2|elasticloadbalancing|s3|sts):[A-Z]\\w+)\"");

  /** What a bucket's policy allows the load balancer; no call of ours. */
  private static final String LOGGING = "s3:PutObject";

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
            "text of What a plan says",
            "text of When something fails",
            "sh of In JShell",
            "jshell of In JShell",
            "xml of In your build",
            "text of What AWS has to allow");
  }

  private static String programOutput() {
    StringWriter out = new StringWriter();
    int exitCode = BalanceImpala.commandLine().setOut(new PrintWriter(out, true)).execute();
    assertThat(exitCode).isZero();
    return out.toString();
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
