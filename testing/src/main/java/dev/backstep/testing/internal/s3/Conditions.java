package dev.backstep.testing.internal.s3;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** The conditions of a statement. One with an operator that is not known here does not hold. */
final class Conditions {

  private static final String IF_EXISTS = "IfExists";

  private static final Map<String, BiPredicate<String, String>> OPERATORS =
      Map.of(
          "StringEquals", String::equals,
          "StringEqualsIgnoreCase", String::equalsIgnoreCase,
          "StringLike", Texts::like,
          "ArnEquals", Texts::like,
          "ArnLike", Texts::like,
          "Bool", String::equalsIgnoreCase);

  private Conditions() {}

  static boolean hold(JsonNode condition, Map<String, String> facts) {
    for (Map.Entry<String, JsonNode> operator : condition.properties()) {
      for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
        if (!holds(operator.getKey(), facts.get(key.getKey()), key.getValue())) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean holds(String operator, @Nullable String fact, JsonNode values) {
    if (operator.equals("Null")) {
      return Texts.of(values).contains(String.valueOf(fact == null));
    }
    boolean optional = operator.endsWith(IF_EXISTS);
    String strict = operator.replaceFirst(IF_EXISTS + "$", "");
    boolean negated = strict.contains("Not");
    BiPredicate<String, String> test = OPERATORS.get(strict.replaceFirst("Not", ""));
    if (test == null) {
      return false;
    }
    if (fact == null) {
      return optional || negated;
    }
    return negated != Texts.of(values).stream().anyMatch(value -> test.test(value, fact));
  }
}
