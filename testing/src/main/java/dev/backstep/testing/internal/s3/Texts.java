package dev.backstep.testing.internal.s3;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Policies say one text or a list of them, with wildcards. */
final class Texts {

  private Texts() {}

  static List<JsonNode> items(JsonNode node) {
    List<JsonNode> items = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(items::add);
    } else {
      items.add(node);
    }
    return items;
  }

  static List<String> of(JsonNode node) {
    return items(node).stream().map(JsonNode::asText).toList();
  }

  /** Whether the pattern, in which * and ? are wildcards, is like the text. */
  static boolean like(String pattern, String text) {
    return like(pattern, text, 0);
  }

  /** As {@link #like(String, String)}, whatever the case. */
  static boolean likeIgnoringCase(String pattern, String text) {
    return like(pattern, text, Pattern.CASE_INSENSITIVE);
  }

  private static boolean like(String pattern, String text, int flags) {
    String quoted = "\\Q" + pattern.replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q") + "\\E";
    return Pattern.compile(quoted, flags | Pattern.DOTALL).matcher(text).matches();
  }
}
