package dev.backstep.internal.ami;

import dev.backstep.ami.EncryptedAmi;
import dev.backstep.plan.RunReport;
import java.util.List;

/** An encrypted image as a run left it. */
record Ami(
    String imageId,
    String name,
    String region,
    String sourceImageId,
    List<String> snapshotIds,
    String kmsKeyArn,
    RunReport report)
    implements EncryptedAmi {

  /** Such as {@code us-east-1: ami-9d4b748b}. */
  @Override
  public String toString() {
    return region + ": " + imageId;
  }
}
