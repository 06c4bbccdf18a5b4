package dev.backstep.internal.s3;

/**
 * A bucket as planning sees it.
 *
 * @param name its name
 * @param exists whether it is there
 * @param region where it is
 * @param policy its policy; empty text when it has none
 * @param policyIsKnown whether its policy could be read
 */
public record Bucket(
    String name, boolean exists, String region, String policy, boolean policyIsKnown) {

  /** The policy, which may have no statement. */
  public PolicyDocument document() {
    return policy.isEmpty() ? PolicyDocument.empty() : PolicyDocument.parse(policy);
  }
}
