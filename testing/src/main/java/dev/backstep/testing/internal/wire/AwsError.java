package dev.backstep.testing.internal.wire;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A refusal, with the code and HTTP status that the service puts on the wire. */
public final class AwsError extends RuntimeException {

  private final String code;
  private final int status;
  private final Map<String, String> details = new LinkedHashMap<>();
  private final Map<String, String> headers = new LinkedHashMap<>();

  private AwsError(String code, int status, String message) {
    super(message, null, false, false);
    this.code = code;
    this.status = status;
  }

  /** An error with the status that its code usually has. */
  public static AwsError of(String code, String message, Object... arguments) {
    return withStatus(code, ErrorStatus.of(code), message, arguments);
  }

  /** An error with a status of its own. */
  public static AwsError withStatus(String code, int status, String message, Object... arguments) {
    String text = arguments.length == 0 ? message : String.format(Locale.ROOT, message, arguments);
    return new AwsError(code, status, text);
  }

  /** Says one thing more beside code and message, such as {@code BucketName}. */
  public AwsError detail(String name, String value) {
    details.put(name, value);
    return this;
  }

  /** Says one thing more in the head of the answer. */
  public AwsError header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** What it says beside code and message. */
  public Map<String, String> details() {
    return Collections.unmodifiableMap(details);
  }

  /** What it says in the head of the answer. */
  public Map<String, String> headers() {
    return Collections.unmodifiableMap(headers);
  }

  /** The code on the wire, such as {@code InvalidGroup.NotFound}. */
  public String code() {
    return code;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The text, never null. */
  public String text() {
    return String.valueOf(getMessage());
  }
}
