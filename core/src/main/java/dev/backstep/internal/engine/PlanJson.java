package dev.backstep.internal.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Plans and records as JSON. */
final class PlanJson {

  /** Costly to make, and the same for all engines whose catalogs have the same types. */
  private static final Map<List<NamedType>, ObjectMapper> MAPPERS = new ConcurrentHashMap<>();

  private final ObjectMapper mapper;

  PlanJson(Catalog catalog) {
    mapper = MAPPERS.computeIfAbsent(List.copyOf(catalog.names()), PlanJson::mapper);
  }

  private static ObjectMapper mapper(List<NamedType> names) {
    ObjectMapper mapper =
        JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    mapper.registerSubtypes(names.toArray(NamedType[]::new));
    return mapper;
  }

  String write(Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot be written as JSON: " + value.getClass(), e);
    }
  }

  <T> T read(String json, Class<T> type) {
    try {
      return mapper.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "cannot be read as %s: %s".formatted(type.getSimpleName(), e.getOriginalMessage()), e);
    }
  }

  PlanData plan(String json) {
    JsonNode tree = read(json, JsonNode.class);
    int format = tree.path("format").asInt();
    if (format != PlanData.FORMAT) {
      throw new IllegalArgumentException(
          "the plan is of format %d (expected: %d); use the version of Backstep that wrote it"
              .formatted(format, PlanData.FORMAT));
    }
    return read(json, PlanData.class);
  }
}
