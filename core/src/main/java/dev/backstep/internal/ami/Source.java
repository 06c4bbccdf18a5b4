package dev.backstep.internal.ami;

import java.time.Instant;
import java.util.List;

/**
 * An image as it was found.
 *
 * @param id such as {@code ami-6d1c2007}
 * @param name its name
 * @param owner the account that owns it
 * @param ownerAlias such as {@code aws-marketplace}, or empty
 * @param created when
 * @param state such as {@code available}
 * @param architecture such as {@code x86_64}
 * @param rootDevice such as {@code /dev/sda1}
 * @param rootDeviceType {@code ebs} or {@code instance-store}
 * @param virtualizationType {@code hvm} or {@code paravirtual}
 * @param enhancedNetworking whether it has the driver that current instance types need
 * @param imdsV2 whether it says that its instances use IMDSv2
 * @param productCodes ids
 * @param fromMarketplace whether one of them is of AWS Marketplace
 * @param platform such as {@code windows}, or empty
 * @param usageOperation what is billed, such as {@code RunInstances:0010}; {@code RunInstances} is
 *     nothing but the instance
 * @param volumes its EBS volumes
 */
record Source(
    String id,
    String name,
    String owner,
    String ownerAlias,
    Instant created,
    String state,
    String architecture,
    String rootDevice,
    String rootDeviceType,
    String virtualizationType,
    boolean enhancedNetworking,
    boolean imdsV2,
    List<String> productCodes,
    boolean fromMarketplace,
    String platform,
    String usageOperation,
    List<Volume> volumes) {

  /**
   * An EBS volume of an image.
   *
   * @param device such as {@code /dev/sda1}
   * @param snapshot its snapshot's id
   * @param sizeGiB its size
   * @param type such as {@code gp2}
   * @param encrypted whether it is
   * @param endsWithInstance whether it is deleted with its instance
   */
  record Volume(
      String device,
      String snapshot,
      int sizeGiB,
      String type,
      boolean encrypted,
      boolean endsWithInstance) {}

  boolean isEncrypted() {
    return !volumes.isEmpty() && volumes.stream().allMatch(Volume::encrypted);
  }

  List<String> snapshots() {
    return volumes.stream().map(Volume::snapshot).toList();
  }

  /** Such as {@code ami-6d1c2007 "CentOS 7" of aws-marketplace, 2016-02-26}. */
  @Override
  public String toString() {
    return "%s \"%s\" of %s, %s"
        .formatted(
            id,
            name,
            ownerAlias.isEmpty() ? owner : ownerAlias,
            created.toString().substring(0, 10));
  }
}
