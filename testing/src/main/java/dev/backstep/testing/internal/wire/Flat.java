package dev.backstep.testing.internal.wire;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;

/** Model values as plain text: numbered paths for a request, sorted facts for a state. */
public final class Flat {

  private Flat() {}

  /** Every set field by its path, such as {@code Listeners.1.LoadBalancerPort}. */
  public static Map<String, String> parameters(SdkPojo value) {
    Map<String, String> flat = new LinkedHashMap<>();
    addMembers(flat, "", value);
    return Collections.unmodifiableMap(flat);
  }

  /** Every set field as {@code Path=value}, lists by their elements; points in time left out. */
  public static List<String> facts(SdkPojo value) {
    List<String> facts = new ArrayList<>();
    addFacts(facts, "", value);
    return facts;
  }

  private static void addMembers(Map<String, String> flat, String prefix, SdkPojo value) {
    for (SdkField<?> field : value.sdkFields()) {
      Object member = field.getValueOrDefault(value);
      if (member != null) {
        add(flat, prefix + field.memberName(), member);
      }
    }
  }

  private static void add(Map<String, String> flat, String path, Object value) {
    if (value instanceof SdkPojo pojo) {
      addMembers(flat, path + ".", pojo);
    } else if (value instanceof Collection<?> items) {
      int number = 1;
      for (Object item : items) {
        add(flat, path + "." + number++, item);
      }
    } else if (value instanceof Map<?, ?> map) {
      map.forEach((key, item) -> add(flat, path + "." + key, item));
    } else {
      flat.put(path, String.valueOf(value));
    }
  }

  private static void addFacts(List<String> facts, String prefix, SdkPojo value) {
    for (SdkField<?> field : value.sdkFields()) {
      Object member = field.getValueOrDefault(value);
      if (member == null || member instanceof Instant) {
        continue;
      }
      String path = prefix + field.memberName();
      if (member instanceof SdkPojo pojo) {
        addFacts(facts, path + ".", pojo);
      } else if (member instanceof Collection<?> items) {
        items.forEach(item -> facts.add(path + "=" + inline(item)));
      } else {
        facts.add(path + "=" + member);
      }
    }
  }

  private static String inline(Object item) {
    return item instanceof SdkPojo pojo ? facts(pojo).toString() : String.valueOf(item);
  }
}
