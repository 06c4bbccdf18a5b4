package dev.backstep.internal.ami;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.backstep.internal.engine.Ref;
import dev.backstep.internal.engine.Step;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Launches a build instance.
 *
 * @param image from what
 * @param type such as {@code t2.nano}
 * @param subnets where, in the order in which they are tried when one has no capacity
 * @param groups its security groups
 * @param publicIp whether it gets a public address
 * @param keyPair by which the user logs in; null: nobody does
 * @param keyName the name of that, by which a launch knows it; or empty
 * @param givesHostKey whether its user data gives it a host key that is known
 * @param imdsV2 whether its metadata needs a token
 * @param profile name or ARN of an instance profile, or empty
 * @param userData as text, or empty
 * @param devices its EBS volumes
 * @param tags the user's, for it, its volumes and its interface
 * @param instead what to ask for when AWS does not launch it so
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record InstanceStep(
    String image,
    String type,
    List<String> subnets,
    List<Ref> groups,
    boolean publicIp,
    @Nullable Ref keyPair,
    String keyName,
    boolean givesHostKey,
    boolean imdsV2,
    String profile,
    String userData,
    List<Device> devices,
    Map<String, String> tags,
    String instead)
    implements Step {

  /**
   * An EBS volume; it always goes with the instance.
   *
   * @param name such as {@code /dev/sda1}
   * @param kmsKey the ARN of its key; null: as the snapshot is
   * @param type null: the snapshot's
   * @param sizeGiB null: the snapshot's
   * @param iops null: AWS's default
   * @param throughput null: AWS's default
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Device(
      String name,
      @Nullable String kmsKey,
      @Nullable String type,
      @Nullable Integer sizeGiB,
      @Nullable Integer iops,
      @Nullable Integer throughput) {}
}
