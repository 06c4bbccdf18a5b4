package dev.backstep.testing.internal.ec2;

import dev.backstep.testing.internal.wire.AwsError;
import org.jspecify.annotations.Nullable;

/** The refusals for what is not there, and for what was not said. */
public final class Missing {

  private Missing() {}

  /** The value, or the refusal of a request without it. */
  static <T> T required(@Nullable T value, String parameter) {
    if (value == null || "".equals(value)) {
      throw AwsError.of("MissingParameter", "The request must contain the parameter %s", parameter);
    }
    return value;
  }

  /** No such VPC. */
  public static AwsError vpc(String id) {
    return AwsError.of("InvalidVpcID.NotFound", "The vpc ID '%s' does not exist", id);
  }

  /** No such subnet. */
  public static AwsError subnet(String id) {
    return AwsError.of("InvalidSubnetID.NotFound", "The subnet ID '%s' does not exist", id);
  }

  /** No such security group. */
  public static AwsError group(String id) {
    return AwsError.of("InvalidGroup.NotFound", "The security group '%s' does not exist", id);
  }

  static AwsError rule(String id) {
    return AwsError.of(
        "InvalidSecurityGroupRuleId.NotFound",
        "The security group rule ID '%s' does not exist",
        id);
  }

  static AwsError networkInterface(String id) {
    return AwsError.of(
        "InvalidNetworkInterfaceID.NotFound", "The networkInterface ID '%s' does not exist", id);
  }

  /** No such instance. */
  public static AwsError instance(String id) {
    return AwsError.of("InvalidInstanceID.NotFound", "The instance ID '%s' does not exist", id);
  }

  /** No such key pair. */
  static AwsError keyPair(String name) {
    return AwsError.of("InvalidKeyPair.NotFound", "The key pair '%s' does not exist", name);
  }

  static AwsError keyPairId(String id) {
    return AwsError.of("InvalidKeyPair.NotFound", "The key pair ID '%s' does not exist", id);
  }

  /** No such image, or none that this account may see. */
  public static AwsError image(String id) {
    return AwsError.of("InvalidAMIID.NotFound", "The image id '[%s]' does not exist", id);
  }

  /** No such snapshot, or none that this account may see. */
  public static AwsError snapshot(String id) {
    return AwsError.of("InvalidSnapshot.NotFound", "The snapshot '%s' does not exist.", id);
  }

  /** No such volume. */
  public static AwsError volume(String id) {
    return AwsError.of("InvalidVolume.NotFound", "The volume '%s' does not exist.", id);
  }
}
