package dev.backstep.internal.s3;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A bucket's policy: statements that can be found by Sid, added and removed by themselves. */
public final class PolicyDocument {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode document;

  private PolicyDocument(ObjectNode document) {
    this.document = document;
  }

  /** A policy without statements. */
  public static PolicyDocument empty() {
    ObjectNode document = JSON.createObjectNode();
    document.put("Version", "2012-10-17");
    document.putArray("Statement");
    return new PolicyDocument(document);
  }

  /**
   * Reads a policy.
   *
   * @throws IllegalArgumentException if it is not a JSON object
   */
  public static PolicyDocument parse(String text) {
    try {
      if (JSON.readTree(text) instanceof ObjectNode document) {
        return new PolicyDocument(document);
      }
      throw new IllegalArgumentException("a bucket policy that is not a JSON object");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a bucket policy that is not JSON", e);
    }
  }

  /** The statements that have an Sid, by it. */
  public Map<String, String> bySid() {
    Map<String, String> statements = new LinkedHashMap<>();
    statements().stream()
        .filter(one -> one.hasNonNull("Sid"))
        .forEach(one -> statements.put(one.get("Sid").asText(), one.toString()));
    return statements;
  }

  /** The same with one statement more, or another in the place of the one with its Sid. */
  public PolicyDocument with(String sid, String statement) {
    PolicyDocument changed = without(sid);
    ArrayNode statements = JSON.createArrayNode();
    changed.statements().forEach(statements::add);
    statements.add(parse(statement).document);
    changed.document.set("Statement", statements);
    return changed;
  }

  /** The same without the statement of an Sid. */
  public PolicyDocument without(String sid) {
    ArrayNode rest = JSON.createArrayNode();
    statements().stream().filter(one -> !sid.equals(one.path("Sid").asText(""))).forEach(rest::add);
    ObjectNode copy = document.deepCopy();
    copy.set("Statement", rest);
    return new PolicyDocument(copy);
  }

  /** Whether it has no statement. */
  public boolean isEmpty() {
    return statements().isEmpty();
  }

  /**
   * Whether a statement lets a principal put objects under a name. A statement that cannot be
   * judged from here, such as one with a condition, counts as letting it.
   *
   * @param principals the names it may be called by: account, ARN, service
   * @param resource such as {@code arn:aws:s3:::bucket/AWSLogs/123456789012/*}
   */
  public boolean letsPut(List<String> principals, String resource) {
    return statements().stream()
        .filter(one -> "Allow".equals(one.path("Effect").asText()))
        .filter(one -> one.has("NotPrincipal") || names(one.get("Principal"), principals))
        .filter(
            one ->
                one.has("NotAction")
                    || texts(one.get("Action")).anyMatch(it -> matches(it, "s3:PutObject")))
        .anyMatch(
            one ->
                one.has("NotResource")
                    || texts(one.get("Resource")).anyMatch(it -> matches(it, resource)));
  }

  /** The policy as JSON. */
  @Override
  public String toString() {
    return document.toString();
  }

  /** A statement as people read it. */
  public static String pretty(String statement) {
    try {
      return JSON.writer(SerializationFeature.INDENT_OUTPUT)
          .writeValueAsString(JSON.readTree(statement));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + statement, e);
    }
  }

  /** The statement that lets a principal put objects under a name. */
  public static String statement(String sid, String kind, String principal, String resource) {
    ObjectNode statement = JSON.createObjectNode();
    statement.put("Sid", sid);
    statement.put("Effect", "Allow");
    statement.putObject("Principal").put(kind, principal);
    statement.put("Action", "s3:PutObject");
    statement.put("Resource", resource);
    return statement.toString();
  }

  private List<JsonNode> statements() {
    JsonNode statements = document.path("Statement");
    List<JsonNode> list = new ArrayList<>();
    if (statements.isObject()) {
      list.add(statements);
    } else {
      statements.forEach(list::add);
    }
    return list;
  }

  private static boolean names(
      @org.jspecify.annotations.Nullable JsonNode principal, List<String> wanted) {
    if (principal == null) {
      return false;
    }
    Stream<String> named =
        principal.isObject()
            ? StreamSupport.stream(principal.spliterator(), false).flatMap(PolicyDocument::texts)
            : texts(principal);
    return named.anyMatch(name -> name.equals("*") || wanted.contains(name));
  }

  private static Stream<String> texts(@org.jspecify.annotations.Nullable JsonNode node) {
    if (node == null) {
      return Stream.empty();
    }
    return node.isArray()
        ? StreamSupport.stream(node.spliterator(), false).map(JsonNode::asText)
        : Stream.of(node.asText());
  }

  /**
   * Whether a pattern with wildcards takes in all that a name, itself ending in one, stands for.
   */
  private static boolean matches(String pattern, String name) {
    StringBuilder regex = new StringBuilder("(?is)");
    for (char c : pattern.toCharArray()) {
      regex.append(c == '*' ? ".*" : c == '?' ? "." : java.util.regex.Pattern.quote("" + c));
    }
    return name.matches(regex.toString());
  }
}
