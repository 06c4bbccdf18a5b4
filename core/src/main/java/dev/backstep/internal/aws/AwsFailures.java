package dev.backstep.internal.aws;

import dev.backstep.internal.engine.ErrorClass;
import dev.backstep.internal.engine.Failure;
import dev.backstep.plan.TimeSource;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Reads what an exception of the AWS SDK says, and leaves the request out of it. */
public final class AwsFailures {

  private static final Duration SKEW = Duration.ofMinutes(4);
  private static final int LONGEST_MESSAGE = 500;
  private static final Pattern SECRET =
      Pattern.compile("(?i)(x-amz-security-token\\s*[:=]\\s*|signature=)[^\\s&,'\"]+");
  private static final Set<String> EXPIRED_OR_SKEWED =
      Set.of("RequestExpired", "AuthFailure", "SignatureDoesNotMatch");

  private final TimeSource time;

  /** With the clock to compare the service's with. */
  public AwsFailures(TimeSource time) {
    this.time = time;
  }

  /** What it means. Anything that is not the SDK's own is a bug of ours and final. */
  public Failure explain(Throwable thrown) {
    if (thrown instanceof AwsServiceException service) {
      return ofService(service);
    }
    if (thrown instanceof SdkException || thrown instanceof IOException) {
      return ofClient(thrown);
    }
    return Failure.of(
        ErrorClass.BUG, thrown.getClass().getSimpleName(), shortened(thrown.getMessage()));
  }

  private Failure ofService(AwsServiceException thrown) {
    Optional<AwsErrorDetails> details = Optional.ofNullable(thrown.awsErrorDetails());
    String code = details.map(AwsErrorDetails::errorCode).orElse("");
    String message =
        shortened(details.map(AwsErrorDetails::errorMessage).orElse(thrown.getMessage()));
    ErrorClass errorClass = ErrorTable.classify(code, thrown.statusCode(), message);
    if (EXPIRED_OR_SKEWED.contains(code) && skewed(details)) {
      errorClass = ErrorClass.CLOCK;
    }
    return new Failure(
        errorClass,
        code.isEmpty() ? "HTTP " + thrown.statusCode() : code,
        errorClass == ErrorClass.CLOCK ? message + "; is this machine's clock right?" : message,
        Optional.ofNullable(thrown.requestId()),
        retryAfter(details));
  }

  private static Failure ofClient(Throwable thrown) {
    String message = shortened(thrown.getMessage());
    if (message.contains("Unable to load credentials") || message.contains("Profile file")) {
      return Failure.of(ErrorClass.CREDENTIAL, "CredentialsNotFound", message);
    }
    String code =
        causes(thrown)
            .filter(
                cause -> cause instanceof ConnectException || cause instanceof UnknownHostException)
            .map(cause -> cause.getClass().getSimpleName())
            .findFirst()
            .orElse(thrown.getClass().getSimpleName());
    return Failure.of(ErrorClass.TRANSIENT, code, message);
  }

  /** The exception and what led to it, outermost first. */
  static Stream<Throwable> causes(Throwable thrown) {
    return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause);
  }

  private boolean skewed(Optional<AwsErrorDetails> details) {
    return header(details, "Date")
        .flatMap(AwsFailures::date)
        .map(theirs -> Duration.between(theirs, time.now()).abs().compareTo(SKEW) > 0)
        .orElse(false);
  }

  private static Optional<String> header(Optional<AwsErrorDetails> details, String name) {
    return details
        .map(AwsErrorDetails::sdkHttpResponse)
        .flatMap(response -> response.firstMatchingHeader(name));
  }

  private static Optional<Instant> date(String header) {
    try {
      return Optional.of(
          ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Of HTTP in seconds, or of AWS in milliseconds. */
  private static Optional<Duration> retryAfter(Optional<AwsErrorDetails> details) {
    return header(details, "Retry-After")
        .filter(text -> text.matches("\\d{1,4}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
        .or(
            () ->
                header(details, "x-amz-retry-after")
                    .filter(text -> text.matches("\\d{1,7}"))
                    .map(text -> Duration.ofMillis(Long.parseLong(text))));
  }

  /** A refused signature is answered with the signed request, session token included. */
  private static String shortened(@org.jspecify.annotations.Nullable String message) {
    String text = message == null ? "no message" : message;
    int echo = text.indexOf("The Canonical String");
    String words = echo < 0 ? text : text.substring(0, echo).strip();
    String safe = SECRET.matcher(words).replaceAll("$1...");
    return safe.length() <= LONGEST_MESSAGE ? safe : safe.substring(0, LONGEST_MESSAGE) + "...";
  }
}
