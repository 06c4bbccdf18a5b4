package dev.backstep.testing;

import static dev.backstep.testing.Errors.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class SimulatedBucketsTest {

  private static final String POLICY = policy("797873946194", "logs/*");

  private final SimulatedAws aws = SimulatedAws.empty();
  private final S3Client s3 = Clients.of(aws).s3;

  @Test
  void policy_whenPutReadAndDeleted_isThereInBetween() {
    aws.world().addBucket("logs");
    refused(404, "NoSuchBucketPolicy", () -> policy("logs"));

    s3.putBucketPolicy(r -> r.bucket("logs").policy(POLICY));

    assertThat(policy("logs")).isEqualTo(POLICY);
    assertThat(aws.world().bucketPolicy("logs")).contains(POLICY);
    s3.deleteBucketPolicy(r -> r.bucket("logs"));
    s3.deleteBucketPolicy(r -> r.bucket("logs"));
    refused(404, "NoSuchBucketPolicy", () -> policy("logs"));
    assertThat(aws.world().bucketPolicy("logs")).isEmpty();
  }

  @Test
  void policy_whenSpacedAndWithBareAccount_isAnsweredAsS3KeepsIt() {
    aws.world().addBucket("logs");
    String spaced =
        POLICY.replace(",", ",\n  ").replace("arn:aws:iam::797873946194:root", "797873946194");

    s3.putBucketPolicy(r -> r.bucket("logs").policy(spaced));

    assertThat(policy("logs")).isEqualTo(POLICY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "[]",
        "{}",
        "{'Version':'2012-10-17'}",
        "{'Version':'2012-10-17','Statement':[]}",
        "{'Version':'2012-10-17','Statement':['x']}",
        "{'Version':'2012-10-18','Statement':[{OK}]}",
        "{'Version':'2012-10-17','Statement':[{OK}]} x",
        "{'Version':'2012-10-17','Statement':[{'Effect':'Maybe'}]}",
        "{'Version':'2012-10-17','Statement':[{'Principal':'*','Action':'*','Resource':'*'}]}",
        "{'Version':'2012-10-17','Statement':[{OK},{'Effect':'Deny','Principal':'x'}]}",
        "{'Statement':{'Effect':'Allow','Principal':{'AWS':'me'},'Action':'*','Resource':'*'}}",
        "{'Statement':{'Effect':'Allow','Principal':{'Who':'*'},'Action':'*','Resource':'*'}}",
        "{'Statement':{'Effect':'Allow','Principal':'*','Resource':'*'}}",
        "{'Statement':{'Effect':'Allow','Principal':'*','Action':'ec2:*','Resource':'*'}}",
        "{'Statement':{'Effect':'Allow','Principal':'*','Action':'*','Resource':'logs/*'}}",
        "{'Statement':{'Effect':'Allow','Principal':'*','Action':'*','Resource':'arn:aws:s3:::b'}}"
      })
  void policy_whenMalformed_isRefused(String text) {
    aws.world().addBucket("logs", POLICY);
    String ok = "'Effect':'Allow','Principal':'*','Action':'s3:*','Resource':'arn:aws:s3:::logs'";
    String json = text.replace("OK", ok).replace('\'', '"');
    WorldSnapshot before = aws.snapshot();

    refused(400, "MalformedPolicy", () -> s3.putBucketPolicy(r -> r.bucket("logs").policy(json)));

    assertThat(before.diff(aws.snapshot())).isEmpty();
  }

  @Test
  void policy_whenWithoutVersionAndList_isTaken() {
    aws.world()
        .addBucket(
            "logs",
            "{\"Statement\":{\"Effect\":\"Deny\",\"NotPrincipal\":{\"AWS\":[\"123456789012\"]},"
                + "\"NotAction\":\"s3:Get*\",\"NotResource\":\"arn:aws:s3:::logs/a\"}}");

    assertThat(policy("logs")).contains("[\"arn:aws:iam::123456789012:root\"]");
  }

  @Test
  void bucket_whenMissing_isRefused() {
    assertThat(refused(404, "NoSuchBucket", () -> policy("none")))
        .isInstanceOf(NoSuchBucketException.class);
    refused(404, "NoSuchBucket", () -> s3.getBucketLocation(r -> r.bucket("none")));
    refused(404, "NoSuchBucket", () -> s3.putBucketPolicy(r -> r.bucket("none").policy(POLICY)));
    refused(404, "NoSuchBucket", () -> s3.deleteBucketPolicy(r -> r.bucket("none")));
    refused(404, "NoSuchBucket", () -> s3.deleteBucket(r -> r.bucket("none")));
    assertThatThrownBy(() -> s3.headBucket(r -> r.bucket("none")))
        .isInstanceOf(NoSuchBucketException.class);
  }

  @Test
  void bucket_whenInAnotherRegion_isLocatedAndNothingElse() {
    aws.world("eu-west-1").addBucket("logs", POLICY);
    S3Client east = Clients.of(aws, "us-east-1").s3;

    assertThat(s3.getBucketLocation(r -> r.bucket("logs")).locationConstraintAsString())
        .isEqualTo("eu-west-1");
    assertThat(refused(301, "PermanentRedirect", () -> policy("logs")).awsErrorDetails())
        .extracting(it -> it.sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region").get())
        .isEqualTo("eu-west-1");
    assertThat(
            refused(
                400,
                "AuthorizationHeaderMalformed",
                () -> east.getBucketPolicy(r -> r.bucket("logs"))))
        .hasMessageContaining("the region 'us-east-1' is wrong; expecting 'eu-west-1'");
    refused(
        301, "PermanentRedirect", () -> s3.putBucketPolicy(r -> r.bucket("logs").policy(POLICY)));
    S3Exception head =
        catchThrowableOfType(S3Exception.class, () -> s3.headBucket(r -> r.bucket("logs")));
    assertThat(head.statusCode()).isEqualTo(301);
    assertThat(Clients.of(aws, "eu-west-1").s3.getBucketPolicy(r -> r.bucket("logs")).policy())
        .isEqualTo(POLICY);
  }

  @Test
  void client_whenItMayCrossRegions_findsTheBucket() {
    aws.world("eu-west-1").addBucket("logs", POLICY);
    S3Client any =
        Clients.common(
                S3Client.builder().httpClient(aws).crossRegionAccessEnabled(true), aws, "us-west-2")
            .build();

    assertThat(any.getBucketPolicy(r -> r.bucket("logs")).policy()).isEqualTo(POLICY);
  }

  @Test
  void location_whenInTheFirstRegion_isEmpty() {
    aws.world("us-east-1").addBucket("logs");

    String location = s3.getBucketLocation(r -> r.bucket("logs")).locationConstraintAsString();

    assertThat(location).isNullOrEmpty();
  }

  @Test
  void head_whenThere_tellsTheRegion() {
    aws.world().addBucket("logs");

    assertThat(s3.headBucket(r -> r.bucket("logs")).bucketRegion()).isEqualTo("us-west-2");
  }

  @ParameterizedTest
  @CsvSource({"us-west-2, us-west-2", "us-east-1, us-east-1", "us-east-1, eu-west-1"})
  void create_whenNew_isInItsRegion(String here, String region) {
    S3Client client = Clients.of(aws, here).s3;

    client.createBucket(
        r -> {
          r.bucket("logs");
          if (!region.equals(here)) {
            r.createBucketConfiguration(c -> c.locationConstraint(region));
          }
        });

    assertThat(aws.snapshot().lines()).contains(region + " bucket logs Region=" + region);
    assertThat(aws.madeBy("logs")).get().isInstanceOf(Maker.Caller.class);
  }

  @Test
  void create_whenNotPossible_isRefused() {
    S3Client east = Clients.of(aws, "us-east-1").s3;
    s3.createBucket(r -> r.bucket("west"));
    east.createBucket(r -> r.bucket("east"));
    east.createBucket(r -> r.bucket("east"));

    refused(409, "BucketAlreadyOwnedByYou", () -> s3.createBucket(r -> r.bucket("west")));
    refused(409, "BucketAlreadyOwnedByYou", () -> s3.createBucket(r -> r.bucket("east")));
    refused(
        400,
        "IllegalLocationConstraintException",
        () ->
            s3.createBucket(
                r ->
                    r.bucket("other")
                        .createBucketConfiguration(c -> c.locationConstraint("eu-west-1"))));
  }

  @Test
  void list_whenInTwoRegions_tellsAll() {
    aws.world().addBucket("b-west");
    aws.world("us-east-1").addBucket("a-east");
    aws.world().addBucket("c");

    assertThat(s3.listBuckets().buckets())
        .extracting(Bucket::name, Bucket::bucketRegion)
        .containsExactly(
            tuple("a-east", "us-east-1"), tuple("b-west", "us-west-2"), tuple("c", "us-west-2"));
    assertThat(s3.listBuckets(r -> r.prefix("b").bucketRegion("us-west-2")).buckets()).hasSize(1);
    aws.pageSize(2);
    assertThat(s3.listBucketsPaginator().buckets()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void address_whenPathOrHost_isTheSame(boolean pathStyle) {
    S3Client client =
        Clients.common(
                S3Client.builder().httpClient(aws).forcePathStyle(pathStyle), aws, "us-west-2")
            .build();
    aws.world().addBucket("my.logs");
    String policy = POLICY.replace(":::logs", ":::my.logs");

    client.putBucketPolicy(r -> r.bucket("my.logs").policy(policy));

    assertThat(client.getBucketPolicy(r -> r.bucket("my.logs")).policy()).isEqualTo(policy);
  }

  @Test
  void listen_whenAskedOverHttp_answersLikeInProcess() {
    try (SdkHttpClient http = ApacheHttpClient.create();
        S3Client client =
            Clients.common(
                    S3Client.builder().httpClient(http).endpointOverride(aws.listen()),
                    aws,
                    "us-west-2")
                .build()) {
      client.createBucket(r -> r.bucket("logs"));
      client.putBucketPolicy(r -> r.bucket("logs").policy(POLICY));

      assertThat(client.getBucketPolicy(r -> r.bucket("logs")).policy()).isEqualTo(POLICY);
      assertThat(client.getBucketLocation(r -> r.bucket("logs")).locationConstraintAsString())
          .isEqualTo("us-west-2");
      assertThat(client.headBucket(r -> r.bucket("logs")).bucketRegion()).isEqualTo("us-west-2");
      client.deleteBucketPolicy(r -> r.bucket("logs"));
      assertThatThrownBy(() -> client.headBucket(r -> r.bucket("none")))
          .isInstanceOf(NoSuchBucketException.class);
    } finally {
      aws.close();
    }
  }

  @Test
  void operation_whenNotSimulated_isRefusedWithWhatIsKnown() {
    aws.world().addBucket("logs");

    assertThat(refused(400, "InvalidAction", () -> s3.getBucketTagging(r -> r.bucket("logs"))))
        .hasMessageContaining("GET /{Bucket}?tagging")
        .hasMessageContaining("GetBucketPolicy");
    refused(400, "InvalidAction", () -> s3.listObjectsV2(r -> r.bucket("logs")));
    refused(400, "InvalidAction", () -> s3.deleteObject(r -> r.bucket("logs").key("a/b")));
    assertThat(s3.listBuckets().buckets()).hasSize(1);
  }

  @Test
  void owner_whenNotThisAccount_isRefused() {
    aws.world().addBucket("logs", POLICY);

    refused(
        403,
        "AccessDenied",
        () -> s3.getBucketPolicy(r -> r.bucket("logs").expectedBucketOwner("210987654321")));
    s3.getBucketPolicy(r -> r.bucket("logs").expectedBucketOwner(aws.accountId()));
  }

  @Test
  void call_whenFaultsScripted_meetsThem() {
    aws.world().addBucket("logs", POLICY);
    aws.onCall("GetBucketPolicy").throttle(1);
    refused(503, "SlowDown", () -> policy("logs"));
    aws.onCall("GetBucketPolicy").status(500);
    refused(500, "InternalError", () -> policy("logs"));
    aws.onCall("PutBucketPolicy").refuse("AccessDenied");
    refused(403, "AccessDenied", () -> s3.putBucketPolicy(r -> r.bucket("logs").policy(POLICY)));
    aws.onCall("DeleteBucketPolicy").answerLost();
    assertThatThrownBy(() -> s3.deleteBucketPolicy(r -> r.bucket("logs")))
        .isInstanceOf(SdkClientException.class);
    assertThat(aws.world().bucketPolicy("logs")).isEmpty();
  }

  @Test
  void call_whenGarbled_isNoPolicy() {
    aws.world().addBucket("logs", POLICY);
    aws.onCall("GetBucketPolicy").garbage();

    assertThat(policy("logs")).isNotEqualTo(POLICY).hasSizeLessThan(POLICY.length());
  }

  @Test
  void ledger_whenPolicyPut_hasItsText() {
    aws.latency(Duration.ofSeconds(1)).world().addBucket("logs");

    s3.putBucketPolicy(r -> r.bucket("logs").policy(POLICY));

    Call call = aws.ledger().mutating().calls().get(0);
    assertThat(call.toString()).isEqualTo("#1 PutBucketPolicy 204");
    assertThat(call.service()).isEqualTo("s3");
    assertThat(call.region()).isEqualTo("us-west-2");
    assertThat(call.parameter("Bucket")).isEqualTo("logs");
    assertThat(call.parameter("Policy")).isEqualTo(POLICY);
  }

  @Test
  void readLag_whenPolicyPut_isSeenOnlyLater() throws Exception {
    aws.world().addBucket("logs");
    aws.readLag(Duration.ofSeconds(10));

    s3.putBucketPolicy(r -> r.bucket("logs").policy(POLICY));

    refused(404, "NoSuchBucketPolicy", () -> policy("logs"));
    assertThat(aws.world().bucketPolicy("logs")).contains(POLICY);
    aws.time().sleep(Duration.ofSeconds(10));
    assertThat(policy("logs")).isEqualTo(POLICY);
  }

  @Test
  void snapshot_whenStatementAdded_tellsThatOneWhateverTheOrder() {
    aws.world().addBucket("logs", POLICY);
    WorldSnapshot before = aws.snapshot();
    String deny =
        "{\"Resource\":\"arn:aws:s3:::logs/*\",\"Effect\":\"Deny\",\"Principal\":\"*\","
            + "\"Action\":\"s3:*\"}";

    s3.putBucketPolicy(
        r -> r.bucket("logs").policy(POLICY.replace("[{", "[" + deny + "," + deny + ",{")));

    assertThat(before.diff(aws.snapshot()))
        .containsExactly(
            "+ us-west-2 bucket-policy logs Statement={\"Action\":\"s3:*\",\"Effect\":\"Deny\","
                + "\"Principal\":\"*\",\"Resource\":\"arn:aws:s3:::logs/*\"} x2");
  }

  @Test
  void world_whenBucketCannotBeAdded_saysWhy() {
    aws.world("us-east-1").addBucket("logs");

    assertThatThrownBy(() -> aws.world().addBucket("logs"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("there is a bucket logs already");
    assertThatThrownBy(() -> aws.world().addBucket("other", "{}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Missing required field Statement: {}");
    assertThatThrownBy(() -> aws.world().bucketPolicy("other"))
        .isInstanceOf(NoSuchElementException.class);
    assertThat(aws.madeBy("logs")).contains(new Maker.User());
    assertThat(aws.snapshot().lines()).hasSize(1);
  }

  static String policy(String account, String resource) {
    return """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow",\
        "Principal":{"AWS":"arn:aws:iam::%s:root"},\
        "Action":"s3:PutObject","Resource":"arn:aws:s3:::%s"}]}"""
        .formatted(account, resource);
  }

  private String policy(String bucket) {
    return s3.getBucketPolicy(r -> r.bucket(bucket)).policy();
  }
}
