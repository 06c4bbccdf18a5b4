package dev.backstep.testing.internal.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * Sets the fields of a model builder from a JSON object; names that the model lacks are ignored.
 */
final class JsonReader {

  private static final int MILLIS = 3;

  private JsonReader() {}

  static AwsError unreadable(String text) {
    return AwsError.of("SerializationException", "Could not parse request body: '%s'", text);
  }

  static void fill(SdkPojo builder, JsonNode object) {
    for (SdkField<?> field : builder.sdkFields()) {
      JsonNode given = object.path(field.locationName());
      if (!given.isMissingNode() && !given.isNull()) {
        field.set(builder, value(field, given));
      }
    }
  }

  private static Object value(SdkField<?> field, JsonNode given) {
    MarshallingType<?> type = field.marshallingType();
    if (type.equals(MarshallingType.LIST)) {
      return list(field, given);
    }
    if (type.equals(MarshallingType.MAP)) {
      return map(field, given);
    }
    if (type.equals(MarshallingType.SDK_POJO)) {
      require(given.isObject(), given);
      SdkPojo builder = Objects.requireNonNull(field.constructor()).get();
      fill(builder, given);
      return ((SdkBuilder<?, ?>) builder).build();
    }
    require(given.isValueNode(), given);
    return scalar(type, given);
  }

  private static Object scalar(MarshallingType<?> type, JsonNode given) {
    try {
      return type.getTargetClass() == Instant.class
          ? instant(new BigDecimal(given.asText()))
          : FormReader.scalar(type, given.asText());
    } catch (IllegalArgumentException | DateTimeException misfit) {
      throw unreadable(given.toString());
    }
  }

  /** Seconds since 1970, with a fraction. */
  private static Instant instant(BigDecimal seconds) {
    return Instant.ofEpochMilli(seconds.movePointRight(MILLIS).longValue());
  }

  private static List<Object> list(SdkField<?> field, JsonNode given) {
    require(given.isArray(), given);
    SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
    List<Object> items = new ArrayList<>();
    given.forEach(item -> items.add(value(member, item)));
    return items;
  }

  private static Map<String, Object> map(SdkField<?> field, JsonNode given) {
    require(given.isObject(), given);
    SdkField<?> member = field.getTrait(MapTrait.class).valueFieldInfo();
    Map<String, Object> entries = new LinkedHashMap<>();
    given.properties().forEach(it -> entries.put(it.getKey(), value(member, it.getValue())));
    return entries;
  }

  private static void require(boolean fits, JsonNode given) {
    if (!fits) {
      throw unreadable(given.toString());
    }
  }
}
