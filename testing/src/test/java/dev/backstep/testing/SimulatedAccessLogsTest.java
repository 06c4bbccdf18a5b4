package dev.backstep.testing;

import static dev.backstep.testing.Errors.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.elasticloadbalancing.model.AccessLog;

class SimulatedAccessLogsTest {

  private static final String ELB_ACCOUNT = "797873946194";
  private static final String DENIED =
      "Access Denied for bucket: logs. Please check S3bucket permission";

  private final SimulatedAws aws = SimulatedAws.withCluster("Cluster1", 1);
  private final Clients clients = Clients.of(aws);

  @BeforeEach
  void makeBalancer() {
    clients.balancer("elb");
  }

  @ParameterizedTest
  @CsvSource({
    "'',     logs/AWSLogs/123456789012/*",
    "'',     logs/*",
    "'',     logs/AWSLogs/*",
    "impala, logs/impala/AWSLogs/123456789012/*",
    "impala, logs/*/AWSLogs/123456789012/*",
    "a/b,    logs/a/b/AWSLogs/123456789012/*"
  })
  void enable_whenPolicyLetsLogsIn_isAccepted(String prefix, String resource) {
    aws.world().addBucket("logs", SimulatedBucketsTest.policy(ELB_ACCOUNT, resource));

    enable("logs", prefix);

    AccessLog log = log();
    assertThat(log.enabled()).isTrue();
    assertThat(log.s3BucketName()).isEqualTo("logs");
    assertThat(log.s3BucketPrefix()).isEqualTo(prefix.isEmpty() ? null : prefix);
  }

  @ParameterizedTest
  @CsvSource({
    "'',     logs/AWSLogs/210987654321/*",
    "'',     logs/AWSLogs/123456789012",
    "'',     logs/AWSLogs/123456789012/ELBAccessLogTestFile",
    "'',     logs",
    "impala, logs/AWSLogs/123456789012/*",
    "'',     logs/impala/AWSLogs/123456789012/*"
  })
  void enable_whenPolicyIsForOtherFiles_isRefused(String prefix, String resource) {
    aws.world().addBucket("logs", SimulatedBucketsTest.policy(ELB_ACCOUNT, resource));
    WorldSnapshot before = aws.snapshot();

    assertThat(refused(409, "InvalidConfigurationRequest", () -> enable("logs", prefix)))
        .hasMessageContaining(DENIED);

    assertThat(before.diff(aws.snapshot())).isEmpty();
  }

