package dev.backstep.testing.internal.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How an operation of a REST service is told from the others.
 *
 * @param path such as {@code /2013-04-01/hostedzone/{Id}}; a slash at its end does not matter
 * @param status of a success
 */
public record RestRoute(String operation, String method, String path, int status) {

  /** What the call says where the path has names in brackets; empty if it is another operation. */
  Optional<Map<String, String>> match(HttpCall call) {
    String[] wanted = parts(path);
    String[] given = parts(call.path());
    if (!method.equals(call.method()) || wanted.length != given.length) {
      return Optional.empty();
    }
    Map<String, String> named = new LinkedHashMap<>();
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i].startsWith("{")) {
        named.put(wanted[i].substring(1, wanted[i].length() - 1), decode(given[i]));
      } else if (!wanted[i].equals(given[i])) {
        return Optional.empty();
      }
    }
    return Optional.of(named);
  }

  private static String[] parts(String path) {
    return path.replaceAll("/+$", "").split("/");
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
