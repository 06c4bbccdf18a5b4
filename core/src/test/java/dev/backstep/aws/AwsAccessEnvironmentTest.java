package dev.backstep.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an access takes from the environment, in processes that have another one than this. */
class AwsAccessEnvironmentTest {

  private static final String REFUSAL =
      """
      <ErrorResponse><Error><Code>AccessDenied</Code><Message>Not you.</Message></Error>\
      <RequestId>req-1</RequestId></ErrorResponse>""";

  private record Seen(String authorization, String userAgent, String body) {}

  private final List<Seen> requests = new CopyOnWriteArrayList<>();

  @TempDir private Path home = Path.of("");
  private HttpServer server = stand();

  @BeforeEach
  void open() {
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  @Test
  void plan_whenTheEnvironmentNamesAnEndpoint_asksThere() throws Exception {
    String said =
        probe(
            Map.of(
                "AWS_REGION", "eu-west-1",
                "AWS_ACCESS_KEY_ID", "AKIAENVIRONMENT00KEY",
                "AWS_SECRET_ACCESS_KEY", "environment-secret",
                "AWS_ENDPOINT_URL", endpoint()));

    assertThat(said)
        .startsWith("region: eu-west-1\nplan: PlanningFailedException: ")
        .contains(
            "sts:GetCallerIdentity failed: AccessDenied: Not you. (request req-1); planning only reads, and needs this; nothing was changed")
        .doesNotContain("environment-secret");
    assertThat(requests)
        .extracting(Seen::body)
        .anyMatch(body -> body.contains("Action=DescribeVpcs"))
        .anyMatch(body -> body.contains("Action=GetCallerIdentity"))
        .anyMatch(body -> body.contains("Action=DescribeLoadBalancers"));
    assertThat(requests)
        .allSatisfy(
            request -> {
              assertThat(request.authorization())
                  .contains("AKIAENVIRONMENT00KEY")
                  .contains("/eu-west-1/");
              assertThat(request.userAgent()).contains("backstep/");
            });
  }

  @Test
  void plan_whenTheConfigurationFileHasRegionAndKeys_usesThem() throws Exception {
    String said =
        probe(
            Map.of(
                "AWS_CONFIG_FILE",
                file(
                    """
                    [default]
                    region = ap-south-1
                    aws_access_key_id = AKIADEFAULTS00000KEY
                    aws_secret_access_key = file-secret
                    endpoint_url = %s
                    """
                        .formatted(endpoint()))));

    assertThat(said).startsWith("region: ap-south-1\nplan: PlanningFailedException: ");
    assertThat(requests)
        .isNotEmpty()
        .allSatisfy(
            request ->
                assertThat(request.authorization())
                    .contains("AKIADEFAULTS00000KEY", "/ap-south-1/"));
  }

  @Test
  void plan_whenAProfileIsSaid_usesItsRegionKeysAndEndpoint() throws Exception {
    String said =
        probe(
            Map.of(
                "AWS_CONFIG_FILE",
                file(
                    """
                    [default]
                    region = ap-south-1
                    [profile prod]
                    region = ca-central-1
                    aws_access_key_id = AKIAPROFILE000000KEY
                    aws_secret_access_key = file-secret
                    endpoint_url = %s
                    """
                        .formatted(endpoint()))),
            "prod");

    assertThat(said).startsWith("region: ca-central-1\nplan: PlanningFailedException: ");
    assertThat(requests)
        .isNotEmpty()
        .allSatisfy(
            request ->
                assertThat(request.authorization())
                    .contains("AKIAPROFILE000000KEY", "/ca-central-1/"));
  }

  @Test
  void plan_whenTheProfileIsNotThere_namesIt() throws Exception {
    String said =
        probe(
            Map.of(
                "AWS_REGION", "us-west-2",
                "AWS_ENDPOINT_URL", endpoint(),
                "AWS_CONFIG_FILE", file("[default]\nregion = ap-south-1\n")),
            "prod");

    assertThat(said)
        .isEqualTo(
            """
            region: us-west-2
            plan: AwsAccessException: no AWS credentials were found for AwsAccess[region=from the environment, profile=prod, endpoint=AWS] \
            (expected: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile with AwsAccess.profile("..."), or AwsAccess.credentials(...)); nothing was changed
            """);
    assertThat(requests).isEmpty();
  }

  @Test
  void plan_whenThereAreNoCredentials_saysWhereTheyMayCome() throws Exception {
    String said = probe(Map.of("AWS_REGION", "us-west-2", "AWS_ENDPOINT_URL", endpoint()));

    assertThat(said)
        .isEqualTo(
            """
            region: us-west-2
            plan: AwsAccessException: no AWS credentials were found for AwsAccess[region=from the environment, profile=default, endpoint=AWS] \
            (expected: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile with AwsAccess.profile("..."), or AwsAccess.credentials(...)); nothing was changed
            """);
    assertThat(requests).isEmpty();
  }

  @Test
  void plan_whenThereIsNoRegion_saysHowToSayIt() throws Exception {
    String none =
        "no region is set (expected: AwsAccess.inRegion(\"us-west-2\"), or AWS_REGION in the environment, or a region in the profile%s)";

    assertThat(probe(Map.of()))
        .isEqualTo(
            "region: AwsAccessException: %1$s%nplan: AwsAccessException: %1$s%n"
                .formatted(none.formatted("")));
    assertThat(probe(Map.of("AWS_CONFIG_FILE", file("[profile prod]\noutput = json\n")), "prod"))
        .startsWith("region: AwsAccessException: " + none.formatted(" prod"));
  }

  @Test
  void plan_whenTheEnvironmentsRegionIsMistyped_suggestsOne() throws Exception {
    assertThat(probe(Map.of("AWS_REGION", "us-west2")))
        .startsWith(
            "region: AwsAccessException: region: \"us-west2\" (expected: an AWS region; did you mean \"us-west-2\"?)\n");
  }

  @Test
  void plan_whenTheEnvironmentWantsRetries_makesEachCallAsOftenAsThePlanDoes() throws Exception {
    probe(
        Map.of(
            "AWS_REGION", "us-west-2",
            "AWS_ACCESS_KEY_ID", "AKIAENVIRONMENT00KEY",
            "AWS_SECRET_ACCESS_KEY", "environment-secret",
            "AWS_RETRY_MODE", "standard",
            "AWS_MAX_ATTEMPTS", "10",
            "AWS_NEW_RETRIES_2026", "true",
            "AWS_ENDPOINT_URL", endpoint()));

    assertThat(requests.stream().filter(it -> it.body().contains("Action=GetCallerIdentity")))
        .hasSize(1);
  }

  /** Runs the probe with these variables and no other of AWS; says what it prints. */
  private String probe(Map<String, String> environment, String... arguments) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    ProcessBuilder process =
        new ProcessBuilder(
            java,
            "-XX:TieredStopAtLevel=1",
            "-Duser.home=" + home,
            "-Dline.separator=\n",
            "-cp",
            classes,
            AccessProbe.class.getName());
    process.command().addAll(List.of(arguments));
    process.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    process.environment().put("AWS_EC2_METADATA_DISABLED", "true");
    process.environment().put("AWS_CONFIG_FILE", home.resolve("no-config").toString());
    process
        .environment()
        .put("AWS_SHARED_CREDENTIALS_FILE", home.resolve("no-credentials").toString());
    process.environment().put("HOME", home.toString());
    process.environment().putAll(environment);
    process.redirectError(ProcessBuilder.Redirect.DISCARD);
    File output = Files.createTempFile(home, "probe", ".txt").toFile();
    process.redirectOutput(output);
    Process running = process.start();
    try {
      assertThat(running.waitFor(2, TimeUnit.MINUTES)).as("the probe ends").isTrue();
    } finally {
      running.destroyForcibly();
    }
    return Files.readString(output.toPath());
  }

  private String file(String text) throws IOException {
    return Files.writeString(Files.createTempFile(home, "aws", ".ini"), text).toString();
  }

  private String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private HttpServer stand() {
    try {
      HttpServer made =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      made.createContext(
          "/",
          exchange -> {
            requests.add(
                new Seen(
                    String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                    String.valueOf(exchange.getRequestHeaders().getFirst("User-Agent")),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            byte[] answer = REFUSAL.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(403, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
          });
      return made;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
