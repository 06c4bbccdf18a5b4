package dev.backstep.internal.ssh;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.util.Base64;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.io.der.DERParser;
import org.jspecify.annotations.Nullable;

/**
 * A key pair made in this process. Its private half is held in memory alone: it has no JSON form,
 * is not serializable, and {@code toString} does not show it.
 */
public final class SshKey {

  private final KeyPair pair;
  private @Nullable String privateText;

  private SshKey(KeyPair pair) {
    this.pair = pair;
  }

  /** Makes one. RSA takes some hundred milliseconds. */
  public static SshKey generate(KeyType type) {
    try {
      return new SshKey(
          switch (type) {
            case ED25519 -> KeyUtils.generateKeyPair(KeyPairProvider.SSH_ED25519, 256);
            case RSA_2048 -> rsa(2048);
          });
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "no %s key could be made; is org.bouncycastle:bcprov-jdk18on on the class path?"
              .formatted(type),
          e);
    }
  }

  /** The public half as OpenSSH writes it and ImportKeyPair takes it, without a comment. */
  public String publicText() {
    return PublicKeyEntry.toString(pair.getPublic());
  }

  /** What comes second in {@link #publicText()}: that which names this key in any file. */
  public String publicBase64() {
    return publicText().split(" ")[1];
  }

  /** Such as {@code SHA256:…}, as {@code ssh-keygen -l} shows it. */
  public String fingerprint() {
    return KeyUtils.getFingerPrint(BuiltinDigests.sha256, pair.getPublic());
  }

  /** Such as {@code ssh-ed25519}. */
  public String algorithm() {
    return KeyUtils.getKeyType(pair);
  }

  /**
   * The private half as a host keeps it: PEM for RSA, which any sshd reads, OpenSSH's own format
   * for Ed25519. For the user data of an instance whose host key is to be known, and nothing else.
   * Always the same text, though that format has random parts: a launch that is sent again must be
   * the same launch.
   */
  synchronized String privateText() {
    if (privateText == null) {
      privateText = writePrivate();
    }
    return privateText;
  }

  private String writePrivate() {
    try {
      if (algorithm().equals(KeyPairProvider.SSH_RSA)) {
        return pem("RSA PRIVATE KEY", pkcs1(pair.getPrivate()));
      }
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "", null, text);
      return text.toString(StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key of our own cannot be written", e);
    }
  }

  KeyPair pair() {
    return pair;
  }

  /** The algorithm and the fingerprint. */
  @Override
  public String toString() {
    return algorithm() + " " + fingerprint();
  }

  /** The JDK's own is several times faster than any other. */
  private static KeyPair rsa(int bits) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  /** What is within PKCS #8: a version, an algorithm, and the key as old hosts read it. */
  private static byte[] pkcs1(PrivateKey key) throws IOException {
    try (DERParser whole = new DERParser(key.getEncoded());
        DERParser parts = whole.readObject().createParser()) {
      parts.readObject();
      parts.readObject();
      return parts.readObject().getPureValueBytes();
    }
  }

  private static String pem(String label, byte[] content) {
    String lines =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, lines, label);
  }
}
