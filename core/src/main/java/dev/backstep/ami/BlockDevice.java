package dev.backstep.ami;

import java.util.Objects;
import java.util.Optional;

/**
 * A volume of the build instance, and so of the image: of a device that the source has, or a new
 * one. Immutable: each setting gives a changed copy. What is not said is as the source has it.
 *
 * @param name such as {@code /dev/sda1}
 * @param givenType {@code gp2}, {@code gp3}, {@code io1}, {@code io2}, {@code st1}, {@code sc1} or
 *     {@code standard}
 * @param givenSizeGiB at least that of the source's snapshot
 * @param givenIops for {@code gp3}, {@code io1} and {@code io2}
 * @param givenThroughput in MiB a second, for {@code gp3}
 * @param endsWithInstance whether volumes of instances launched from the image are deleted with
 *     them; the build instance's own always are
 * @param givenKmsKey the key while it is built; the image's unless said
 */
public record BlockDevice(
    String name,
    Optional<String> givenType,
    Optional<Integer> givenSizeGiB,
    Optional<Integer> givenIops,
    Optional<Integer> givenThroughput,
    boolean endsWithInstance,
    Optional<String> givenKmsKey) {

  /** A device by its name, such as {@code /dev/sda1}; all else as the source has it. */
  public static BlockDevice named(String name) {
    return new BlockDevice(
        Objects.requireNonNull(name, "blockDevice: name"),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        true,
        Optional.empty());
  }

  /** The type of volume, such as {@code gp2}. Default: the source's. */
  public BlockDevice type(String type) {
    return new BlockDevice(
        name,
        Optional.of(type),
        givenSizeGiB,
        givenIops,
        givenThroughput,
        endsWithInstance,
        givenKmsKey);
  }

  /** The size in GiB: 1 to 65536, and at least the source's. Default: the source's. */
  public BlockDevice sizeGiB(int size) {
    return new BlockDevice(
        name,
        givenType,
        Optional.of(size),
        givenIops,
        givenThroughput,
        endsWithInstance,
        givenKmsKey);
  }

  /** Input and output operations a second, for {@code gp3}, {@code io1} and {@code io2}. */
  public BlockDevice iops(int iops) {
    return new BlockDevice(
        name,
        givenType,
        givenSizeGiB,
        Optional.of(iops),
        givenThroughput,
        endsWithInstance,
        givenKmsKey);
  }

  /** MiB a second, for {@code gp3}. */
  public BlockDevice throughput(int mebibytesPerSecond) {
    return new BlockDevice(
        name,
        givenType,
        givenSizeGiB,
        givenIops,
        Optional.of(mebibytesPerSecond),
        endsWithInstance,
        givenKmsKey);
  }

  /**
   * Whether the volume of an instance that is launched from the image is deleted with it. Default:
   * yes. Those of the build instance always are.
   */
  public BlockDevice deleteOnTermination(boolean delete) {
    return new BlockDevice(
        name, givenType, givenSizeGiB, givenIops, givenThroughput, delete, givenKmsKey);
  }

  /**
   * The KMS key of the volume while it is built: where it is not the image's, the image is made by
   * {@link Strategy#COPY_AFTER_CREATE}. Default: the image's key.
   */
  public BlockDevice kmsKey(String key) {
    return new BlockDevice(
        name,
        givenType,
        givenSizeGiB,
        givenIops,
        givenThroughput,
        endsWithInstance,
        Optional.of(key));
  }

  /** Such as {@code /dev/sda1 gp2 8 GiB}. */
  @Override
  public String toString() {
    return name
        + givenType.map(type -> " " + type).orElse("")
        + givenSizeGiB.map(size -> " " + size + " GiB").orElse("")
        + givenIops.map(iops -> " " + iops + " IOPS").orElse("")
        + givenThroughput.map(rate -> " " + rate + " MiB/s").orElse("")
        + givenKmsKey.map(key -> " under " + key).orElse("")
        + (endsWithInstance ? "" : ", stays after its instance");
  }
}
