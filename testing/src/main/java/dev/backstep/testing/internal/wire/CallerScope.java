package dev.backstep.testing.internal.wire;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who signed a request, and for which region and service: read from its SigV4 credential scope. */
public record CallerScope(String accessKeyId, String region, String service) {

  private static final Pattern CREDENTIAL =
      Pattern.compile("Credential=([^/,]+)/\\d{8}/([^/,]+)/([^/,]+)/aws4_request");
  private static final Pattern HOST =
      Pattern.compile("([a-z0-9-]+)(?:\\.([a-z0-9-]+))?\\.amazonaws\\.com(?:\\.cn)?(?::\\d+)?");

  /** The scope of the call; of its host name when it is not signed. */
  public static CallerScope of(HttpCall call, String defaultRegion) {
    Matcher signed = CREDENTIAL.matcher(call.header("authorization"));
    if (signed.find()) {
      return new CallerScope(signed.group(1), signed.group(2), signed.group(3));
    }
    Matcher host = HOST.matcher(call.header("host"));
    if (host.matches()) {
      String region = host.group(2) == null ? defaultRegion : host.group(2);
      return new CallerScope("anonymous", region, host.group(1));
    }
    return new CallerScope("anonymous", defaultRegion, "");
  }
}
