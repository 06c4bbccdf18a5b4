package dev.backstep.testing.internal.ec2;

import dev.backstep.testing.internal.service.Area;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.service.Operations;
import dev.backstep.testing.internal.service.Page;
import dev.backstep.testing.internal.wire.AwsError;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.ec2.model.CreateTagsRequest;
import software.amazon.awssdk.services.ec2.model.CreateTagsResponse;
import software.amazon.awssdk.services.ec2.model.DeleteTagsRequest;
import software.amazon.awssdk.services.ec2.model.DeleteTagsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagDescription;

/** Tags on anything of EC2. */
public final class Tags implements Area {

  private static final Listing<TagDescription> TAGS =
      new Listing<>(
          tag -> tag.resourceId() + " " + tag.key(),
          new Filters<TagDescription>(
                  tag -> List.of(Tag.builder().key(tag.key()).value(tag.value()).build()))
              .on("key", TagDescription::key)
              .on("value", TagDescription::value)
              .on("resource-id", TagDescription::resourceId)
              .on("resource-type", TagDescription::resourceTypeAsString),
          "InvalidID",
          "ID");

  @Override
  public void addTo(Operations operations) {
    operations.write("CreateTags", CreateTagsRequest::builder, this::create);
    operations.write("DeleteTags", DeleteTagsRequest::builder, this::delete);
    operations.read("DescribeTags", DescribeTagsRequest::builder, this::describe);
  }

  private CreateTagsResponse create(Context context, CreateTagsRequest request) {
    Ec2State ec2 = Ec2State.of(context.region());
    Map<String, String> added = Tagging.checked(request.tags());
    Map<String, Map<String, String>> changed = new HashMap<>();
    for (String id : resources(ec2, request.resources())) {
      Map<String, String> tags = new HashMap<>(ec2.tags(id));
      tags.putAll(added);
      Tagging.requireRoom(tags);
      changed.put(id, tags);
    }
    changed.forEach(ec2::setTags);
    return CreateTagsResponse.builder().build();
  }

  private DeleteTagsResponse delete(Context context, DeleteTagsRequest request) {
    Ec2State ec2 = Ec2State.of(context.region());
    for (String id : resources(ec2, request.resources())) {
      Map<String, String> tags = new HashMap<>(ec2.tags(id));
      if (request.tags().isEmpty()) {
        tags.clear();
      }
      for (Tag tag : request.tags()) {
        if (tag.value() == null) {
          tags.remove(tag.key());
        } else {
          tags.remove(tag.key(), tag.value());
        }
      }
      ec2.setTags(id, tags);
    }
    return DeleteTagsResponse.builder().build();
  }

  private static List<String> resources(Ec2State ec2, List<String> ids) {
    Missing.required(ids.isEmpty() ? null : ids, "resourceIdSet");
    for (String id : ids) {
      if (!ec2.knows(id)) {
        throw absent(ec2, id);
      }
    }
    return ids;
  }

  private static AwsError absent(Ec2State ec2, String id) {
    return ec2.kinds.stream()
        .filter(kind -> id.startsWith(kind.prefix() + "-"))
        .map(kind -> kind.absent().apply(id))
        .findFirst()
        .orElseGet(() -> AwsError.of("InvalidID", "The ID '%s' is not valid", id));
  }

  private DescribeTagsResponse describe(Context context, DescribeTagsRequest request) {
    Ec2State ec2 = Ec2State.of(context.region());
    List<TagDescription> all =
        ec2.kinds.stream()
            .flatMap(
                kind ->
                    kind.seenIds()
                        .flatMap(
                            id ->
                                ec2.seenTags(id).stream()
                                    .map(tag -> description(id, kind.type(), tag))))
            .toList();
    Page<TagDescription> page =
        TAGS.page(
            context, all, List.of(), request.filters(), request.maxResults(), request.nextToken());
    return DescribeTagsResponse.builder().tags(page.items()).nextToken(page.next()).build();
  }

  private static TagDescription description(String id, String type, Tag tag) {
    return TagDescription.builder()
        .resourceId(id)
        .resourceType(type)
        .key(tag.key())
        .value(tag.value())
        .build();
  }
}
