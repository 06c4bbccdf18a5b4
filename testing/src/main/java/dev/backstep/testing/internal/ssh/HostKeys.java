package dev.backstep.testing.internal.ssh;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.util.security.SecurityUtils;

/** Host keys as cloud-init takes them from user data and shows them on the console. */
public final class HostKeys {

  private static final Pattern PRIVATE_KEY =
      Pattern.compile("-----BEGIN (\\w+) PRIVATE KEY-----.*?-----END \\1 PRIVATE KEY-----", 32);
  private static final Pattern PART =
      Pattern.compile(
          "Content-Transfer-Encoding: base64\\s+(?:[\\w-]+:.*\\s+)*([A-Za-z0-9+/=\\s]+)");

  private HostKeys() {}

  /** A new one. */
  public static KeyPair generate(String type, int bits) {
    try {
      return KeyUtils.generateKeyPair(type, bits);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no key of type " + type, e);
    }
  }

  /** The first private key in user data, also where they are in parts. */
  public static Optional<KeyPair> in(String userData) {
    StringBuilder text = new StringBuilder(userData);
    for (Matcher part = PART.matcher(userData); part.find(); ) {
      byte[] decoded = Base64.getMimeDecoder().decode(part.group(1));
      text.append('\n').append(new String(decoded, StandardCharsets.UTF_8));
    }
    Matcher key = PRIVATE_KEY.matcher(text);
    return key.find() ? Optional.of(read(key.group())) : Optional.empty();
  }

  /** What cloud-init writes about a key at the end of a first boot. */
  public static String onConsole(PublicKey key) {
    String kind =
        KeyUtils.getKeyType(key)
            .replaceFirst("^(ssh|ecdsa)-", "")
            .toUpperCase(java.util.Locale.ROOT);
    return """
    [    0.000000] Linux version 3.10.0-1127.el7.x86_64
    ec2:\s
    ec2: #############################################################
    ec2: -----BEGIN SSH HOST KEY FINGERPRINTS-----
    ec2: %d %s no comment (%s)
    ec2: -----END SSH HOST KEY FINGERPRINTS-----
    ec2: #############################################################
    -----BEGIN SSH HOST KEY KEYS-----
    %s root@ip-10-30-1-5
    -----END SSH HOST KEY KEYS-----
    [   21.402934] cloud-init[1087]: Cloud-init v. 19.4 finished
    """
        .formatted(
            KeyUtils.getKeySize(key),
            KeyUtils.getFingerPrint(BuiltinDigests.sha256, key),
            kind,
            PublicKeyEntry.toString(key));
  }

  private static KeyPair read(String pem) {
    try {
      byte[] lines = pem.replaceAll("(?m)^\\s+", "").getBytes(StandardCharsets.US_ASCII);
      return SecurityUtils.loadKeyPairIdentities(
              null,
              NamedResource.ofName("user data"),
              new ByteArrayInputStream(lines),
              FilePasswordProvider.EMPTY)
          .iterator()
          .next();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalArgumentException("the host key in the user data cannot be read", e);
    }
  }
}
