package dev.backstep.testing.internal.s3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.backstep.testing.internal.wire.AwsError;
import java.util.Map;
import java.util.Set;

/** Who a statement is about: everybody, accounts with their users and roles, services. */
final class Principals {

  private static final Set<String> KINDS = Set.of("AWS", "Service", "Federated", "CanonicalUser");
  private static final String ACCOUNT = "\\d{12}";
  private static final String ARN = "arn:aws[a-z-]*:(iam|sts)::\\d{12}:.+";

  private Principals() {}

  static void check(JsonNode principal) {
    if (principal.isTextual() && principal.asText().equals("*")) {
      return;
    }
    if (!principal.isObject() || principal.isEmpty()) {
      throw invalid();
    }
    for (Map.Entry<String, JsonNode> kind : principal.properties()) {
      if (!KINDS.contains(kind.getKey())) {
        throw invalid();
      }
      for (String name : Texts.of(kind.getValue())) {
        boolean known = name.equals("*") || name.matches(ACCOUNT) || name.matches(ARN);
        if (kind.getKey().equals("AWS") && !known) {
          throw invalid();
        }
      }
    }
  }

  private static AwsError invalid() {
    return PolicyChecks.malformed("Invalid principal in policy");
  }

  /** Puts the root ARN in place of each bare account number. */
  static void expand(String partition, ObjectNode statement) {
    for (String field : Set.of("Principal", "NotPrincipal")) {
      if (statement.get(field) instanceof ObjectNode kinds && kinds.has("AWS")) {
        kinds.set("AWS", expanded(partition, kinds.get("AWS")));
      }
    }
  }

  private static JsonNode expanded(String partition, JsonNode names) {
    if (names.isArray()) {
      ArrayNode all = BucketPolicy.JSON.createArrayNode();
      names.forEach(name -> all.add(expanded(partition, name)));
      return all;
    }
    String name = names.asText();
    return name.matches(ACCOUNT)
        ? TextNode.valueOf("arn:" + partition + ":iam::" + name + ":root")
        : names;
  }

  static boolean matches(JsonNode principal, Access access) {
    if (principal.isTextual()) {
      return principal.asText().equals("*");
    }
    return Texts.of(principal.path(access.principalKind())).stream()
        .anyMatch(name -> name.equals("*") || name.equals(access.principal()));
  }
}
