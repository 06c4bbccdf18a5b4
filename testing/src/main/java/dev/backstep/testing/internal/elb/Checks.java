package dev.backstep.testing.internal.elb;

import dev.backstep.testing.internal.wire.AwsError;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancing.model.Tag;

/** What classic ELB asks of names, numbers and tags. */
final class Checks {

  private static final int MOST_TAGS = 10;

  private Checks() {}

  static AwsError invalid(String message, Object... arguments) {
    return AwsError.of("ValidationError", message, arguments);
  }

  static AwsError configuration(String message, Object... arguments) {
    return AwsError.of("InvalidConfigurationRequest", message, arguments);
  }

  static <T> T required(@Nullable T value, String parameter) {
    if (value == null || "".equals(value)) {
      throw invalid(
          "1 validation error detected: Value null at '%s' failed to satisfy constraint: Member"
              + " must not be null",
          parameter);
    }
    return value;
  }

  static <T> List<T> notEmpty(List<T> values, String parameter) {
    if (values.isEmpty()) {
      throw invalid("%s must not be empty", parameter);
    }
    return values;
  }

  static int inRange(@Nullable Integer value, int least, int most, String parameter) {
    int given = required(value, parameter);
    if (given < least || given > most) {
      throw invalid("%s must be from %d to %d, and is %d", parameter, least, most, given);
    }
    return given;
  }

  static String name(@Nullable String given) {
    String name = required(given, "loadBalancerName");
    if (name.length() > 32) {
      throw invalid("LoadBalancer name cannot be longer than 32 characters: %s", name);
    }
    if (!name.matches("[A-Za-z0-9-]+")) {
      throw invalid(
          "LoadBalancer name must contain only alphanumeric characters or hyphens: %s", name);
    }
    if (name.startsWith("-") || name.endsWith("-")) {
      throw invalid("LoadBalancer name must not begin or end with a hyphen: %s", name);
    }
    return name;
  }

  static Map<String, String> tags(List<Tag> tags) {
    Map<String, String> checked = new TreeMap<>();
    for (Tag tag : tags) {
      String key = required(tag.key(), "tags.member.key");
      String value = tag.value() == null ? "" : tag.value();
      if (key.length() > 128 || value.length() > 256 || key.startsWith("aws:")) {
        throw invalid("The tag %s=%s is not valid", key, value);
      }
      if (checked.put(key, value) != null) {
        throw AwsError.of("DuplicateTagKeys", "Tag keys must be unique: '%s' is not", key);
      }
    }
    requireRoom(checked);
    return checked;
  }

  static void requireRoom(Map<String, String> tags) {
    if (tags.size() > MOST_TAGS) {
      throw AwsError.of(
          "TooManyTags",
          "The quota for the number of tags that can be assigned to a load balancer"
              + " has been reached: %d",
          MOST_TAGS);
    }
  }
}
