package dev.backstep.testing.internal.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** One HTTP response as it goes out. */
public record HttpAnswer(int status, Map<String, String> headers, byte[] body) {

  /** A text of the given type. */
  public static HttpAnswer text(int status, String contentType, String text) {
    return new HttpAnswer(
        status,
        Map.of("Content-Type", contentType + ";charset=UTF-8"),
        text.getBytes(StandardCharsets.UTF_8));
  }

  /** The same answer with one header more. */
  public HttpAnswer with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new HttpAnswer(status, more, body);
  }

  /** An answer without a body. */
  public static HttpAnswer empty(int status) {
    return new HttpAnswer(status, Map.of(), new byte[0]);
  }

  /** The same answer to a request that asked for the head only. */
  public HttpAnswer headOnly() {
    return new HttpAnswer(status, headers, new byte[0]);
  }

  /** The same answer cut in the middle of its body. */
  public HttpAnswer truncated() {
    return new HttpAnswer(status, headers, Arrays.copyOf(body, body.length / 2));
  }
}
