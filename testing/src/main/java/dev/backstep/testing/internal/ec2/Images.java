package dev.backstep.testing.internal.ec2;

import dev.backstep.testing.internal.service.Area;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.service.Operations;
import dev.backstep.testing.internal.service.Page;
import dev.backstep.testing.internal.state.Account;
import dev.backstep.testing.internal.wire.AwsError;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.DescribeImagesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ec2.model.EbsBlockDevice;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ImageState;
import software.amazon.awssdk.services.ec2.model.ProductCode;

/** Images as they are; what makes and ends them is elsewhere. */
public final class Images implements Area {

  private static final Set<String> ALIASES =
      Set.of("amazon", "aws-marketplace", "aws-backup-vault");

  private static final Listing<Image> IMAGES =
      new Listing<>(
          Image::imageId,
          new Filters<>(Image::tags)
              .on("image-id", Image::imageId)
              .on("name", Image::name)
              .on("description", Image::description)
              .on("architecture", Image::architectureAsString)
              .on("virtualization-type", Image::virtualizationTypeAsString)
              .on("hypervisor", Image::hypervisorAsString)
              .on("root-device-type", Image::rootDeviceTypeAsString)
              .on("root-device-name", Image::rootDeviceName)
              .on("owner-id", Image::ownerId)
              .on("owner-alias", Image::imageOwnerAlias)
              .on("is-public", Image::publicLaunchPermissions)
              .on("state", Image::stateAsString)
              .on(
                  "state-reason-code",
                  it -> it.stateReason() == null ? null : it.stateReason().code())
              .on(
                  "state-reason-message",
                  it -> it.stateReason() == null ? null : it.stateReason().message())
              .on("image-type", Image::imageTypeAsString)
              .on("manifest-location", Image::imageLocation)
              .on("creation-date", Image::creationDate)
              .on("ena-support", Image::enaSupport)
              .on("sriov-net-support", Image::sriovNetSupport)
              .on("platform", Image::platformAsString)
              .on("kernel-id", Image::kernelId)
              .on("ramdisk-id", Image::ramdiskId)
              .on("source-instance-id", Image::sourceInstanceId)
              .on("source-image-id", Image::sourceImageId)
              .on("source-image-region", Image::sourceImageRegion)
              .onEach(
                  "product-code", it -> it.productCodes().stream().map(ProductCode::productCodeId))
              .onEach(
                  "product-code.type",
                  it -> it.productCodes().stream().map(ProductCode::productCodeTypeAsString))
              .onEach(
                  "block-device-mapping.device-name",
                  it -> it.blockDeviceMappings().stream().map(BlockDeviceMapping::deviceName))
              .onEach("block-device-mapping.snapshot-id", ebs(EbsBlockDevice::snapshotId))
              .onEach("block-device-mapping.volume-size", ebs(EbsBlockDevice::volumeSize))
              .onEach("block-device-mapping.volume-type", ebs(EbsBlockDevice::volumeTypeAsString))
              .onEach("block-device-mapping.encrypted", ebs(EbsBlockDevice::encrypted))
              .onEach(
                  "block-device-mapping.delete-on-termination",
                  ebs(EbsBlockDevice::deleteOnTermination)),
          "InvalidAMIID.NotFound",
          "image id");

  @Override
  public void addTo(Operations operations) {
    operations.read("DescribeImages", DescribeImagesRequest::builder, this::describe);
  }

  private static Function<Image, Stream<String>> ebs(
      Function<EbsBlockDevice, @Nullable Object> value) {
    return it ->
        it.blockDeviceMappings().stream()
            .map(BlockDeviceMapping::ebs)
            .filter(Objects::nonNull)
            .flatMap(ebs -> Stream.ofNullable(value.apply(ebs)))
            .map(String::valueOf);
  }

  /** The image, for a call that needs it to be complete and may see it. */
  static Image available(Ec2State ec2, String id) {
    Image image = visible(ec2, id);
    if (image.state() != ImageState.AVAILABLE) {
      throw AwsError.of(
          "InvalidAMIID.Unavailable",
          "The image ID '%s' is not available: its state is %s",
          id,
          image.stateAsString());
    }
    return image;
  }

