package dev.backstep.testing.internal.wire;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** Sets the fields of a model builder from a tree of parameters. */
final class FormReader {

  private final boolean listsHaveMemberNames;

  /**
   * @param listsHaveMemberNames true for Query ({@code Names.member.1}), false for EC2 ({@code
   *     Name.1})
   */
  FormReader(boolean listsHaveMemberNames) {
    this.listsHaveMemberNames = listsHaveMemberNames;
  }

  void fill(SdkPojo builder, FormNode node) {
    for (SdkField<?> field : builder.sdkFields()) {
      node.child(field.locationName()).ifPresent(child -> set(field, builder, child));
    }
  }

  void set(SdkField<?> field, SdkPojo builder, FormNode node) {
    try {
      field.set(builder, value(field, node));
    } catch (IllegalArgumentException | java.time.DateTimeException e) {
      throw AwsError.of(
          "InvalidParameterValue",
          "Invalid value '%s' for parameter %s",
          node.value(),
          field.memberName());
    }
  }

  private Object value(SdkField<?> field, FormNode node) {
    MarshallingType<?> type = field.marshallingType();
    if (type.equals(MarshallingType.LIST)) {
      return list(field, node);
    }
    if (type.equals(MarshallingType.MAP)) {
      return map(field, node);
    }
    if (type.equals(MarshallingType.SDK_POJO)) {
      SdkPojo builder = Objects.requireNonNull(field.constructor()).get();
      fill(builder, node);
      return ((SdkBuilder<?, ?>) builder).build();
    }
    return scalar(type, node.value());
  }

  private List<Object> list(SdkField<?> field, FormNode node) {
    ListTrait trait = field.getTrait(ListTrait.class);
    FormNode items = node;
    if (listsHaveMemberNames && !trait.isFlattened()) {
      items = node.child(memberName(trait)).orElseGet(FormNode::new);
    }
    return items.items().stream().map(item -> value(trait.memberFieldInfo(), item)).toList();
  }

  private Map<String, Object> map(SdkField<?> field, FormNode node) {
    MapTrait trait = field.getTrait(MapTrait.class);
    FormNode entries = trait.isFlattened() ? node : node.child("entry").orElseGet(FormNode::new);
    Map<String, Object> map = new LinkedHashMap<>();
    for (FormNode entry : entries.items()) {
      String key = entry.child(trait.keyLocationName()).map(FormNode::value).orElse("");
      entry
          .child(trait.valueLocationName())
          .ifPresent(found -> map.put(key, value(trait.valueFieldInfo(), found)));
    }
    return map;
  }

  static String memberName(ListTrait trait) {
    return trait.memberLocationName() == null ? "member" : trait.memberLocationName();
  }

  static Object scalar(MarshallingType<?> type, String text) {
    Class<?> target = type.getTargetClass();
    if (target == Integer.class) {
      return Integer.valueOf(text);
    }
    if (target == Long.class) {
      return Long.valueOf(text);
    }
    if (target == Short.class) {
      return Short.valueOf(text);
    }
    if (target == Boolean.class) {
      return Boolean.valueOf(text);
    }
    if (target == Double.class) {
      return Double.valueOf(text);
    }
    if (target == Float.class) {
      return Float.valueOf(text);
    }
    if (target == BigDecimal.class) {
      return new BigDecimal(text);
    }
    if (target == Instant.class) {
      return Instant.parse(text);
    }
    if (target == SdkBytes.class) {
      return SdkBytes.fromByteArray(Base64.getDecoder().decode(text));
    }
    return text;
  }
}
