package dev.backstep.testing.internal.ec2;

import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.state.Account;
import dev.backstep.testing.internal.wire.AwsError;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Snapshot;
import software.amazon.awssdk.services.ec2.model.SnapshotState;

/** What stands against copying an image. */
final class CopyChecks {

  private CopyChecks() {}

  /** The snapshots of the image, if the account may copy it. */
  static List<Snapshot> readable(Ec2State origin, Image source) {
    if (!source.ownerId().equals(Account.ID)) {
      requireNoCodes(source);
    }
    List<Snapshot> snapshots = new ArrayList<>();
    for (String id : ImageGrowth.snapshotIds(source)) {
      snapshots.add(
          origin
              .snapshots
              .get(id)
              .filter(it -> Snapshots.mayRead(origin, it))
              .orElseThrow(
                  () -> invalid("You do not have permission to access the storage of this ami")));
    }
    return snapshots;
  }

  private static void requireNoCodes(Image source) {
    if (source.productCodes().stream()
        .anyMatch(code -> "marketplace".equals(code.productCodeTypeAsString()))) {
      throw invalid("Images from AWS Marketplace cannot be copied to another AWS account");
    }
    if (source.usageOperation() != null && !source.usageOperation().equals("RunInstances")) {
      throw invalid("Images with EC2 BillingProduct codes cannot be copied to another AWS account");
    }
  }

  /** Refuses an unencrypted copy of what is encrypted. */
  static void requirePlain(List<Snapshot> snapshots) {
    for (Snapshot one : snapshots) {
      if (Boolean.TRUE.equals(one.encrypted())) {
        throw invalid(
            "Snapshot "
                + one.snapshotId()
                + " is encrypted. Creating unencrypted copy from an encrypted snapshot is not"
                + " supported.");
      }
    }
  }

  static void requireRoom(Context context, int more) {
    Ec2State ec2 = Ec2State.of(context.region());
    long copying =
        ec2.growths.entrySet().stream()
            .filter(it -> it.getValue().copy())
            .flatMap(it -> ec2.snapshots.get(it.getKey()).stream())
            .filter(it -> it.state() == SnapshotState.PENDING)
            .count();
    if (copying + more > context.settings().snapshotCopies) {
      throw AwsError.of(
          "ResourceLimitExceeded",
          "Too many snapshot copies in progress. The limit is %d for this destination region.",
          context.settings().snapshotCopies);
    }
  }

  private static AwsError invalid(String message) {
    return AwsError.of("InvalidRequest", "%s", message);
  }
}