  /** The image, for a call that refers to it and may see it. */
  static Image visible(Ec2State ec2, String id) {
    requireForm(id);
    if (ec2.deregistered.contains(id)) {
      throw AwsError.of("InvalidAMIID.Unavailable", "The image ID '%s' is no longer available", id);
    }
    Image image = ec2.images.use(id, () -> Missing.image(id));
    if (!mayUse(ec2, image)) {
      throw Missing.image(id);
    }
    return image;
  }

  /** The image, for a call that only its owner may make. */
  static Image own(Ec2State ec2, String id) {
    Image image = visible(ec2, id);
    if (!image.ownerId().equals(Account.ID)) {
      throw AwsError.withStatus("AuthFailure", 403, "Not authorized for image:%s", id);
    }
    return image;
  }

  private static boolean mayUse(Ec2State ec2, Image image) {
    return image.ownerId().equals(Account.ID)
        || Boolean.TRUE.equals(image.publicLaunchPermissions())
        || ec2.launchPermissions.getOrDefault(image.imageId(), Set.of()).contains(Account.ID);
  }

  private DescribeImagesResponse describe(Context context, DescribeImagesRequest request) {
    Ec2State ec2 = Ec2State.of(context.region());
    request.imageIds().forEach(Images::requireForm);
    List<Image> all =
        ec2.images.seen().stream()
            .filter(it -> mayUse(ec2, it))
            .map(it -> it.toBuilder().tags(ec2.seenTags(it.imageId())).build())
            .toList();
    request.imageIds().stream()
        .filter(id -> all.stream().noneMatch(it -> it.imageId().equals(id)))
        .findFirst()
        .ifPresent(
            id -> {
              throw Missing.image(id);
            });
    List<Image> wanted =
        all.stream()
            .filter(it -> isOfOwners(it, request.owners()))
            .filter(it -> isFor(ec2, it, request.executableUsers()))
            .filter(
                it ->
                    Boolean.TRUE.equals(request.includeDeprecated())
                        || !isDeprecated(it, context.now())
                        || it.ownerId().equals(Account.ID)
                        || request.imageIds().contains(it.imageId()))
            .toList();
    List<String> ids =
        request.imageIds().stream()
            .filter(id -> wanted.stream().anyMatch(it -> it.imageId().equals(id)))
            .toList();
    List<Image> chosen = request.imageIds().isEmpty() || !ids.isEmpty() ? wanted : List.of();
    Page<Image> page =
        IMAGES.page(
            context, chosen, ids, request.filters(), request.maxResults(), request.nextToken());
    return DescribeImagesResponse.builder().images(page.items()).nextToken(page.next()).build();
  }

  private static boolean isOfOwners(Image image, List<String> owners) {
    return owners.isEmpty()
        || owners.stream()
            .anyMatch(
                owner ->
                    owner.equals("self")
                        ? image.ownerId().equals(Account.ID)
                        : ALIASES.contains(owner)
                            ? owner.equals(image.imageOwnerAlias())
                            : owner.equals(image.ownerId()));
  }

  private static boolean isFor(Ec2State ec2, Image image, List<String> users) {
    Set<String> shared = ec2.launchPermissions.getOrDefault(image.imageId(), Set.of());
    return users.isEmpty()
        || users.stream()
            .anyMatch(
                user ->
                    switch (user) {
                      case "all" -> Boolean.TRUE.equals(image.publicLaunchPermissions());
                      case "self" -> shared.contains(Account.ID);
                      default -> shared.contains(user);
                    });
  }

  private static boolean isDeprecated(Image image, Instant now) {
    return image.deprecationTime() != null && !Instant.parse(image.deprecationTime()).isAfter(now);
  }

  private static void requireForm(String id) {
    if (!id.startsWith("ami-")) {
      throw AwsError.of("InvalidAMIID.Malformed", "Invalid id: \"%s\" (expecting \"ami-...\")", id);
    }
  }
}
