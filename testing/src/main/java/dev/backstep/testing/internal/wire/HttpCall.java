package dev.backstep.testing.internal.wire;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One HTTP request as it came in.
 *
 * @param headers by lower-case name
 * @param query the part of the address after the question mark, undecoded, or empty
 */
public record HttpCall(
    String method, String path, String query, Map<String, String> headers, byte[] body) {

  /** The header, or an empty text. */
  public String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /** The body as UTF-8. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
