package dev.backstep.internal.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.backstep.aws.AwsAccess;
import dev.backstep.aws.FakeHttp;
import dev.backstep.internal.engine.ErrorClass;
import dev.backstep.internal.engine.Failure;
import dev.backstep.plan.TimeSource;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;

class AwsFailuresTest {

  private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

  private final AwsFailures failures = new AwsFailures(new FixedTime());

  @Test
  void explain_whenAServiceRefuses_keepsCodeMessageAndRequest() {
    Failure failure = failures.explain(refusal("DependencyViolation", 400, "in use", "", ""));

    assertThat(failure.errorClass()).isEqualTo(ErrorClass.BUSY);
    assertThat(failure).hasToString("DependencyViolation: in use (request req-1)");
    assertThat(failure.requestId()).contains("req-1");
    assertThat(failure.retryAfter()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "RequestExpired, 10, CLOCK", "RequestExpired, -10, CLOCK", "RequestExpired, 3, CREDENTIAL",
    "RequestExpired, 0, CREDENTIAL", "AuthFailure, 10, CLOCK", "AuthFailure, -10, CLOCK",
    "AuthFailure, 1, CREDENTIAL", "SignatureDoesNotMatch, 10, CLOCK",
        "ExpiredToken, 10, CREDENTIAL",
    "UnauthorizedOperation, 10, DENIED", "RequestTimeTooSkewed, 0, CLOCK"
  })
  void explain_whenTheServicesClockDiffers_tellsClockFromCredentials(
      String code, long minutes, ErrorClass expected) {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            NOW.plus(Duration.ofMinutes(minutes)).atOffset(ZoneOffset.UTC));

    Failure failure = failures.explain(refusal(code, 400, "no", "Date", date));

