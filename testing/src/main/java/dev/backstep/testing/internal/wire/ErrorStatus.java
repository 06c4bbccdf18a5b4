package dev.backstep.testing.internal.wire;

import java.util.Map;

/** The HTTP status that goes with an error code where nothing else is said. */
public final class ErrorStatus {

  private static final Map<String, Integer> KNOWN =
      Map.ofEntries(
          Map.entry("AccessDenied", 403),
          Map.entry("AccessDeniedException", 400),
          Map.entry("AuthFailure", 401),
          Map.entry("BucketAlreadyExists", 409),
          Map.entry("BucketAlreadyOwnedByYou", 409),
          Map.entry("DryRunOperation", 412),
          Map.entry("ExpiredToken", 403),
          Map.entry("HostedZoneAlreadyExists", 409),
          Map.entry("InsufficientInstanceCapacity", 500),
          Map.entry("InternalError", 500),
          Map.entry("InternalFailure", 500),
          Map.entry("InvalidClientTokenId", 403),
          Map.entry("InvalidConfigurationRequest", 409),
          Map.entry("NoSuchBucket", 404),
          Map.entry("NoSuchBucketPolicy", 404),
          Map.entry("NoSuchChange", 404),
          Map.entry("NoSuchHostedZone", 404),
          Map.entry("OptInRequired", 401),
          Map.entry("PermanentRedirect", 301),
          Map.entry("RequestLimitExceeded", 503),
          Map.entry("ServiceUnavailable", 503),
          Map.entry("SignatureDoesNotMatch", 403),
          Map.entry("SlowDown", 503),
          Map.entry("UnauthorizedOperation", 403),
          Map.entry("Unavailable", 503));

  private ErrorStatus() {}

  /** The usual status of the code; 400 for most. */
  public static int of(String code) {
    return KNOWN.getOrDefault(code, 400);
  }
}
