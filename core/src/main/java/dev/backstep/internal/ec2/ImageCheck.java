package dev.backstep.internal.ec2;

import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.ErrorClass;
import dev.backstep.internal.engine.Failure;
import dev.backstep.internal.engine.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ProductCode;
import software.amazon.awssdk.services.ec2.model.Snapshot;

/** Whether an available image is as it should be, and all of it encrypted. */
final class ImageCheck {

  private final Images images;
  private final Image image;
  private final List<Snapshot> seen;
  private final List<String> wrong = new ArrayList<>();

  ImageCheck(Images images, Image image, List<Snapshot> seen) {
    this.images = images;
    this.image = image;
    this.seen = seen;
  }

  Outcome check(ImageReadyStep.@Nullable Expected expected, Attempt run) {
    List<BlockDeviceMapping> volumes =
        image.blockDeviceMappings().stream().filter(device -> device.ebs() != null).toList();
    List<String> ids = volumes.stream().map(device -> device.ebs().snapshotId()).toList();
    Map<String, String> results = new HashMap<>();
    results.put("id", image.imageId());
    results.put("snapshots", String.join(" ", ids));
    if (expected != null) {
      results.put("kmsKey", expected.kmsKey());
      compare(expected, volumes, run);
    }
    return wrong.isEmpty()
        ? new Outcome.Done(results)
        : new Outcome.Refused(
            Failure.of(
                ErrorClass.REFUSED,
                "NotAsAsked",
                "image %s is available, but %s"
                    .formatted(image.imageId(), String.join("; ", wrong))));
  }

  private void compare(
      ImageReadyStep.Expected expected, List<BlockDeviceMapping> volumes, Attempt run) {
    if (volumes.size() != expected.volumes()) {
      wrong.add(
          "it has %d EBS volumes (expected: %d)".formatted(volumes.size(), expected.volumes()));
    }
    TreeSet<String> codes = new TreeSet<>();
    image.productCodes().stream().map(ProductCode::productCodeId).forEach(codes::add);
    if (!codes.equals(new TreeSet<>(expected.productCodes()))) {
      wrong.add(
          "its product codes are %s (expected: %s)".formatted(codes, expected.productCodes()));
    }
    Map<String, Snapshot> snapshots = snapshots(volumes, run);
    for (BlockDeviceMapping device : volumes) {
      compare(expected, device, snapshots.get(device.ebs().snapshotId()));
    }
  }

  private void compare(
      ImageReadyStep.Expected expected, BlockDeviceMapping device, @Nullable Snapshot snapshot) {
    if (!Boolean.TRUE.equals(device.ebs().encrypted())) {
      wrong.add(device.deviceName() + " is not encrypted");
    } else if (snapshot == null) {
      wrong.add(
          "snapshot %s of %s is not to be seen"
              .formatted(device.ebs().snapshotId(), device.deviceName()));
    } else if (!expected.kmsKey().equals(snapshot.kmsKeyId())) {
      wrong.add(
          "%s (%s) is encrypted under %s (expected: %s)"
              .formatted(
                  device.deviceName(),
                  snapshot.snapshotId(),
                  snapshot.kmsKeyId(),
                  expected.kmsKey()));
    }
  }

  /** Those that were seen by their tags, and any other by its id. */
  private Map<String, Snapshot> snapshots(List<BlockDeviceMapping> volumes, Attempt run) {
    Map<String, Snapshot> byId = new HashMap<>();
    seen.forEach(one -> byId.put(one.snapshotId(), one));
    List<String> unseen =
        volumes.stream()
            .map(device -> device.ebs().snapshotId())
            .filter(id -> id != null && !byId.containsKey(id))
            .toList();
    if (!unseen.isEmpty()) {
      images
          .snapshots(run, Images.filter("snapshot-id", unseen))
          .forEach(one -> byId.put(one.snapshotId(), one));
    }
    return byId;
  }
}