    assertThat(failure.errorClass()).isEqualTo(expected);
    assertThat(failure.message())
        .isEqualTo(expected == ErrorClass.CLOCK ? "no; is this machine's clock right?" : "no");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "2026-01-01T12:00:00Z", "Thu, 32 Jan 2026 12:00:00 GMT"})
  void explain_whenTheDateCannotBeRead_takesItForCredentials(String date) {
    Failure failure = failures.explain(refusal("RequestExpired", 400, "no", "Date", date));

    assertThat(failure.errorClass()).isEqualTo(ErrorClass.CREDENTIAL);
  }

  @ParameterizedTest
  @CsvSource({
    "Retry-After, 0, PT0S",
    "Retry-After, 7, PT7S",
    "retry-after, 7, PT7S",
    "x-amz-retry-after, 1500, PT1.5S"
  })
  void explain_whenTheServiceSaysWhenToComeBack_keepsIt(
      String header, String value, Duration expected) {
    Failure failure = failures.explain(refusal("SlowDown", 503, "slower", header, value));

    assertThat(failure.retryAfter()).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-1", "1.5", "soon", "99999999999999999999", "Thu, 01 Jan 2026 12:00:00 GMT", ""})
  void explain_whenItDoesNotSayInSeconds_leavesItOut(String value) {
    Failure failure = failures.explain(refusal("SlowDown", 503, "slower", "Retry-After", value));

    assertThat(failure.retryAfter()).isEmpty();
    assertThat(failure.errorClass()).isEqualTo(ErrorClass.THROTTLE);
  }

  @Test
  void explain_whenThereAreNoDetails_goesByTheStatus() {
    AwsServiceException bare =
        Ec2Exception.builder().message("bad gateway").statusCode(502).build();

    Failure failure = failures.explain(bare);

    assertThat(failure.errorClass()).isEqualTo(ErrorClass.TRANSIENT);
    assertThat(failure.code()).isEqualTo("HTTP 502");
    assertThat(failure.message()).startsWith("bad gateway");
  }

  @Test
  void explain_whenTheDetailsAreEmpty_goesByTheStatus() {
    AwsServiceException bare =
        Ec2Exception.builder()
            .awsErrorDetails(AwsErrorDetails.builder().build())
            .statusCode(429)
            .build();

    assertThat(failures.explain(bare).errorClass()).isEqualTo(ErrorClass.THROTTLE);
    assertThat(failures.explain(bare).code()).isEqualTo("HTTP 429");
  }

  @Test
  void explain_whenNothingWasAnswered_isUnclear() {
    assertUnclear(ApiCallTimeoutException.create(200), "ApiCallTimeoutException");
    assertUnclear(ApiCallAttemptTimeoutException.create(200), "ApiCallAttemptTimeoutException");
    assertUnclear(new SocketTimeoutException("Read timed out"), "SocketTimeoutException");
    assertUnclear(new IOException("Connection reset"), "IOException");
    assertUnclear(
        SdkClientException.create("Unable to execute HTTP request", new IOException("reset")),
        "SdkClientException");
    assertUnclear(
        SdkClientException.create(
            "Unable to execute HTTP request", new ConnectException("refused")),
        "ConnectException");
    assertUnclear(
        SdkClientException.create(
            "Unable to execute HTTP request", new UnknownHostException("host")),
        "UnknownHostException");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<DescribeVpcsResponse><vpcSet><item><vpcId>vpc-1", "no xml", "<a></b>"})
  void explain_whenAnAnswer200CannotBeRead_isUnclear(String body) {
    try (AwsAccess aws = FakeHttp.access(FakeHttp.answering(200, body))) {
      Throwable thrown = catchThrowable(() -> aws.ec2().describeVpcs());

      assertThat(thrown).isNotNull();
      assertThat(failures.explain(thrown).errorClass()).isEqualTo(ErrorClass.TRANSIENT);
      assertThat(failures.explain(thrown).message()).doesNotContain("vpc-1");
    }
  }

  @ParameterizedTest
  @CsvSource({"500, TRANSIENT", "503, TRANSIENT", "400, REFUSED", "403, DENIED", "429, THROTTLE"})
  void explain_whenAnErrorCannotBeRead_goesByTheStatus(int status, ErrorClass expected) {
    try (AwsAccess aws = FakeHttp.access(FakeHttp.answering(status, "<html>oops"))) {
      Throwable thrown = catchThrowable(() -> aws.ec2().describeVpcs());

      assertThat(failures.explain(thrown).errorClass()).isEqualTo(expected);
    }
  }

  @Test
  void explain_whenThereAreNoCredentials_saysSo() {
    Failure failure =
        failures.explain(
            SdkClientException.create(
                "Unable to load credentials from any of the providers in the chain"));

    assertThat(failure.errorClass()).isEqualTo(ErrorClass.CREDENTIAL);
    assertThat(failure.code()).isEqualTo("CredentialsNotFound");
  }

  @Test
  void explain_whenItIsABugOfOurs_isFinal() {
    Failure failure = failures.explain(new IllegalStateException());

    assertThat(failure.errorClass()).isEqualTo(ErrorClass.BUG);
    assertThat(failure).hasToString("IllegalStateException: no message");
  }

  @Test
  void explain_whenTheServiceEchoesTheSignedRequest_leavesItOut() {
    String echo =
        "The request signature we calculated does not match the signature you provided. Check your"
            + " AWS Secret Access Key and signing method. Consult the service documentation for"
            + " details.\n\nThe Canonical String for this request should have been\n'POST\n/\n\n"
            + "host:sts.us-west-2.amazonaws.com\nx-amz-security-token:FwoGZXIvYXdzEBYaDsecret\n'";

    Failure failure = failures.explain(refusal("SignatureDoesNotMatch", 403, echo, "", ""));

    assertThat(failure.toString())
        .startsWith("SignatureDoesNotMatch: The request signature we calculated does not match")
        .doesNotContain("FwoGZXIvYXdz", "Canonical", "host:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bad header 'X-Amz-Security-Token: FwoGZXIvYXdzEBYaDsecret'",
        "not a key=value pair in Authorization header: 'AWS4-HMAC-SHA256 Credential=AKIA/x,"
            + " Signature=FwoGZXIvYXdzEBYaDsecret'",
        "GET /?X-Amz-Security-Token=FwoGZXIvYXdzEBYaDsecret&a=b"
      })
  void explain_whenTheServiceEchoesAToken_leavesItOut(String echo) {
    Failure failure = failures.explain(refusal("IncompleteSignature", 400, echo, "", ""));

    assertThat(failure.toString()).doesNotContain("FwoGZXIvYXdz");
  }

  @Test
  void explain_whenTheMessageIsLong_shortensIt() {
    Failure failure =
        failures.explain(refusal("UnauthorizedOperation", 403, "x".repeat(5_000), "", ""));

    assertThat(failure.message()).isEqualTo("x".repeat(500) + "...");
  }

  private void assertUnclear(Throwable thrown, String code) {
    Failure failure = failures.explain(thrown);
    assertThat(failure.errorClass()).isEqualTo(ErrorClass.TRANSIENT);
    assertThat(failure.errorClass().unclear()).isTrue();
    assertThat(failure.code()).isEqualTo(code);
  }

  private static AwsServiceException refusal(
      String code, int status, String message, String header, String value) {
    SdkHttpResponse.Builder http = SdkHttpResponse.builder().statusCode(status);
    if (!header.isEmpty()) {
      http.putHeader(header, value);
    }
    return Ec2Exception.builder()
        .awsErrorDetails(
            AwsErrorDetails.builder()
                .errorCode(code)
                .errorMessage(message)
                .sdkHttpResponse(http.build())
                .build())
        .requestId("req-1")
        .statusCode(status)
        .build();
  }

  /** Noon, always. */
  private static final class FixedTime implements TimeSource {
    @Override
    public Instant now() {
      return NOW;
    }

    @Override
    public long nanoTime() {
      return 0;
    }

    @Override
    public void execute(Runnable work) {
      work.run();
    }

    @Override
    public Cancellation schedule(Duration delay, Runnable task) {
      throw new UnsupportedOperationException("nothing is scheduled here");
    }

    @Override
    public void sleep(Duration duration) {
      throw new UnsupportedOperationException("nothing sleeps here");
    }
  }
}
