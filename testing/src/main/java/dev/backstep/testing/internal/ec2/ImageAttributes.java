package dev.backstep.testing.internal.ec2;

import dev.backstep.testing.internal.service.Area;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.service.Operations;
import dev.backstep.testing.internal.wire.AwsError;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.DescribeImageAttributeRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImageAttributeResponse;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.LaunchPermission;
import software.amazon.awssdk.services.ec2.model.LaunchPermissionModifications;
import software.amazon.awssdk.services.ec2.model.ModifyImageAttributeRequest;
import software.amazon.awssdk.services.ec2.model.ModifyImageAttributeResponse;

/** What can be changed about an image: its description, and who may launch it. */
public final class ImageAttributes implements Area {

  @Override
  public void addTo(Operations operations) {
    operations.write("ModifyImageAttribute", ModifyImageAttributeRequest::builder, this::modify);
    operations.read(
        "DescribeImageAttribute", DescribeImageAttributeRequest::builder, this::describe);
  }

  private ModifyImageAttributeResponse modify(
      Context context, ModifyImageAttributeRequest request) {
    Ec2State ec2 = Ec2State.of(context.region());
    String id = Missing.required(request.imageId(), "imageId");
    Image image = Images.own(ec2, id);
    if (request.description() != null) {
      ec2.images.put(id, image.toBuilder().description(request.description().value()).build());
    } else if (request.launchPermission() != null) {
      share(ec2, image, request.launchPermission());
    } else if ("launchPermission".equals(request.attribute())) {
      share(ec2, image, shorthand(request));
    } else {
      throw AwsError.of(
          "InvalidParameterCombination",
          "No attributes specified. The simulator knows description and launchPermission.");
    }
    return ModifyImageAttributeResponse.builder().build();
  }

  private static LaunchPermissionModifications shorthand(ModifyImageAttributeRequest request) {
    List<LaunchPermission> named =
        Stream.concat(
                request.userIds().stream().map(it -> LaunchPermission.builder().userId(it).build()),
                request.userGroups().stream()
                    .map(it -> LaunchPermission.builder().group(it).build()))
            .toList();
    return "remove".equals(request.operationTypeAsString())
        ? LaunchPermissionModifications.builder().remove(named).build()
        : LaunchPermissionModifications.builder().add(named).build();
  }

  private static void share(Ec2State ec2, Image image, LaunchPermissionModifications change) {
    String id = image.imageId();
    Set<String> accounts = new TreeSet<>(ec2.launchPermissions.getOrDefault(id, Set.of()));
    change.add().stream().flatMap(it -> Stream.ofNullable(it.userId())).forEach(accounts::add);
    change.remove().stream()
        .flatMap(it -> Stream.ofNullable(it.userId()))
        .forEach(accounts::remove);
    ec2.launchPermissions.put(id, accounts);
    boolean opened = change.add().stream().anyMatch(it -> "all".equals(it.groupAsString()));
    boolean closed = change.remove().stream().anyMatch(it -> "all".equals(it.groupAsString()));
    if (opened && !image.productCodes().isEmpty()) {
      throw AwsError.of(
          "OperationNotPermitted", "Images with product codes cannot be made public: %s", id);
    }
    if (opened || closed) {
      ec2.images.put(id, image.toBuilder().publicLaunchPermissions(opened).build());
    }
  }

  private DescribeImageAttributeResponse describe(
      Context context, DescribeImageAttributeRequest request) {
    Ec2State ec2 = Ec2State.of(context.region());
    String id = Missing.required(request.imageId(), "imageId");
    Image image = Images.own(ec2, id);
    DescribeImageAttributeResponse.Builder answer =
        DescribeImageAttributeResponse.builder().imageId(id);
    String attribute = Missing.required(request.attributeAsString(), "attribute");
    return switch (attribute) {
      case "description" -> answer.description(v -> v.value(image.description())).build();
      case "productCodes" -> answer.productCodes(image.productCodes()).build();
      case "launchPermission" ->
          answer
              .launchPermissions(
                  Stream.concat(
                          Stream.of(LaunchPermission.builder().group("all").build())
                              .filter(it -> Boolean.TRUE.equals(image.publicLaunchPermissions())),
                          ec2.launchPermissions.getOrDefault(id, Set.of()).stream()
                              .map(it -> LaunchPermission.builder().userId(it).build()))
                      .toList())
              .build();
      default ->
          throw AwsError.of(
              "InvalidParameterValue",
              "The attribute '%s' is invalid. The simulator knows description, productCodes,"
                  + " launchPermission.",
              attribute);
    };
  }
}
