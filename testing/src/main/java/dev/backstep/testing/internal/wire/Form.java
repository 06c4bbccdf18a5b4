package dev.backstep.testing.internal.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The parameters of a Query request: from its body, and from its address when it is a GET. */
final class Form {

  private Form() {}

  static Map<String, String> of(String query) {
    Map<String, String> parameters = new LinkedHashMap<>();
    add(parameters, query);
    return parameters;
  }

  static Map<String, String> of(HttpCall call) {
    Map<String, String> parameters = new LinkedHashMap<>();
    add(parameters, call.query());
    add(parameters, call.text());
    return parameters;
  }

  private static void add(Map<String, String> parameters, String encoded) {
    for (String pair : encoded.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
    }
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
