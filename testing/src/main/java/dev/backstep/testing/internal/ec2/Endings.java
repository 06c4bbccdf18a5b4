package dev.backstep.testing.internal.ec2;

/** What AWS says when something that was begun well does not end so. */
final class Endings {

  /** A snapshot that cannot be written or read with its key, and so its image. */
  static final Ending KEY_NOT_ACCESSIBLE =
      new Ending(
          "failed",
          "Client.InternalError",
          "AMI snapshot copy failed with error: Given key ID is not accessible. You must have"
              + " DescribeKey permissions on the default CMK.");

  private Endings() {}
}
