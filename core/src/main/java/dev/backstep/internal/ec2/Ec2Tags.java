package dev.backstep.internal.ec2;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** Tags in EC2's form and ours. */
public final class Ec2Tags {

  private Ec2Tags() {}

  /** The tags of a thing as a map. */
  public static Map<String, String> map(List<Tag> tags) {
    Map<String, String> map = new LinkedHashMap<>();
    tags.forEach(tag -> map.put(tag.key(), tag.value()));
    return map;
  }

  /** Tags for one type of thing, to be made with it. */
  public static TagSpecification at(ResourceType type, Map<String, String> tags) {
    return TagSpecification.builder()
        .resourceType(type)
        .tags(
            tags.entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList())
        .build();
  }

  /** The user's tags and ours, which hold where both are. */
  public static Map<String, String> merged(Map<String, String> users, Map<String, String> ours) {
    Map<String, String> all = new LinkedHashMap<>(users);
    all.putAll(ours);
    return all;
  }
}
