package dev.backstep.testing.internal.wire;

import java.nio.charset.StandardCharsets;

/** One HTTP response as it goes out. */
public record HttpAnswer(int status, String contentType, byte[] body) {

  static HttpAnswer xml(int status, String text) {
    return new HttpAnswer(status, "text/xml;charset=UTF-8", text.getBytes(StandardCharsets.UTF_8));
  }

  /** The same answer cut in the middle of its body. */
  public HttpAnswer truncated() {
    byte[] half = new byte[body.length / 2];
    System.arraycopy(body, 0, half, 0, half.length);
    return new HttpAnswer(status, contentType, half);
  }
}
