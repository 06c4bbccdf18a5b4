package dev.backstep.testing;

import dev.backstep.testing.internal.ec2.Ec2State;
import dev.backstep.testing.internal.kms.KmsState;
import dev.backstep.testing.internal.state.Account;
import dev.backstep.testing.internal.state.Origin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ProductCode;
import software.amazon.awssdk.services.ec2.model.Snapshot;

/** Makes images by hand, of whomever. */
final class ImageMaking {

  private final Ec2State ec2;

  ImageMaking(Ec2State ec2) {
    this.ec2 = ec2;
  }

  String add(SampleImage sample) {
    String id = newId("ami");
    boolean own = sample.ownerId.equals(Account.ID);
    List<String> snapshots = new ArrayList<>();
    List<BlockDeviceMapping> mappings = new ArrayList<>();
    if (sample.rootDeviceType.equals("ebs")) {
      for (SampleImage.Device device : sample.devices) {
        String snapshot = snapshot(sample, device);
        snapshots.add(snapshot);
        mappings.add(mapping(sample, device, snapshot));
      }
    }
    ec2.images.put(id, image(sample).imageId(id).blockDeviceMappings(mappings).build());
    ec2.imageSnapshots.put(id, snapshots);
    if (own) {
      ec2.setTags(id, sample.tags);
    } else {
      ec2.launchPermissions.put(id, Set.of(Account.ID));
    }
    return id;
  }

  private Image.Builder image(SampleImage sample) {
    Instant now = ec2.region().account().timeline().now();
    return Image.builder()
        .name(sample.name)
        .description(sample.description)
        .imageLocation(sample.ownerAlias.orElse(sample.ownerId) + "/" + sample.name)
        .ownerId(sample.ownerId)
        .imageOwnerAlias(sample.ownerAlias.orElse(null))
        .publicLaunchPermissions(sample.isPublic)
        .state(sample.state)
        .imageType("machine")
        .architecture(sample.architecture)
        .virtualizationType(sample.virtualizationType)
        .hypervisor("xen")
        .enaSupport(sample.virtualizationType.equals("hvm"))
        .imdsSupport(sample.secondImds ? "v2.0" : null)
        .platformDetails("Linux/UNIX")
        .usageOperation(sample.usageOperation)
        .productCodes(
            sample
                .productCode
                .map(
                    code ->
                        ProductCode.builder()
                            .productCodeId(code)
                            .productCodeType("marketplace")
                            .build())
                .stream()
                .toList())
        .creationDate(Ec2State.date(sample.createdAt.orElse(now)))
        .deprecationTime(sample.deprecatedAt.map(Ec2State::date).orElse(null))
        .rootDeviceType(sample.rootDeviceType)
        .rootDeviceName(sample.devices.get(0).name());
  }

  private static BlockDeviceMapping mapping(
      SampleImage sample, SampleImage.Device device, String snapshot) {
    return BlockDeviceMapping.builder()
        .deviceName(device.name())
        .ebs(
            e ->
                e.snapshotId(snapshot)
                    .volumeSize(device.gibibytes())
                    .volumeType(device.type())
                    .encrypted(sample.key.isPresent())
                    .deleteOnTermination(device.deleteOnTermination()))
        .build();
  }

  private String snapshot(SampleImage sample, SampleImage.Device device) {
    String id = newId("snap");
    KmsState keys = KmsState.of(ec2.region());
    Optional<String> key = sample.key.map(keys::arnOf);
    key.filter(arn -> keys.find(arn).isEmpty()).ifPresent(keys.shared::add);
    ec2.snapshots.put(
        id,
        Snapshot.builder()
            .snapshotId(id)
            .ownerId(sample.ownerId)
            .ownerAlias(sample.ownerAlias.orElse(null))
            .description("Made by hand")
            .volumeId("vol-ffffffff")
            .volumeSize(device.gibibytes())
            .encrypted(key.isPresent())
            .kmsKeyId(key.orElse(null))
            .state("completed")
            .startTime(sample.createdAt.orElse(ec2.region().account().timeline().now()))
            .storageTier("standard")
            .build());
    if (sample.readableSnapshots) {
      ec2.snapshotPermissions.put(id, Set.of(sample.isPublic ? "all" : Account.ID));
    }
    return id;
  }

  private String newId(String prefix) {
    String id = ec2.region().account().ids().next(prefix);
    ec2.region().account().made(id, new Origin.User());
    return id;
  }
}
