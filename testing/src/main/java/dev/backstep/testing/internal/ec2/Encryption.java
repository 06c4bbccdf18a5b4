package dev.backstep.testing.internal.ec2;

import dev.backstep.testing.internal.state.Account;
import dev.backstep.testing.internal.wire.AwsError;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Snapshot;

/**
 * Whether a volume or a copied snapshot is encrypted, and under which key.
 *
 * @param key the ARN, or what was named if there is no such key; null if it is not encrypted
 */
record Encryption(boolean encrypted, @Nullable String key) {

  /**
   * What comes of a request.
   *
   * @param asked as in the request; null if it says nothing
   * @param namedKey as in the request; null if it says nothing
   * @param source what the data come from; empty for a new volume
   */
  static Encryption of(
      Ec2State ec2, @Nullable Boolean asked, @Nullable String namedKey, Optional<Snapshot> source) {
    if (namedKey != null && !Boolean.TRUE.equals(asked)) {
      throw AwsError.of(
          "InvalidParameterDependency",
          "The parameter KmsKeyId requires the parameter Encrypted to be set.");
    }
    boolean sourceEncrypted = source.filter(it -> Boolean.TRUE.equals(it.encrypted())).isPresent();
    if (!sourceEncrypted && !Boolean.TRUE.equals(asked) && !ec2.encryptsByDefault) {
      return new Encryption(false, null);
    }
    String key =
        namedKey != null
            ? namedKey
            : source
                .filter(it -> sourceEncrypted && Account.ID.equals(it.ownerId()))
                .map(Snapshot::kmsKeyId)
                .orElse(ec2.defaultKey);
    return new Encryption(true, ec2.keys().arnOf(key));
  }

  /** Whether the key, if there is one, can be used now. */
  boolean usable(Ec2State ec2) {
    return key == null || ec2.keys().usable(key);
  }
}
