package dev.backstep.testing.internal.ec2;

import dev.backstep.testing.internal.wire.AwsError;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.spec.RSAPublicKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;

/**
 * A public key in the form of OpenSSH, checked as EC2 does.
 *
 * @param type {@code rsa} or {@code ed25519}
 * @param fingerprint of an RSA key the MD5 of its DER form in hexadecimal digits, of an Ed25519 key
 *     the SHA-256 of its OpenSSH form in Base64
 */
record PublicKey(String type, String fingerprint) {

  private static final Set<Integer> RSA_BITS = Set.of(1024, 2048, 4096);

  static PublicKey parse(String text) {
    String[] words = text.strip().split("\\s+");
    if (words.length < 2) {
      throw malformed();
    }
    try {
      byte[] blob = Base64.getDecoder().decode(words[1]);
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(blob));
      String algorithm = new String(field(in), StandardCharsets.US_ASCII);
      if (!algorithm.equals(words[0])) {
        throw malformed();
      }
      return switch (algorithm) {
        case "ssh-rsa" -> new PublicKey("rsa", rsa(new BigInteger(field(in)), field(in)));
        case "ssh-ed25519" -> new PublicKey("ed25519", ed25519(blob, field(in)));
        default -> throw malformed();
      };
    } catch (IllegalArgumentException | IOException notAKey) {
      throw malformed();
    }
  }

  private static byte[] field(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("a field of " + length + " bytes");
    }
    return in.readNBytes(length);
  }

  private static String rsa(BigInteger exponent, byte[] modulus) {
    BigInteger n = new BigInteger(modulus);
    if (!RSA_BITS.contains(n.bitLength())) {
      throw AwsError.of(
          "InvalidKey.Format", "RSA keys of %d bits are not supported", n.bitLength());
    }
    try {
      byte[] der =
          KeyFactory.getInstance("RSA")
              .generatePublic(new RSAPublicKeySpec(n, exponent))
              .getEncoded();
      return HexFormat.ofDelimiter(":").formatHex(digest("MD5", der));
    } catch (GeneralSecurityException notAKey) {
      throw malformed();
    }
  }

  private static String ed25519(byte[] blob, byte[] point) {
    if (point.length != 32) {
      throw malformed();
    }
    return Base64.getEncoder().encodeToString(digest("SHA-256", blob));
  }

  private static byte[] digest(String algorithm, byte[] data) {
    try {
      return MessageDigest.getInstance(algorithm).digest(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(algorithm + " is not there", e);
    }
  }

  private static AwsError malformed() {
    return AwsError.of("InvalidKey.Format", "Key is not in valid OpenSSH public key format");
  }
}
