package dev.backstep.internal.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.PublicKey;
import java.util.Base64;
import java.util.Optional;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.junit.jupiter.api.Test;

/** Host keys: how they come to be known, and which are accepted. */
class HostKeysTest {

  private final SshKey key = SshKey.generate(KeyType.ED25519);
  private final SshKey other = SshKey.generate(KeyType.ED25519);

  @Test
  void inConsole_whenFingerprintsAreSha256_knowsThem() {
    HostKeys known =
        HostKeys.inConsole(
            """
            [    9.1] cloud-init[874]: Generating public/private rsa key pair.
            ec2: #############################################################
            ec2: -----BEGIN SSH HOST KEY FINGERPRINTS-----
            ec2: 256 %s root@ip-10-0-0-1 (ED25519)
            ec2: 3072 SHA256:kRMa4WnIr6Bw7oFC5tIP39bEUuCQePNlUGBU6kSGh4g no comment (RSA)
            ec2: -----END SSH HOST KEY FINGERPRINTS-----
            """
                .formatted(key.fingerprint()));

    assertThat(known.accept(publicKey(key))).isTrue();
    assertThat(known.accept(publicKey(other))).isFalse();
    assertThat(known.knows("ssh-ed25519")).isTrue();
    assertThat(known.knows("rsa-sha2-512")).isTrue();
    assertThat(known.knows("ecdsa-sha2-nistp256")).isFalse();
  }

  @Test
  void inConsole_whenFingerprintsAreMd5AsOfOldImages_knowsThem() {
    String md5 = KeyUtils.getFingerPrint(BuiltinDigests.md5, publicKey(key));
    HostKeys known =
        HostKeys.inConsole(
            """
            ec2: -----BEGIN SSH HOST KEY FINGERPRINTS-----\r
            ec2: 256 %s /etc/ssh/ssh_host_ed25519_key.pub (ED25519)\r
            ec2: -----END SSH HOST KEY FINGERPRINTS-----\r
            """
                .formatted(md5.substring("MD5:".length())));

    assertThat(known.accept(publicKey(key))).isTrue();
    assertThat(known.accept(publicKey(other))).isFalse();
  }

  @Test
  void inConsole_whenOnlyWholeKeysAreThere_knowsThem() {
    HostKeys known =
        HostKeys.inConsole(
            "-----BEGIN SSH HOST KEY KEYS-----\n%s root@ip\nssh-rsa AAAAbroken\n"
                    .formatted(key.publicText())
                + "-----END SSH HOST KEY KEYS-----\n");

    assertThat(known.accept(publicKey(key))).isTrue();
    assertThat(known.accept(publicKey(other))).isFalse();
  }

  @Test
  void inConsole_whenThereWereSeveralBoots_knowsTheLastOnly() {
    String boot =
        "-----BEGIN SSH HOST KEY FINGERPRINTS-----\n256 %s x (ED25519)\n"
            + "-----END SSH HOST KEY FINGERPRINTS-----\n"
            + "-----BEGIN SSH HOST KEY KEYS-----\n%s\n-----END SSH HOST KEY KEYS-----\n";
    HostKeys known =
        HostKeys.inConsole(
            boot.formatted(other.fingerprint(), other.publicText())
                + boot.formatted(key.fingerprint(), key.publicText()));

    assertThat(known.accept(publicKey(key))).isTrue();
    assertThat(known.accept(publicKey(other))).isFalse();
  }

  @Test
  void inConsole_whenNothingIsThereYet_knowsNothingAndAcceptsNothing() {
    for (String console :
        new String[] {
          "",
          "Linux version 6.1",
          "-----BEGIN SSH HOST KEY FINGERPRINTS-----\n256 " + key.fingerprint() + " x (ED25519)\n",
          "256 " + key.fingerprint() + " x (ED25519)\n"
        }) {
      HostKeys known = HostKeys.inConsole(console);

      assertThat(known.isEmpty()).isTrue();
      assertThat(known.accept(publicKey(key))).isFalse();
    }
  }

  @Test
  void userData_whenMade_isAConfigurationThatHoldsBothHalves() {
    String data = HostKeyUserData.of(key);

    assertThat(data)
        .startsWith("#cloud-config\nssh_deletekeys: true\n")
        .contains(
            "\nssh_keys:\n  ed25519_private: |\n    -----BEGIN OPENSSH PRIVATE KEY-----\n    ")
        .contains("\n    -----END OPENSSH PRIVATE KEY-----\n  ed25519_public: " + key.publicText());
  }

  @Test
  void userData_whenKeyIsRsa_holdsPemThatOldHostsRead() {
    SshKey rsa = SshKey.generate(KeyType.RSA_2048);

    assertThat(rsa.algorithm()).isEqualTo("ssh-rsa");
    assertThat(HostKeyUserData.of(rsa))
        .contains("  rsa_private: |\n    -----BEGIN RSA PRIVATE KEY-----\n    MII")
        .contains("  rsa_public: ssh-rsa AAAAB3NzaC1yc2E");
  }

  @Test
  void userData_whenMadeAgain_isTheSameSinceALaunchMayBeSentAgain() {
    assertThat(HostKeyUserData.of(key)).isEqualTo(HostKeyUserData.of(key));
    assertThat(HostKeyUserData.of(key, "#!/bin/sh\n"))
        .isEqualTo(HostKeyUserData.of(key, "#!/bin/sh\n"));
  }

  @Test
  void userData_whenThereAreOthers_areBothPartsOfOneMessage() {
    for (String given :
        new String[] {"#!/bin/sh\necho hi\n", "#cloud-config\npackages: [x]\n", "#include\nx\n"}) {
      String both = HostKeyUserData.of(key, given).orElseThrow();

      assertThat(both)
          .startsWith("Content-Type: multipart/mixed; boundary=\"")
          .contains(Base64.getMimeEncoder().encodeToString(given.getBytes()));
    }
    assertThat(HostKeyUserData.of(key, " ")).contains(HostKeyUserData.of(key));
  }

  @Test
  void userData_whenOthersCannotBeJoined_isEmpty() {
    assertThat(HostKeyUserData.of(key, "Content-Type: multipart/mixed; boundary=x\n"))
        .isEqualTo(Optional.empty());
    assertThat(HostKeyUserData.of(key, "\u001f\u008b")).isEmpty();
  }

  private static PublicKey publicKey(SshKey key) {
    return key.pair().getPublic();
  }
}
