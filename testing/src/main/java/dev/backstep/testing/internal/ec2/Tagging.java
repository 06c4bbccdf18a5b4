package dev.backstep.testing.internal.ec2;

import dev.backstep.testing.internal.wire.AwsError;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** The rules for tags. */
final class Tagging {

  private static final int MOST = 50;

  private Tagging() {}

  static List<Tag> list(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }

  /** The tags that a create call gives to a resource of the type. */
  static Map<String, String> of(List<TagSpecification> specifications, String... takenTypes) {
    return of(specifications, takenTypes[0], List.of(takenTypes));
  }

  static Map<String, String> of(
      List<TagSpecification> specifications, String type, List<String> takenTypes) {
    Map<String, String> tags = new TreeMap<>();
    for (TagSpecification specification : specifications) {
      if (!takenTypes.contains(specification.resourceTypeAsString())) {
        throw AwsError.of(
            "InvalidParameterValue",
            "'%s' is not a valid taggable resource type for this operation.",
            specification.resourceTypeAsString());
      }
      if (specification.resourceTypeAsString().equals(type)) {
        tags.putAll(checked(specification.tags()));
      }
    }
    requireRoom(tags);
    return tags;
  }

  static Map<String, String> checked(List<Tag> tags) {
    Map<String, String> checked = new TreeMap<>();
    for (Tag tag : tags) {
      String key = tag.key() == null ? "" : tag.key();
      String value = tag.value() == null ? "" : tag.value();
      if (key.isEmpty() || key.length() > 128) {
        throw AwsError.of(
            "InvalidParameterValue",
            "Tag key must be between 1 and 128 characters long; the key '%s' is not",
            key);
      }
      if (value.length() > 256) {
        throw AwsError.of(
            "InvalidParameterValue", "Tag value exceeds the maximum length of 256 characters");
      }
      if (key.startsWith("aws:")) {
        throw AwsError.of(
            "InvalidParameterValue", "Tag keys starting with 'aws:' are reserved for internal use");
      }
      if (checked.put(key, value) != null) {
        throw AwsError.of("InvalidParameterValue", "Duplicate tag key '%s' specified.", key);
      }
    }
    return checked;
  }

  static void requireRoom(Map<String, String> tags) {
    if (tags.size() > MOST) {
      throw AwsError.of(
          "TagLimitExceeded", "The maximum number of Tags for a resource has been reached.");
    }
  }
}
