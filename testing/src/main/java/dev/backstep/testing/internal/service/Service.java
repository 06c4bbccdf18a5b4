package dev.backstep.testing.internal.service;

import dev.backstep.testing.internal.wire.AwsError;
import dev.backstep.testing.internal.wire.Protocol;
import java.util.List;
import java.util.function.Supplier;

/** One service: how it is addressed, what it speaks, what it can do and how it says "slow down". */
public final class Service {

  private final String signingName;
  private final String version;
  private final Protocol protocol;
  private final Supplier<AwsError> throttle;
  private final String internalErrorCode;
  private final Operations operations = new Operations();

  /**
   * @param signingName the service in the credential scope
   * @param version the API version that requests name, or empty if they name none
   * @param throttle the refusal of a call that came too fast
   * @param internalErrorCode the code of an HTTP 500
   */
  public Service(
      String signingName,
      String version,
      Protocol protocol,
      Supplier<AwsError> throttle,
      String internalErrorCode,
      List<Area> areas) {
    this.signingName = signingName;
    this.version = version;
    this.protocol = protocol;
    this.throttle = throttle;
    this.internalErrorCode = internalErrorCode;
    areas.forEach(area -> area.addTo(operations));
  }

  /** Such as {@code ec2}. */
  public String name() {
    return signingName;
  }

  /** The API version that requests name. */
  public String version() {
    return version;
  }

  /** How it speaks. */
  public Protocol protocol() {
    return protocol;
  }

  /** The refusal of a call that came too fast. */
  public AwsError throttle() {
    return throttle.get();
  }

  /** A failure with the given status, under the code that this service uses for it. */
  public AwsError failure(int status) {
    String code =
        switch (status) {
          case 403 -> "AccessDenied";
          case 500 -> internalErrorCode;
          case 502, 503, 504 -> "ServiceUnavailable";
          default -> status < 500 ? "ValidationError" : internalErrorCode;
        };
    return AwsError.withStatus(code, status, "An internal error has occurred");
  }

  Operation<?, ?> operation(String name) {
    return operations
        .find(name)
        .orElseThrow(
            () ->
                AwsError.of(
                    "InvalidAction",
                    "The action %s is not valid for this web service. The simulator knows, for %s: %s",
                    name,
                    signingName,
                    String.join(", ", operations.names())));
  }
}
