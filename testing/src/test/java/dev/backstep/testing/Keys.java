package dev.backstep.testing;

import software.amazon.awssdk.core.SdkBytes;

/** Public keys made by ssh-keygen, with the fingerprints that openssl and ssh-keygen say. */
final class Keys {

  static final String ED25519 =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILNUGcZQE9stukVWLVXRvaTHB1r63lQL7EiI5Dy1fcau packer";
  static final String ED25519_FINGERPRINT = "8oQhmbG+eZmKtol1W4wD8Wrcf31m1jtzsoVoDxwbv5o=";

  static final String RSA =
      "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQDlW1/MgLspRUc92VFADCnvkj28hSvPuH60PWzD2ZeQpwNGh"
          + "Dv9meEYgOp2s+rfEC32aXOd3bFuG5zvq3TeJUO1t8+Gvb4Msh5ab5R3BvVlJ0HTCYlsGSeofZ3YhUHOAUJ3Aw"
          + "G79Na484ZDWH4Gr2x5MLn5VOgMfysw9IPA7kgQVE6uRXKqj1twsdPPS9cMP47q+e0vqPtNXIeDpgE4auLemFY"
          + "ygE6u0OWeZjbmiPpJre77i4VguxQfJY9D7AJPThvu1X7QzQumVEjSV5R+NhTdCsA0QVtIbHLrL2NaQSIzCIwB"
          + "ja6BkMc7EUKgU/IGATa+49LfRbx5eUixg5dB1C/T centos6";
  static final String RSA_FINGERPRINT = "16:a7:6f:2d:39:c4:9c:d0:9e:66:1f:36:6f:c5:31:44";

  private Keys() {}

  static SdkBytes material(String key) {
    return SdkBytes.fromUtf8String(key);
  }
}
