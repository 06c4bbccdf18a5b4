package dev.backstep.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.backstep.ImpalaBalancer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticloadbalancing.ElasticLoadBalancingClient;
import software.amazon.awssdk.services.sts.StsClient;

class AwsAccessTest {

  private static final String THROTTLED =
      """
      <Response><Errors><Error><Code>RequestLimitExceeded</Code><Message>Slower.</Message></Error>\
      </Errors><RequestID>req-1</RequestID></Response>""";

  @ParameterizedTest
  @CsvSource({
    "us-west2, us-west-2",
    "us-west-22, us-west-2",
    "uswest2, us-west-2",
    "eu-centra-1, eu-central-1",
    "US-WEST-2, us-west-2",
    "us-east-1a, us-east-1"
  })
  void regionName_whenThereIsNoSuchRegion_suggestsTheNearest(String mistyped, String meant) {
    assertThatThrownBy(() -> AwsAccess.inRegion(mistyped).regionName())
        .isInstanceOf(AwsAccessException.class)
        .hasMessage(
            "region: \"%s\" (expected: an AWS region; did you mean \"%s\"?)"
                .formatted(mistyped, meant));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "aws-global", "us-west-2 "})
  void regionName_whenItIsNoPlaceToWorkIn_isRefused(String name) {
    assertThatThrownBy(() -> AwsAccess.inRegion(name).regionName())
        .isInstanceOf(AwsAccessException.class)
        .hasMessageStartingWith("region: \"%s\" (expected: an AWS region".formatted(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"us-west-2", "cn-north-1", "us-gov-west-1", "eu-south-2"})
  void regionName_whenItExists_isIt(String name) {
    assertThat(AwsAccess.inRegion(name).regionName()).isEqualTo(name);
  }

  @Test
  void regionName_whenAnEndpointIsSaid_mayBeAnyName() {
    AwsAccess aws = AwsAccess.inRegion("moon-1").endpoint(URI.create("http://127.0.0.1:4566"));

    assertThat(aws.regionName()).isEqualTo("moon-1");
  }

  @Test
  void plan_whenTheRegionIsMistyped_doesNotCall() {
    FakeHttp http = FakeHttp.answering(500, "");

    assertThatThrownBy(
            () ->
                ImpalaBalancer.forCluster("Cluster1")
                    .aws(FakeHttp.access(http).region("us-west2"))
                    .plan())
        .isInstanceOf(AwsAccessException.class)
        .hasMessage("region: \"us-west2\" (expected: an AWS region; did you mean \"us-west-2\"?)");
    assertThat(http.requests()).isEmpty();
  }

  @Test
  void plan_whenTheEndpointDoesNotAnswer_saysWhichAndWhatToCheck() throws IOException {
    URI endpoint = closedPort();

    try (AwsAccess aws =
        AwsAccess.inRegion("us-west-2").credentials(FakeHttp.keys()).endpoint(endpoint)) {
      assertThatThrownBy(() -> ImpalaBalancer.forCluster("Cluster1").aws(aws).plan())
          .isInstanceOf(AwsAccessException.class)
          .hasMessageMatching(
              "sts:GetCallerIdentity could not be asked: the endpoint of AwsAccess\\[region=us-west-2,"
                  + " profile=default, endpoint="
                  + endpoint
                  + "] does not answer \\(.*127\\.0\\.0\\.1:"
                  + endpoint.getPort()
                  + ".*Connection refused.*\\); expected: one that is reachable: check"
                  + " AWS_ENDPOINT_URL, AwsAccess\\.endpoint\\(\\.\\.\\.\\) and the region; nothing was"
                  + " changed")
          .hasMessageNotContaining("nobodys-secret");
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("calls")
  void call_whenTheServiceFails_isMadeOnce(Call call) {
    for (FakeHttp http : List.of(FakeHttp.answering(500, ""), FakeHttp.answering(503, THROTTLED))) {
      try (AwsAccess aws = FakeHttp.access(http)) {
        assertThatThrownBy(() -> call.make().accept(aws)).isInstanceOf(RuntimeException.class);

        assertThat(http.requests()).hasSize(1);
        assertThat(
                http.requests().get(0).httpRequest().firstMatchingHeader("User-Agent").orElse(""))
            .contains("backstep/dev");
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("calls")
  void call_whenThereIsNoAnswer_endsAfterTheTimeOfItsKind(Call call) {
    Duration soon = Duration.ofMillis(200);
    Duration never = Duration.ofHours(1);
    try (AwsAccess aws =
        FakeHttp.access(FakeHttp.silent())
            .timeouts(call.changes() ? never : soon, call.changes() ? soon : never)) {
      Throwable thrown =
          assertTimeoutPreemptively(
              Duration.ofSeconds(60), () -> catchThrowable(() -> call.make().accept(aws)));

      assertThat(thrown)
          .isInstanceOfAny(ApiCallTimeoutException.class, ApiCallAttemptTimeoutException.class)
          .hasMessageContaining("200 millis");
    }
  }

  private record Call(String name, boolean changes, Consumer<AwsAccess> make) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Call> calls() {
    return Stream.of(
        new Call("DescribeVpcs", false, aws -> aws.ec2().describeVpcs()),
        new Call(
            "DescribeLoadBalancers",
            false,
            aws -> aws.elasticLoadBalancing().describeLoadBalancers()),
        new Call("GetCallerIdentity", false, aws -> aws.sts().getCallerIdentity()),
        new Call(
            "CreateSecurityGroup",
            true,
            aws -> aws.ec2().createSecurityGroup(r -> r.groupName("g").description("d"))),
        new Call(
            "DeleteLoadBalancer",
            true,
            aws -> aws.elasticLoadBalancing().deleteLoadBalancer(r -> r.loadBalancerName("b"))));
  }

  @Test
  void region_whenAnotherIsAsked_worksThereWithTheSameKeysAndHttpClient() {
    FakeHttp http = FakeHttp.answering(500, "");
    AwsAccess west = FakeHttp.access(http);
    AwsAccess ireland = west.region("eu-west-1");

    catchThrowable(() -> west.ec2().describeVpcs());
    catchThrowable(() -> ireland.ec2().describeVpcs());

    assertThat(http.requests())
        .extracting(request -> request.httpRequest().host())
        .containsExactly("ec2.us-west-2.amazonaws.com", "ec2.eu-west-1.amazonaws.com");
    assertThat(http.requests())
        .allSatisfy(
            request ->
                assertThat(request.httpRequest().firstMatchingHeader("Authorization").orElse(""))
                    .contains("AKIANOBODYS000000KEY"));
    assertThat(west.regionName()).isEqualTo("us-west-2");
    assertThat(ireland.regionName()).isEqualTo("eu-west-1");
  }

  @Test
  void ec2_whenAskedAgain_isTheSameClientForARegion() {
    try (AwsAccess west = FakeHttp.access(FakeHttp.answering(500, ""))) {
      assertThat(west.ec2()).isSameAs(west.ec2()).isSameAs(west.region("us-west-2").ec2());
      assertThat(west.region("eu-west-1").ec2()).isNotSameAs(west.ec2());
    }
  }

  @Test
  void reserve_whenTheBurstIsUsedUp_waitsInAllCopiesForThatRegion() {
    AwsAccess west = AwsAccess.inRegion("us-west-2");
    AwsAccess copy = west.region("eu-west-1").region("us-west-2");
    for (int call = 0; call < ApiFamily.ELB_CHANGE.burst(); call++) {
      assertThat((call % 2 == 0 ? west : copy).reserve(ApiFamily.ELB_CHANGE)).isZero();
    }

    assertThat(west.reserve(ApiFamily.ELB_CHANGE)).isPositive();
    assertThat(copy.reserve(ApiFamily.ELB_CHANGE))
        .isPositive()
        .isLessThanOrEqualTo(Duration.ofSeconds(5));
    assertThat(west.reserve(ApiFamily.ELB_READ)).isZero();
    assertThat(west.region("eu-west-1").reserve(ApiFamily.ELB_CHANGE)).isZero();
    assertThat(west.profile("other").reserve(ApiFamily.ELB_CHANGE)).isZero();
  }

  @Test
  void close_whenClientsWereBuilt_closesThemForAllRegions() throws IOException {
    AwsAccess west =
        AwsAccess.inRegion("us-west-2").credentials(FakeHttp.keys()).endpoint(closedPort());
    Ec2Client open = west.ec2();
    Ec2Client openElsewhere = west.region("eu-west-1").ec2();
    assertThat(catchThrowable(open::describeVpcs)).hasMessageContaining("refused");

    west.close();
    west.close();

    for (Ec2Client closed : List.of(open, openElsewhere)) {
      assertThat(catchThrowable(closed::describeVpcs))
          .isNotNull()
          .satisfies(
              thrown -> assertThat(String.valueOf(thrown.getMessage())).doesNotContain("refused"));
    }
    assertThatThrownBy(west::ec2)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this AwsAccess is closed");
    assertThatThrownBy(() -> west.region("us-east-1").sts())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this AwsAccess is closed");
  }

  @Test
  void close_whenTheHttpClientWasGiven_leavesItOpen() {
    FakeHttp http = FakeHttp.answering(500, "");
    AwsAccess aws = FakeHttp.access(http);
    aws.ec2();

    aws.close();

    assertThat(http.isClosed()).isFalse();
  }

  @Test
  void close_whenClientsWereGiven_leavesThemOpenAndUsesThem() {
    List<String> closed = new ArrayList<>();
    Ec2Client ec2 = ec2(closed);
    ElasticLoadBalancingClient balancing = balancing(closed);
    StsClient sts = sts(closed);
    AwsAccess aws = AwsAccess.inRegion("us-west-2").clients(ec2, balancing, sts);
    assertThat(aws.ec2()).isSameAs(ec2);
    assertThat(aws.elasticLoadBalancing()).isSameAs(balancing);
    assertThat(aws.sts()).isSameAs(sts);

    aws.close();

    assertThat(closed).isEmpty();
  }

  private static Ec2Client ec2(List<String> closed) {
    return new Ec2Client() {
      @Override
      public String serviceName() {
        return "ec2";
      }

      @Override
      public void close() {
        closed.add(serviceName());
      }
    };
  }

  private static ElasticLoadBalancingClient balancing(List<String> closed) {
    return new ElasticLoadBalancingClient() {
      @Override
      public String serviceName() {
        return "elasticloadbalancing";
      }

      @Override
      public void close() {
        closed.add(serviceName());
      }
    };
  }

  private static StsClient sts(List<String> closed) {
    return new StsClient() {
      @Override
      public String serviceName() {
        return "sts";
      }

      @Override
      public void close() {
        closed.add(serviceName());
      }
    };
  }

  @Test
  void close_whenItIsTheSharedOne_doesNothing() {
    AwsAccess.shared().close();
    AwsAccess.shared().region("us-west-2").close();

    assertThat(AwsAccess.shared().region("us-west-2").ec2()).isNotNull();
  }

  @Test
  void close_whenItIsFromTheEnvironment_leavesTheSharedOneOpen() {
    AwsAccess own = AwsAccess.fromEnvironment().region("us-west-2");
    own.close();

    assertThat(AwsAccess.shared().region("us-west-2").ec2()).isNotNull();
    assertThat(AwsAccess.fromEnvironment().region("us-west-2").ec2()).isNotNull();
  }

  @Test
  void toString_whenThereAreSecrets_leavesThemOut() {
    AwsAccess aws =
        FakeHttp.access(FakeHttp.answering(500, ""))
            .profile("prod")
            .endpoint(URI.create("https://user:s3cret@example.com/path"));

    assertThat(aws.toString())
        .isEqualTo("AwsAccess[region=us-west-2, profile=prod, endpoint=https://example.com/path]");
    assertThat(AwsAccess.fromEnvironment())
        .hasToString("AwsAccess[region=from the environment, profile=default, endpoint=AWS]");
  }

  @Test
  void setting_whenNull_isRefusedByItsName() {
    AwsAccess aws = AwsAccess.fromEnvironment();

    assertThatThrownBy(() -> aws.region(null)).hasMessage("region");
    assertThatThrownBy(() -> AwsAccess.inRegion(null)).hasMessage("region");
    assertThatThrownBy(() -> aws.profile(null)).hasMessage("profile");
    assertThatThrownBy(() -> aws.endpoint(null)).hasMessage("endpoint");
    assertThatThrownBy(() -> aws.credentials(null)).hasMessage("credentials");
    assertThatThrownBy(() -> aws.httpClient(null)).hasMessage("httpClient");
    assertThatThrownBy(() -> aws.time(null)).hasMessage("time");
    assertThatThrownBy(() -> aws.timeouts(null, Duration.ofSeconds(1)))
        .hasMessage("timeouts: reads");
    assertThatThrownBy(() -> aws.timeouts(Duration.ofSeconds(1), null))
        .hasMessage("timeouts: changes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT0.0009S", "PT24H0.001S", "PT2562047788015215H"})
  void timeouts_whenOutOfRange_areRefused(Duration wrong) {
    AwsAccess aws = AwsAccess.fromEnvironment();
    Duration right = Duration.ofSeconds(1);

    assertThatThrownBy(() -> aws.timeouts(wrong, right))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("timeouts: reads: %s (expected: 1 ms to 24 hours)".formatted(wrong));
    assertThatThrownBy(() -> aws.timeouts(right, wrong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("timeouts: changes: %s (expected: 1 ms to 24 hours)".formatted(wrong));
  }

  /** A port of this machine that nobody listens on. */
  private static URI closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }
  }
}
