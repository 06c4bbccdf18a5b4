package dev.backstep.testing.internal.ec2;

import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.state.Account;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ImageState;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.SnapshotState;
import software.amazon.awssdk.services.ec2.model.StateReason;

/**
 * Images on their way: pending while their snapshots grow, then available or whatever else they end
 * as. Snapshots go on growing when their image is deregistered meanwhile.
 */
final class ImageGrowth {

  private final Context context;
  private final Ec2State ec2;
  private final Duration time;
  private final boolean copy;

  ImageGrowth(Context context, Duration time, boolean copy) {
    this.context = context;
    this.ec2 = Ec2State.of(context.region());
    this.time = time;
    this.copy = copy;
  }

  /** Begins a snapshot, complete but for id and state, and says its id. */
  String begin(Snapshot.Builder about, Map<String, String> tags) {
    String id = context.newId("snap");
    ec2.snapshots.put(
        id,
        about
            .snapshotId(id)
            .ownerId(Account.ID)
            .startTime(context.now())
            .state("pending")
            .storageTier("standard")
            .build());
    ec2.growths.put(id, new Growth(context.now(), time, copy));
    ec2.setTags(id, tags);
    return id;
  }

  /**
   * Begins an image whose snapshots have begun.
   *
   * @param failure asked at the end: why it is not available
   */
  void begin(Image whole, Map<String, String> tags, Supplier<Optional<Ending>> failure) {
    String id = whole.imageId();
    ec2.images.put(
        id, whole.toBuilder().state("pending").blockDeviceMappings(withoutIds(whole)).build());
    ec2.setTags(id, tags);
    ec2.imageSnapshots.put(id, snapshotIds(whole));
    Duration delay = context.settings().snapshotIdDelay;
    if (delay.compareTo(time) < 0) {
      context.after(
          delay, () -> ifPending(id, it -> it.blockDeviceMappings(whole.blockDeviceMappings())));
    }
    context.after(time, () -> end(whole, failure.get()));
  }

  private void end(Image whole, Optional<Ending> failure) {
    Optional<Ending> ending = Optional.ofNullable(ec2.imageEndings.poll()).or(() -> failure);
    for (String id : snapshotIds(whole)) {
      ec2.snapshots
          .get(id)
          .filter(it -> it.state() == SnapshotState.PENDING)
          .ifPresent(it -> ec2.snapshots.put(id, ended(it, ending)));
      ec2.growths.remove(id);
    }
    ifPending(
        whole.imageId(),
        it -> {
          it.blockDeviceMappings(whole.blockDeviceMappings()).state("available");
          ending.ifPresent(
              e ->
                  it.state(e.state())
                      .stateReason(
                          StateReason.builder().code(e.code()).message(e.message()).build()));
        });
  }

  private Snapshot ended(Snapshot snapshot, Optional<Ending> ending) {
    return ending
        .map(it -> snapshot.toBuilder().state("error").stateMessage(it.message()).build())
        .orElseGet(
            () -> snapshot.toBuilder().state("completed").completionTime(context.now()).build());
  }

  private void ifPending(String imageId, Consumer<Image.Builder> change) {
    ec2.images.update(
        imageId,
        it -> {
          if (it.state() != ImageState.PENDING) {
            return it;
          }
          Image.Builder changed = it.toBuilder();
          change.accept(changed);
          return changed.build();
        });
  }

  private static List<BlockDeviceMapping> withoutIds(Image whole) {
    return whole.blockDeviceMappings().stream()
        .map(
            it ->
                it.ebs() == null
                    ? it
                    : it.toBuilder().ebs(it.ebs().toBuilder().snapshotId(null).build()).build())
        .toList();
  }

  /** The snapshots that the mappings of an image name. */
  static List<String> snapshotIds(Image image) {
    return image.blockDeviceMappings().stream()
        .map(BlockDeviceMapping::ebs)
        .filter(Objects::nonNull)
        .flatMap(it -> Stream.ofNullable(it.snapshotId()))
        .toList();
  }
}
