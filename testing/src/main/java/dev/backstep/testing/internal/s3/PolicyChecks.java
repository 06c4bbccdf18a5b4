package dev.backstep.testing.internal.s3;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backstep.testing.internal.wire.AwsError;
import java.util.List;
import java.util.Set;

/** What S3 asks of the text of a policy. */
final class PolicyChecks {

  private static final Set<String> VERSIONS = Set.of("2008-10-17", "2012-10-17");

  private PolicyChecks() {}

  static AwsError malformed(String message, Object... arguments) {
    return AwsError.of("MalformedPolicy", message, arguments);
  }

  static ObjectNode parse(String text) {
    try {
      if (BucketPolicy.JSON.readTree(text) instanceof ObjectNode root) {
        JsonNode version = root.path("Version");
        if (!version.isMissingNode() && !VERSIONS.contains(version.asText())) {
          throw malformed("The policy must contain a valid version string");
        }
        return root;
      }
    } catch (JsonProcessingException notJson) {
      throw notAnObject();
    }
    throw notAnObject();
  }

  private static AwsError notAnObject() {
    return malformed("Policies must be valid JSON and the first byte must be '{'");
  }

  static List<JsonNode> statements(ObjectNode root) {
    JsonNode given = root.path("Statement");
    if (given.isMissingNode()) {
      throw malformed("Missing required field Statement");
    }
    List<JsonNode> statements = Texts.items(given);
    if (statements.isEmpty()) {
      throw malformed("Could not parse the policy: Statement is empty!");
    }
    if (!statements.stream().allMatch(JsonNode::isObject)) {
      throw malformed("Could not parse the policy: a statement is not an object");
    }
    return statements;
  }

  static void check(String bucket, ObjectNode statement) {
    String effect = required(statement, "Effect").asText();
    if (!Set.of("Allow", "Deny").contains(effect)) {
      throw malformed("Invalid effect: %s", effect);
    }
    Principals.check(required(statement, "Principal"));
    for (String action : Texts.of(required(statement, "Action"))) {
      if (!action.equals("*") && !action.regionMatches(true, 0, "s3:", 0, 3)) {
        throw malformed("Policy has invalid action");
      }
    }
    for (String resource : Texts.of(required(statement, "Resource"))) {
      String path = resource.replaceFirst("^arn:[a-z-]+:s3:::", "");
      String named = path.replaceFirst("/.*", "");
      if (!resource.equals("*") && (path.equals(resource) || !Texts.like(named, bucket))) {
        throw malformed("Policy has invalid resource");
      }
    }
  }

  /** The element or its opposite, such as {@code NotAction}. */
  private static JsonNode required(ObjectNode statement, String field) {
    if (statement.hasNonNull(field)) {
      return statement.get(field);
    }
    if (statement.hasNonNull("Not" + field)) {
      return statement.get("Not" + field);
    }
    throw malformed("Missing required field %s", field);
  }
}
