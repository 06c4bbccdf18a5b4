package dev.backstep.testing.internal.ec2;

import java.util.Set;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.Snapshot;

/** The one public image that is in every region from the start, as Amazon's are. */
public final class StockImage {

  /** Its id, the same in every region for convenience. */
  public static final String ID = "ami-0a1b2c3d4e5f60718";

  /** The id of its root snapshot. */
  static final String SNAPSHOT_ID = "snap-0a1b2c3d4e5f60718";

  static final String OWNER = "137112412989";
  private static final String CREATED = "2026-01-05T20:15:00.000Z";
  private static final String NAME = "al2023-ami-2023.9.20260105.0-kernel-6.1-x86_64";

  private StockImage() {}

  static void addTo(Ec2State ec2) {
    ec2.images.put(
        ID,
        Image.builder()
            .imageId(ID)
            .name(NAME)
            .description("Amazon Linux 2023 AMI 2023.9.20260105.0 x86_64 HVM kernel-6.1")
            .imageLocation("amazon/" + NAME)
            .ownerId(OWNER)
            .imageOwnerAlias("amazon")
            .publicLaunchPermissions(true)
            .state("available")
            .imageType("machine")
            .architecture("x86_64")
            .virtualizationType("hvm")
            .hypervisor("xen")
            .enaSupport(true)
            .sriovNetSupport("simple")
            .imdsSupport("v2.0")
            .platformDetails("Linux/UNIX")
            .usageOperation("RunInstances")
            .creationDate(CREATED)
            .rootDeviceType("ebs")
            .rootDeviceName("/dev/xvda")
            .blockDeviceMappings(
                BlockDeviceMapping.builder()
                    .deviceName("/dev/xvda")
                    .ebs(
                        e ->
                            e.snapshotId(SNAPSHOT_ID)
                                .volumeSize(8)
                                .volumeType("gp3")
                                .encrypted(false)
                                .deleteOnTermination(true))
                    .build())
            .build());
    ec2.snapshots.put(
        SNAPSHOT_ID,
        Snapshot.builder()
            .snapshotId(SNAPSHOT_ID)
            .ownerId(OWNER)
            .ownerAlias("amazon")
            .state("completed")
            .volumeId("vol-ffffffff")
            .volumeSize(8)
            .encrypted(false)
            .storageTier("standard")
            .build());
    ec2.snapshotPermissions.put(SNAPSHOT_ID, Set.of("all"));
  }
}
