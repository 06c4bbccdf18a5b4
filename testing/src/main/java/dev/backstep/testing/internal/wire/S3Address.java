package dev.backstep.testing.internal.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a call to S3 is about. The bucket is the first part of the host name or of the path.
 *
 * @param bucket empty if it is about all of them
 * @param key empty if it is about no object
 * @param subResource such as {@code policy}; empty if none
 */
record S3Address(String bucket, String key, String subResource) {

  private static final Pattern VIRTUAL_HOST =
      Pattern.compile("(.+)\\.(?:s3[.-](?:.+\\.)?amazonaws\\.com(?:\\.cn)?|localhost)(?::\\d+)?");

  static S3Address of(HttpCall call) {
    String path = call.path().replaceFirst("^/", "");
    Matcher host = VIRTUAL_HOST.matcher(call.header("host"));
    if (host.matches()) {
      return new S3Address(host.group(1), decode(path), subResource(call.query()));
    }
    int slash = path.indexOf('/');
    String bucket = slash < 0 ? path : path.substring(0, slash);
    String key = slash < 0 ? "" : path.substring(slash + 1);
    return new S3Address(decode(bucket), decode(key), subResource(call.query()));
  }

  private static String subResource(String query) {
    for (String pair : query.split("&")) {
      int equals = pair.indexOf('=');
      if (equals < 0 || equals == pair.length() - 1) {
        return decode(pair.replace("=", ""));
      }
    }
    return "";
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
