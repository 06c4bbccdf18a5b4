package dev.backstep.testing.internal.s3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Predicate;

/** One statement of a policy. */
record Statement(ObjectNode json) {

  boolean allows() {
    return json.path("Effect").asText().equals("Allow");
  }

  boolean matches(Access access) {
    return either("Principal", it -> Principals.matches(it, access))
        && either("Action", it -> anyOf(it, name -> Texts.likeIgnoringCase(name, access.action())))
        && either("Resource", it -> anyOf(it, name -> Texts.like(name, access.resource())))
        && Conditions.hold(json.path("Condition"), access.facts());
  }

  /** Whether the element is met, or its opposite, such as {@code NotAction}, is not. */
  private boolean either(String field, Predicate<JsonNode> met) {
    return json.has(field) ? met.test(json.get(field)) : !met.test(json.path("Not" + field));
  }

  private static boolean anyOf(JsonNode patterns, Predicate<String> met) {
    return Texts.of(patterns).stream().anyMatch(met);
  }
}
