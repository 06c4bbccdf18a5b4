package dev.backstep.testing.internal.wire;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** Writes a model value as XML. What was never set is left out; an empty list is written empty. */
final class XmlWriter {

  private final StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");

  XmlWriter open(String name) {
    out.append('<').append(name).append('>');
    return this;
  }

  XmlWriter open(String name, String namespace) {
    out.append('<').append(name).append(" xmlns=\"").append(namespace).append("\">");
    return this;
  }

  XmlWriter close(String name) {
    out.append("</").append(name).append('>');
    return this;
  }

  XmlWriter text(String name, String text) {
    return open(name).text(text).close(name);
  }

  XmlWriter text(String text) {
    escape(text);
    return this;
  }

  XmlWriter members(SdkPojo value) {
    for (SdkField<?> field : value.sdkFields()) {
      Object member = field.getValueOrDefault(value);
      if (member != null
          && field.location() == MarshallLocation.PAYLOAD
          && !(member instanceof SdkAutoConstructList)
          && !(member instanceof SdkAutoConstructMap)) {
        element(field.unmarshallLocationName(), field, member);
      }
    }
    return this;
  }

  @Override
  public String toString() {
    return out.toString();
  }

  private void element(String name, SdkField<?> field, Object value) {
    if (value instanceof List<?> list) {
      list(name, field.getTrait(ListTrait.class), list);
    } else if (value instanceof Map<?, ?> map) {
      map(name, field.getTrait(MapTrait.class), map);
    } else if (value instanceof SdkPojo pojo) {
      open(name).members(pojo).close(name);
    } else {
      text(name, scalar(value));
    }
  }

  private void list(String name, ListTrait trait, List<?> list) {
    if (trait.isFlattened()) {
      list.forEach(item -> element(name, trait.memberFieldInfo(), item));
      return;
    }
    open(name);
    list.forEach(item -> element(FormReader.memberName(trait), trait.memberFieldInfo(), item));
    close(name);
  }

  private void map(String name, MapTrait trait, Map<?, ?> map) {
    String entryName = trait.isFlattened() ? name : "entry";
    if (!trait.isFlattened()) {
      open(name);
    }
    map.forEach(
        (key, value) -> {
          open(entryName).text(trait.keyLocationName(), String.valueOf(key));
          element(trait.valueLocationName(), trait.valueFieldInfo(), value);
          close(entryName);
        });
    if (!trait.isFlattened()) {
      close(name);
    }
  }

  static String scalar(Object value) {
    if (value instanceof Instant instant) {
      return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }
    if (value instanceof SdkBytes bytes) {
      return Base64.getEncoder().encodeToString(bytes.asByteArray());
    }
    return String.valueOf(value);
  }

  private void escape(String text) {
    text.chars()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                default -> out.append((char) c);
              }
            });
  }
}
