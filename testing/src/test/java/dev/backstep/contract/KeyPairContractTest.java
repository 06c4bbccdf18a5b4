package dev.backstep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.ec2.model.ImportKeyPairResponse;
import software.amazon.awssdk.services.ec2.model.KeyPairInfo;
import software.amazon.awssdk.services.ec2.model.ResourceType;

/** Key pairs that are imported, as a build instance relies on them. */
@OnEachReferee
class KeyPairContractTest extends Contract {

  private static final String ED25519 =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILNUGcZQE9stukVWLVXRvaTHB1r63lQL7EiI5Dy1fcau packer";

  private static final String RSA =
      "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDlW1/MgLspRUc92VFADCnvkj28hSvPuH60PWzD2ZeQpwNGh"
          + "Dv9meEYgOp2s+rfEC32aXOd3bFuG5zvq3TeJUO1t8+Gvb4Msh5ab5R3BvVlJ0HTCYlsGSeofZ3YhUHOAUJ3Aw"
          + "G79Na484ZDWH4Gr2x5MLn5VOgMfysw9IPA7kgQVE6uRXKqj1twsdPPS9cMP47q+e0vqPtNXIeDpgE4auLemFY"
          + "ygE6u0OWeZjbmiPpJre77i4VguxQfJY9D7AJPThvu1X7QzQumVEjSV5R+NhTdCsA0QVtIbHLrL2NaQSIzCIwB"
          + "ja6BkMc7EUKgU/IGATa+49LfRbx5eUixg5dB1C/T centos6";

  @Test
  void importKeyPair_whenRsa_saysTheMd5OfItsDerForm() {
    assertThat(importKey("old", RSA).keyFingerprint())
        .isEqualTo("16:a7:6f:2d:39:c4:9c:d0:9e:66:1f:36:6f:c5:31:44");
  }

  @Test
  void importKeyPair_whenEd25519_saysTheSha256OfItsOpenSshForm() {
    String said = importKey("build", ED25519).keyFingerprint();

    if (departs(Departure.OTHER_ED25519_FINGERPRINT)) {
      assertThat(said).matches("([0-9a-f]{2}:){31}[0-9a-f]{2}");
    } else {
      assertThat(said).isEqualTo("8oQhmbG+eZmKtol1W4wD8Wrcf31m1jtzsoVoDxwbv5o=");
    }
  }

  @Test
  void importKeyPair_whenTheNameIsTaken_isRefused() {
    importKey("build", ED25519);

    refused("InvalidKeyPair.Duplicate", () -> importKey("build", RSA));
  }

  @Test
  void importKeyPair_whenItIsNoKey_isRefused() {
    refused(
        departs(Departure.OTHER_CODE_FOR_NO_KEY) ? "InvalidKeyPair.Format" : "InvalidKey.Format",
        () -> importKey("build", "ssh-rsa AAAA"));
  }

  @Test
  void describeKeyPairs_whenAskedByTag_saysNameAndTags() {
    String id = importKey("build", ED25519).keyPairId();
    importKey("other", RSA);

    KeyPairInfo found =
        ec2.describeKeyPairs(r -> r.filters(Sdk.filter("key-name", "build"))).keyPairs().get(0);

    assertThat(found.keyPairId()).isEqualTo(id);
    assertThat(Sdk.map(found.tags())).isEqualTo(Map.of("name", "build"));
  }

  @Test
  void describeKeyPairs_whenAskedForIt_saysThePublicKey() {
    importKey("build", ED25519);

    String said =
        ec2.describeKeyPairs(r -> r.keyNames("build").includePublicKey(true))
            .keyPairs()
            .get(0)
            .publicKey();

    assertThat(said).isEqualTo(ED25519);
  }

  @Test
  void describeKeyPairs_whenTheNameIsNotThere_isRefused() {
    refused("InvalidKeyPair.NotFound", () -> ec2.describeKeyPairs(r -> r.keyNames("none")));
  }

  @Test
  void deleteKeyPair_whenThereOrNot_succeeds() {
    importKey("build", ED25519);

    ec2.deleteKeyPair(r -> r.keyName("build"));
    ec2.deleteKeyPair(r -> r.keyName("build"));

    assertThat(ec2.describeKeyPairs().keyPairs()).isEmpty();
  }

  private ImportKeyPairResponse importKey(String name, String key) {
    return ec2.importKeyPair(
        r ->
            r.keyName(name)
                .publicKeyMaterial(SdkBytes.fromUtf8String(key))
                .tagSpecifications(Sdk.tagged(ResourceType.KEY_PAIR, Map.of("name", name))));
  }
}
