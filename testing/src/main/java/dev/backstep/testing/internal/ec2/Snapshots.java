package dev.backstep.testing.internal.ec2;

import dev.backstep.testing.internal.service.Area;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.service.Operations;
import dev.backstep.testing.internal.service.Page;
import dev.backstep.testing.internal.state.Account;
import dev.backstep.testing.internal.wire.AwsError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ec2.model.DeleteSnapshotRequest;
import software.amazon.awssdk.services.ec2.model.DeleteSnapshotResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSnapshotsResponse;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.SnapshotState;

/** Snapshots, which images are made of. */
public final class Snapshots implements Area {

  private static final Listing<Snapshot> SNAPSHOTS =
      new Listing<>(
          Snapshot::snapshotId,
          new Filters<>(Snapshot::tags)
              .on("snapshot-id", Snapshot::snapshotId)
              .on("status", Snapshot::stateAsString)
              .on("volume-id", Snapshot::volumeId)
              .on("volume-size", Snapshot::volumeSize)
              .on("owner-id", Snapshot::ownerId)
              .on("owner-alias", Snapshot::ownerAlias)
              .on("description", Snapshot::description)
              .on("encrypted", Snapshot::encrypted)
              .on("progress", Snapshot::progress)
              .on("start-time", Snapshot::startTime)
              .on("storage-tier", Snapshot::storageTierAsString),
          "InvalidSnapshot.NotFound",
          "snapshot");

  @Override
  public void addTo(Operations operations) {
    operations.read("DescribeSnapshots", DescribeSnapshotsRequest::builder, this::describe);
    operations.write("DeleteSnapshot", DeleteSnapshotRequest::builder, this::delete);
  }

  static boolean isOwn(Snapshot snapshot) {
    return snapshot.ownerId().equals(Account.ID);
  }

  /** Whether the account may see the snapshot and make volumes of it. */
  static boolean mayRead(Ec2State ec2, Snapshot snapshot) {
    Set<String> permitted = ec2.snapshotPermissions.getOrDefault(snapshot.snapshotId(), Set.of());
    return isOwn(snapshot) || permitted.contains("all") || permitted.contains(Account.ID);
  }

  /** The image that needs the snapshot, in truth. */
  static Optional<String> userOf(Ec2State ec2, String snapshotId) {
    return ec2.imageSnapshots.entrySet().stream()
        .filter(it -> it.getValue().contains(snapshotId))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  static void remove(Ec2State ec2, String id) {
    ec2.snapshots.remove(id);
    ec2.snapshotPermissions.remove(id);
    ec2.growths.remove(id);
    ec2.forget(id);
  }

  private DescribeSnapshotsResponse describe(Context context, DescribeSnapshotsRequest request) {
    Ec2State ec2 = Ec2State.of(context.region());
    List<Snapshot> all =
        ec2.snapshots.seen().stream()
            .filter(it -> mayRead(ec2, it))
            .filter(it -> isOf(it, request.ownerIds()))
            .filter(it -> isFor(ec2, it, request.restorableByUserIds()))
            .map(it -> show(context, it))
            .toList();
    Page<Snapshot> page =
        SNAPSHOTS.page(
            context,
            all,
            request.snapshotIds(),
            request.filters(),
            request.maxResults(),
            request.nextToken());
    return DescribeSnapshotsResponse.builder()
        .snapshots(page.items())
        .nextToken(page.next())
        .build();
  }

  private static Snapshot show(Context context, Snapshot snapshot) {
    Ec2State ec2 = Ec2State.of(context.region());
    Growth growth = ec2.growths.get(snapshot.snapshotId());
    String progress = "100%";
    if (snapshot.state() != SnapshotState.COMPLETED) {
      progress = growth == null ? "0%" : growth.progress(context.now());
    }
    return snapshot.toBuilder()
        .progress(progress)
        .tags(ec2.seenTags(snapshot.snapshotId()))
        .build();
  }

  private static boolean isOf(Snapshot snapshot, List<String> owners) {
    return owners.isEmpty()
        || owners.contains(snapshot.ownerId())
        || owners.contains(snapshot.ownerAlias())
        || (owners.contains("self") && isOwn(snapshot));
  }

  private static boolean isFor(Ec2State ec2, Snapshot snapshot, List<String> users) {
    Set<String> permitted = ec2.snapshotPermissions.getOrDefault(snapshot.snapshotId(), Set.of());
    return users.isEmpty()
        || users.stream()
            .map(user -> user.equals("self") ? Account.ID : user)
            .anyMatch(user -> permitted.contains(user) || user.equals(snapshot.ownerId()));
  }

  private DeleteSnapshotResponse delete(Context context, DeleteSnapshotRequest request) {
    Ec2State ec2 = Ec2State.of(context.region());
    String id = Missing.required(request.snapshotId(), "snapshotId");
    Snapshot snapshot = ec2.snapshots.use(id, () -> Missing.snapshot(id));
    if (!mayRead(ec2, snapshot)) {
      throw Missing.snapshot(id);
    }
    if (!isOwn(snapshot)) {
      throw AwsError.of(
          "OperationNotPermitted", "The snapshot '%s' belongs to another account", id);
    }
    userOf(ec2, id)
        .ifPresent(
            image -> {
              throw AwsError.of(
                  "InvalidSnapshot.InUse", "The snapshot %s is currently in use by %s", id, image);
            });
    remove(ec2, id);
    return DeleteSnapshotResponse.builder().build();
  }
}