  @Test
  void enable_whenBucketMissingOrElsewhereOrWithoutPolicy_isRefused() {
    refused(409, "InvalidConfigurationRequest", () -> enable("logs", ""));
    aws.world("us-east-1").addBucket("logs", SimulatedBucketsTest.policy("127311923021", "logs/*"));
    refused(409, "InvalidConfigurationRequest", () -> enable("logs", ""));
    aws.world().addBucket("mine");
    refused(409, "InvalidConfigurationRequest", () -> enable("mine", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'AWS': '797873946194'",
        "'AWS': 'arn:aws:iam::797873946194:root'",
        "'AWS': ['123456789012', '797873946194']",
        "'AWS': '*'",
        "'Service': 'logdelivery.elasticloadbalancing.amazonaws.com'",
        "'Service': ['delivery.logs.amazonaws.com', 'logdelivery.elasticloadbalancing.amazonaws.com']"
      })
  void enable_whenPrincipalWrites_isAccepted(String principal) {
    aws.world().addBucket("logs", statement("'Principal': {" + principal + "}"));

    enable("logs", "");

    assertThat(log().enabled()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'AWS': '127311923021'",
        "'AWS': 'arn:aws:iam::797873946194:user/somebody'",
        "'Service': 'delivery.logs.amazonaws.com'"
      })
  void enable_whenPrincipalIsAnother_isRefused(String principal) {
    aws.world().addBucket("logs", statement("'Principal': {" + principal + "}"));

    refused(409, "InvalidConfigurationRequest", () -> enable("logs", ""));
  }

  @Test
  void enable_whenRegionHasNoAccount_asksForTheService() {
    Clients zurich = Clients.of(aws, "eu-central-2");
    String vpc = aws.world("eu-central-2").addVpc("z", "10.60.0.0/16");
    String subnet = aws.world("eu-central-2").addSubnet(vpc, "z", "10.60.1.0/24", "eu-central-2a");
    zurich.balancer("elb", r -> r.subnets(subnet));
    aws.world("eu-central-2").addBucket("logs", SimulatedBucketsTest.policy(ELB_ACCOUNT, "logs/*"));
    aws.world("eu-central-2")
        .addBucket(
            "logs2",
            SimulatedBucketsTest.policy("x", "logs2/*")
                .replace(
                    "\"AWS\":\"arn:aws:iam::x:root\"",
                    "\"Service\":\"logdelivery.elasticloadbalancing.amazonaws.com\""));

    refused(409, "InvalidConfigurationRequest", () -> enable(zurich, "logs", ""));
    enable(zurich, "logs2", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s3:*       | {}                                                         | true",
        "s3:putobj* | {}                                                         | true",
        "s3:Get*    | {}                                                         | false",
        "*          | {'StringEquals': {'aws:SourceAccount': '123456789012'}}    | true",
        "*          | {'StringEquals': {'aws:sourceaccount': ['1', '2']}}        | false",
        "*          | {'ArnLike': {'aws:SourceArn': 'arn:aws:*:us-west-2:*:loadbalancer/elb'}} | true",
        "*          | {'StringNotEquals': {'aws:PrincipalOrgID': 'o-1'}}         | true",
        "*          | {'StringEquals': {'aws:PrincipalOrgID': 'o-1'}}            | false",
        "*          | {'StringEqualsIfExists': {'aws:PrincipalOrgID': 'o-1'}}    | true",
        "*          | {'Null': {'aws:PrincipalOrgID': 'true'}}                   | true",
        "*          | {'IpAddress': {'aws:SourceIp': '10.0.0.0/8'}}              | false"
      })
  void enable_whenActionOrConditionSaid_dependsOnThem(
      String action, String condition, boolean allowed) {
    aws.world()
        .addBucket(
            "logs",
            statement("'Principal': '*', 'Condition': " + condition)
                .replace("s3:PutObject", action));

    if (allowed) {
      enable("logs", "");
    } else {
      refused(409, "InvalidConfigurationRequest", () -> enable("logs", ""));
    }
  }

  @Test
  void enable_whenDenied_isRefusedUnlessTheDenialIsForOthers() {
    String allow = "{'Effect':'Allow','Principal':'*','Action':'*','Resource':'arn:aws:s3:::%s/*'}";
    String deny =
        "{'Effect':'Deny','Principal':'*','Action':'s3:*','Resource':'arn:aws:s3:::%s/*'%s}";
    String insecure = ",'Condition':{'Bool':{'aws:SecureTransport':'false'}}";
    aws.world().addBucket("open", two(allow.formatted("open"), deny.formatted("open", insecure)));
    aws.world().addBucket("shut", two(allow.formatted("shut"), deny.formatted("shut", "")));

    enable("open", "");
    refused(409, "InvalidConfigurationRequest", () -> enable("shut", ""));
  }

  @Test
  void enable_whenPolicyIsNew_isRefusedUntilItIsSeen() throws Exception {
    aws.world().addBucket("logs");
    aws.readLag(Duration.ofSeconds(30));
    clients.s3.putBucketPolicy(
        r -> r.bucket("logs").policy(SimulatedBucketsTest.policy(ELB_ACCOUNT, "logs/*")));

    refused(409, "InvalidConfigurationRequest", () -> enable("logs", ""));
    aws.time().sleep(Duration.ofSeconds(30));
    enable("logs", "");
  }

  @Test
  void enable_whenIntervalOrPrefixInvalid_isRefused() {
    aws.world().addBucket("logs", SimulatedBucketsTest.policy(ELB_ACCOUNT, "logs/*"));

    refused(
        400,
        "ValidationError",
        () -> modify(clients, AccessLog.builder().s3BucketName("logs").emitInterval(10).build()));
    refused(409, "InvalidConfigurationRequest", () -> enable("logs", "my/AWSLogs"));
    modify(clients, AccessLog.builder().s3BucketName("logs").emitInterval(5).build());
    assertThat(log().emitInterval()).isEqualTo(5);
  }

  @Test
  void disable_whenBucketIsGone_isAccepted() {
    aws.world().addBucket("logs", SimulatedBucketsTest.policy(ELB_ACCOUNT, "logs/*"));
    enable("logs", "");
    clients.s3.deleteBucket(r -> r.bucket("logs"));

    clients.elb.modifyLoadBalancerAttributes(
        r ->
            r.loadBalancerName("elb")
                .loadBalancerAttributes(a -> a.accessLog(l -> l.enabled(false))));

    assertThat(log().enabled()).isFalse();
  }

  /** A policy for the bucket "logs", with apostrophes for quotes. */
  private static String statement(String rest) {
    return ("{'Version':'2012-10-17','Statement':{'Effect':'Allow','Action':'s3:PutObject',"
            + "'Resource':'arn:aws:s3:::logs/*',"
            + rest
            + "}}")
        .replace('\'', '"');
  }

  private static String two(String first, String second) {
    return ("{'Version':'2012-10-17','Statement':[" + first + "," + second + "]}")
        .replace('\'', '"');
  }

  private void enable(String bucket, String prefix) {
    enable(clients, bucket, prefix);
  }

  private static void enable(Clients clients, String bucket, String prefix) {
    AccessLog.Builder log = AccessLog.builder().s3BucketName(bucket);
    modify(clients, prefix.isEmpty() ? log.build() : log.s3BucketPrefix(prefix).build());
  }

  private static void modify(Clients clients, AccessLog log) {
    clients.elb.modifyLoadBalancerAttributes(
        r ->
            r.loadBalancerName("elb")
                .loadBalancerAttributes(a -> a.accessLog(log.toBuilder().enabled(true).build())));
  }

  private AccessLog log() {
    return clients
        .elb
        .describeLoadBalancerAttributes(r -> r.loadBalancerName("elb"))
        .loadBalancerAttributes()
        .accessLog();
  }
}
