package dev.backstep.internal.impala;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.elasticloadbalancing.model.AccessLog;

/** Where access logs go, as text: {@code s3://bucket/prefix every 60 min}, or {@code off}. */
final class AccessLogText {

  private static final Pattern FORM = Pattern.compile("s3://([^/ ]+)(?:/(.*))? every (\\d+) min");

  private AccessLogText() {}

  static String of(String bucket, String prefix, int minutes) {
    return "s3://%s%s every %d min"
        .formatted(bucket, prefix.isEmpty() ? "" : "/" + prefix, minutes);
  }

  static AccessLog parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      return AccessLog.builder().enabled(false).build();
    }
    return AccessLog.builder()
        .enabled(true)
        .s3BucketName(parts.group(1))
        .s3BucketPrefix(parts.group(2))
        .emitInterval(Integer.parseInt(parts.group(3)))
        .build();
  }

  /** The bucket of such a text; empty when logs are off. */
  static String bucketOf(String text) {
    Matcher parts = FORM.matcher(text);
    return parts.matches() ? parts.group(1) : "";
  }
}
