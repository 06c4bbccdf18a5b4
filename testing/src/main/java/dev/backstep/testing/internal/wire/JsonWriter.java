package dev.backstep.testing.internal.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** Writes a model value as JSON. What was never set is left out; an empty list is written empty. */
final class JsonWriter {

  private static final int MILLIS = 3;

  private JsonWriter() {}

  static ObjectNode members(JsonNodeFactory nodes, SdkPojo value) {
    ObjectNode object = nodes.objectNode();
    for (SdkField<?> field : value.sdkFields()) {
      Object member = field.getValueOrDefault(value);
      if (member != null
          && !(member instanceof SdkAutoConstructList)
          && !(member instanceof SdkAutoConstructMap)) {
        object.set(field.unmarshallLocationName(), node(nodes, member));
      }
    }
    return object;
  }

  private static JsonNode node(JsonNodeFactory nodes, Object value) {
    if (value instanceof SdkPojo pojo) {
      return members(nodes, pojo);
    }
    if (value instanceof List<?> list) {
      ArrayNode array = nodes.arrayNode();
      list.forEach(item -> array.add(node(nodes, item)));
      return array;
    }
    if (value instanceof Map<?, ?> map) {
      ObjectNode object = nodes.objectNode();
      map.forEach((key, item) -> object.set(String.valueOf(key), node(nodes, item)));
      return object;
    }
    if (value instanceof Instant instant) {
      return nodes.numberNode(BigDecimal.valueOf(instant.toEpochMilli(), MILLIS));
    }
    if (value instanceof Boolean flag) {
      return nodes.booleanNode(flag);
    }
    if (value instanceof Number number) {
      return nodes.numberNode(new BigDecimal(number.toString()));
    }
    return nodes.textNode(XmlWriter.scalar(value));
  }
}
