package dev.backstep.testing.internal.s3;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The policy of a bucket, as S3 keeps it: without white space, and with the root ARN in place of a
 * bare account number.
 */
public final class BucketPolicy {

  static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private final ObjectNode root;
  private final List<Statement> statements;

  private BucketPolicy(ObjectNode root, List<Statement> statements) {
    this.root = root;
    this.statements = List.copyOf(statements);
  }

  /**
   * Reads a policy for a bucket.
   *
   * @throws dev.backstep.testing.internal.wire.AwsError MalformedPolicy, as S3 would
   */
  public static BucketPolicy of(String bucket, String partition, String text) {
    ObjectNode root = PolicyChecks.parse(text);
    List<Statement> statements = new ArrayList<>();
    for (JsonNode statement : PolicyChecks.statements(root)) {
      PolicyChecks.check(bucket, (ObjectNode) statement);
      Principals.expand(partition, (ObjectNode) statement);
      statements.add(new Statement((ObjectNode) statement));
    }
    return new BucketPolicy(root, statements);
  }

  /** Whether some statement allows the access and none denies it. */
  public boolean allows(Access access) {
    return statements.stream().anyMatch(it -> it.allows() && it.matches(access))
        && statements.stream().noneMatch(it -> !it.allows() && it.matches(access));
  }

  /** The policy as S3 answers it. */
  public String text() {
    return root.toString();
  }

  /** One line for each statement and for each thing beside them, whatever their order. */
  List<String> facts() {
    List<String> facts = new ArrayList<>();
    root.properties().stream()
        .filter(field -> !field.getKey().equals("Statement"))
        .forEach(field -> facts.add(field.getKey() + "=" + canonical(field.getValue())));
    Map<String, Integer> times = new TreeMap<>();
    statements.forEach(it -> times.merge(canonical(it.json()), 1, Integer::sum));
    times.forEach(
        (json, count) -> facts.add("Statement=" + json + (count > 1 ? " x" + count : "")));
    return facts;
  }

  private static String canonical(JsonNode node) {
    try {
      return JSON.writeValueAsString(JSON.treeToValue(node, Object.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write JSON to memory", e);
    }
  }

  @Override
  public String toString() {
    return text();
  }
}
