package dev.backstep.testing.internal.ec2;

import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.wire.AwsError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.EbsBlockDevice;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Volume;
import software.amazon.awssdk.services.ec2.model.VolumeAttachment;

/** The volumes of a launch: those of the image, changed and added to by the request. */
final class LaunchVolumes {

  private LaunchVolumes() {}

  static List<PlannedVolume> plan(Ec2State ec2, Image image, List<BlockDeviceMapping> asked) {
    Map<String, EbsBlockDevice> merged = new LinkedHashMap<>();
    for (BlockDeviceMapping mapping : image.blockDeviceMappings()) {
      if (mapping.ebs() != null) {
        // What an image says about encryption is what its snapshot says.
        merged.put(mapping.deviceName(), mapping.ebs().toBuilder().encrypted(null).build());
      }
    }
    for (BlockDeviceMapping mapping : asked) {
      String device = Missing.required(mapping.deviceName(), "deviceName");
      if (mapping.noDevice() != null) {
        merged.remove(device);
      } else if (mapping.ebs() != null) {
        merged.merge(device, mapping.ebs(), LaunchVolumes::merge);
      }
    }
    return merged.entrySet().stream()
        .map(it -> complete(ec2, it.getKey(), it.getValue(), image.rootDeviceName()))
        .toList();
  }

  private static EbsBlockDevice merge(EbsBlockDevice image, EbsBlockDevice asked) {
    if (asked.snapshotId() != null && !asked.snapshotId().equals(image.snapshotId())) {
      throw invalid("the snapshotId of a device of the image cannot be changed");
    }
    return EbsBlockDevice.builder()
        .snapshotId(image.snapshotId())
        .volumeSize(or(asked.volumeSize(), image.volumeSize()))
        .volumeType(or(asked.volumeTypeAsString(), image.volumeTypeAsString()))
        .iops(asked.volumeType() == null ? or(asked.iops(), image.iops()) : asked.iops())
        .throughput(
            asked.volumeType() == null
                ? or(asked.throughput(), image.throughput())
                : asked.throughput())
        .deleteOnTermination(or(asked.deleteOnTermination(), image.deleteOnTermination()))
        .encrypted(asked.encrypted())
        .kmsKeyId(asked.kmsKeyId())
        .build();
  }

  private static PlannedVolume complete(
      Ec2State ec2, String device, EbsBlockDevice ebs, String rootDevice) {
    Optional<Snapshot> source = Optional.ofNullable(ebs.snapshotId()).flatMap(ec2.snapshots::get);
    if (ebs.snapshotId() != null && source.isEmpty()) {
      throw Missing.snapshot(ebs.snapshotId());
    }
    Integer size = or(ebs.volumeSize(), source.map(Snapshot::volumeSize).orElse(null));
    if (size == null) {
      throw AwsError.of(
          "MissingParameter", "The request must contain the parameter size or snapshotId");
    }
    source.ifPresent(from -> requireRoom(size, from));
    if (source.isPresent()
        && Boolean.TRUE.equals(source.get().encrypted())
        && Boolean.FALSE.equals(ebs.encrypted())) {
      throw invalid(
          "the encrypted flag cannot be false since the snapshot of device "
              + device
              + " is encrypted");
    }
    Encryption encryption = Encryption.of(ec2, ebs.encrypted(), ebs.kmsKeyId(), source);
    return new PlannedVolume(
        device,
        ebs.toBuilder()
            .volumeSize(size)
            .volumeType(or(ebs.volumeTypeAsString(), "gp2"))
            .deleteOnTermination(or(ebs.deleteOnTermination(), device.equals(rootDevice)))
            .encrypted(encryption.encrypted())
            .kmsKeyId(encryption.key())
            .build());
  }

  private static void requireRoom(int size, Snapshot from) {
    if (size < from.volumeSize()) {
      throw AwsError.of(
          "InvalidBlockDeviceMapping",
          "Volume of size %dGB is smaller than snapshot '%s', expect size >= %dGB",
          size,
          from.snapshotId(),
          from.volumeSize());
    }
  }

  static void attach(
      Context context,
      String instanceId,
      Subnet subnet,
      List<PlannedVolume> planned,
      Map<String, String> tags) {
    Ec2State ec2 = Ec2State.of(context.region());
    for (PlannedVolume one : planned) {
      String id = context.newId("vol");
      ec2.volumes.put(
          id,
          Volume.builder()
              .volumeId(id)
              .size(one.ebs().volumeSize())
              .volumeType(one.ebs().volumeTypeAsString())
              .iops(one.ebs().iops())
              .throughput(one.ebs().throughput())
              .snapshotId(or(one.ebs().snapshotId(), ""))
              .encrypted(one.ebs().encrypted())
              .kmsKeyId(one.ebs().kmsKeyId())
              .availabilityZone(subnet.availabilityZone())
              .state("in-use")
              .createTime(context.now())
              .multiAttachEnabled(false)
              .attachments(
                  VolumeAttachment.builder()
                      .volumeId(id)
                      .instanceId(instanceId)
                      .device(one.device())
                      .state("attached")
                      .attachTime(context.now())
                      .deleteOnTermination(one.ebs().deleteOnTermination())
                      .build())
              .build());
      ec2.setTags(id, tags);
    }
  }

  private static <T> @Nullable T or(@Nullable T first, @Nullable T second) {
    return first == null ? second : first;
  }

  private static AwsError invalid(String message) {
    return AwsError.of("InvalidBlockDeviceMapping", "%s", message);
  }
}
