package dev.backstep.testing.internal.ec2;

import dev.backstep.testing.internal.service.Area;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.service.Operations;
import dev.backstep.testing.internal.state.Account;
import dev.backstep.testing.internal.wire.AwsError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.CreateImageRequest;
import software.amazon.awssdk.services.ec2.model.CreateImageResponse;
import software.amazon.awssdk.services.ec2.model.EbsBlockDevice;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.Volume;
import software.amazon.awssdk.services.ec2.model.VolumeAttachment;

/** Making images of instances: a snapshot of each volume, as encrypted as the volume is. */
public final class ImageCreation implements Area {

  private static final List<String> TAGGED = List.of("image", "snapshot");

  @Override
  public void addTo(Operations operations) {
    operations.write("CreateImage", CreateImageRequest::builder, this::create);
  }

  private CreateImageResponse create(Context context, CreateImageRequest request) {
    Ec2State ec2 = Ec2State.of(context.region());
    String instanceId = Missing.required(request.instanceId(), "instanceId");
    String name = ImageNames.checked(request.name());
    Map<String, String> tags = Tagging.of(request.tagSpecifications(), "image", TAGGED);
    Map<String, String> onSnapshots = Tagging.of(request.tagSpecifications(), "snapshot", TAGGED);
    Instance instance = ec2.instances.use(instanceId, () -> Missing.instance(instanceId));
    if (!States.is(instance, InstanceStateName.RUNNING, InstanceStateName.STOPPED)) {
      throw AwsError.of(
          "InvalidParameterValue",
          "Instance is not in state 'running' or 'stopped'. Instance '%s' is in state '%s'.",
          instanceId,
          instance.state().nameAsString());
    }
    List<Volume> volumes = Ec2State.volumesOf(instanceId, ec2.volumes.all());
    Map<String, EbsBlockDevice> asked = asked(request, volumes);
    ImageNames.requireFree(ec2, name);

    ImageGrowth growth = new ImageGrowth(context, context.settings().imageTime, false);
    String imageId = context.newId("ami");
    List<BlockDeviceMapping> mappings = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    for (Volume volume : volumes) {
      VolumeAttachment attachment = volume.attachments().get(0);
      if (isLeftOut(request, attachment.device())) {
        continue;
      }
      Optional.ofNullable(volume.kmsKeyId()).ifPresent(keys::add);
      String snapshot =
          growth.begin(
              Snapshot.builder()
                  .volumeId(volume.volumeId())
                  .volumeSize(volume.size())
                  .encrypted(volume.encrypted())
                  .kmsKeyId(volume.kmsKeyId())
                  .description("Created by CreateImage(%s) for %s".formatted(instanceId, imageId)),
              onSnapshots);
      mappings.add(mapping(volume, attachment, snapshot, asked.get(attachment.device())));
    }
    growth.begin(
        image(context, instance, imageId)
            .name(name)
            .imageLocation(Account.ID + "/" + name)
            .description(request.description())
            .blockDeviceMappings(mappings)
            .build(),
        tags,
        () -> failure(ec2, keys));
    return CreateImageResponse.builder().imageId(imageId).build();
  }

  private static Image.Builder image(Context context, Instance instance, String imageId) {
    Ec2State ec2 = Ec2State.of(context.region());
    Optional<Image> source = ec2.images.get(instance.imageId());
    return Image.builder()
        .imageId(imageId)
        .ownerId(Account.ID)
        .publicLaunchPermissions(false)
        .imageType("machine")
        .architecture(instance.architectureAsString())
        .virtualizationType(instance.virtualizationTypeAsString())
        .hypervisor(instance.hypervisorAsString())
        .enaSupport(instance.enaSupport())
        .imdsSupport(source.map(Image::imdsSupportAsString).orElse(null))
        .usageOperation(source.map(Image::usageOperation).orElse("RunInstances"))
        .platformDetails(instance.platformDetails())
        .rootDeviceType(instance.rootDeviceTypeAsString())
        .rootDeviceName(instance.rootDeviceName())
        .productCodes(instance.productCodes())
        .sourceInstanceId(instance.instanceId())
        .creationDate(Ec2State.date(context.now()));
  }

  /** What the request says about volumes that are there; it may change only one thing of them. */
  private static Map<String, EbsBlockDevice> asked(
      CreateImageRequest request, List<Volume> volumes) {
    Map<String, EbsBlockDevice> asked = new LinkedHashMap<>();
    for (BlockDeviceMapping mapping : request.blockDeviceMappings()) {
      if (mapping.ebs() == null) {
        continue;
      }
      if (mapping.ebs().kmsKeyId() != null) {
        throw AwsError.of("UnknownParameter", "The parameter KmsKeyId is not recognized");
      }
      for (Volume volume : volumes) {
        if (volume.attachments().get(0).device().equals(mapping.deviceName())) {
          requireSame(mapping.deviceName(), mapping.ebs(), volume);
        }
      }
      asked.put(mapping.deviceName(), mapping.ebs());
    }
    return asked;
  }

  private static void requireSame(String device, EbsBlockDevice asked, Volume volume) {
    if (differs(asked.encrypted(), volume.encrypted())) {
      throw AwsError.of(
          "InvalidBlockDeviceMapping",
          "the encrypted flag cannot be specified since device %s has a conflicting encryption"
              + " setting",
          device);
    }
    if (differs(asked.volumeSize(), volume.size())
        || differs(asked.volumeTypeAsString(), volume.volumeTypeAsString())) {
      throw AwsError.of(
          "InvalidBlockDeviceMapping",
          "size and type of device %s cannot be modified when an image is created",
          device);
    }
  }

  private static boolean differs(@Nullable Object asked, @Nullable Object is) {
    return asked != null && !asked.equals(is);
  }

  private static boolean isLeftOut(CreateImageRequest request, String device) {
    return request.blockDeviceMappings().stream()
        .anyMatch(it -> device.equals(it.deviceName()) && it.noDevice() != null);
  }

  private static BlockDeviceMapping mapping(
      Volume volume, VolumeAttachment attachment, String snapshot, @Nullable EbsBlockDevice asked) {
    boolean ends =
        asked == null || asked.deleteOnTermination() == null
            ? Boolean.TRUE.equals(attachment.deleteOnTermination())
            : asked.deleteOnTermination();
    return BlockDeviceMapping.builder()
        .deviceName(attachment.device())
        .ebs(
            e ->
                e.snapshotId(snapshot)
                    .volumeSize(volume.size())
                    .volumeType(volume.volumeTypeAsString())
                    .iops(volume.iops())
                    .throughput(volume.throughput())
                    .encrypted(volume.encrypted())
                    .deleteOnTermination(ends))
        .build();
  }

  private static Optional<Ending> failure(Ec2State ec2, List<String> keys) {
    return keys.stream()
        .filter(key -> !ec2.keys().usable(key))
        .findFirst()
        .map(key -> Endings.KEY_NOT_ACCESSIBLE);
  }
}
