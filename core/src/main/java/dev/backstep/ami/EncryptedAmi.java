package dev.backstep.ami;

import dev.backstep.plan.RunReport;
import java.util.List;

/** An image whose volumes are all encrypted, as was looked up at the end. */
public interface EncryptedAmi {

  /** Such as {@code ami-9d4b748b}. */
  String imageId();

  /** Its name in AWS. */
  String name();

  /** The region it is in. */
  String region();

  /** The image it was made from. */
  String sourceImageId();

  /** Its snapshots, one for each EBS volume, all encrypted. */
  List<String> snapshotIds();

  /** The ARN of the KMS key that all of them are encrypted with. */
  String kmsKeyArn();

  /** How the run went that made it. */
  RunReport report();
}
