package dev.backstep.internal.ssh;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the host keys that cloud-init writes to the console at the end of a first boot: a block of
 * fingerprints, whose lines begin with {@code ec2:} or the console's own prefix, and in newer ones
 * a block of whole keys.
 */
final class ConsoleHostKeys {

  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN SSH HOST KEY (FINGERPRINTS|KEYS)-----(.*?)-----END SSH HOST KEY \\1-----",
          Pattern.DOTALL);
  private static final Pattern FINGERPRINT =
      Pattern.compile(
          "\\b\\d+ ((?:SHA256:[A-Za-z0-9+/]{43})|(?:(?:MD5:)?(?:[0-9a-f]{2}:){15}[0-9a-f]{2}))\\b"
              + ".*\\((\\w+)\\)");
  private static final Pattern KEY =
      Pattern.compile("\\b((?:ssh|ecdsa)-[a-z0-9-]+ AAAA[A-Za-z0-9+/]+={0,2})");
  private static final Map<String, List<String>> ALGORITHMS =
      Map.of(
          "RSA", List.of("ssh-rsa"),
          "ED25519", List.of("ssh-ed25519"),
          "ECDSA", List.of("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521"));

  private ConsoleHostKeys() {}

  static HostKeys in(String output) {
    String fingerprints = "";
    String keys = "";
    Matcher block = BLOCK.matcher(output);
    while (block.find()) {
      if (block.group(1).equals("KEYS")) {
        keys = block.group(2);
      } else {
        fingerprints = block.group(2);
        keys = "";
      }
    }
    HostKeys known = HostKeys.none();
    for (Matcher line = FINGERPRINT.matcher(fingerprints); line.find(); ) {
      String print = line.group(1);
      if (!print.startsWith("SHA256:") && !print.startsWith("MD5:")) {
        print = "MD5:" + print;
      }
      for (String algorithm : ALGORITHMS.getOrDefault(line.group(2), List.of())) {
        known = known.and(print, algorithm);
      }
    }
    for (Matcher line = KEY.matcher(keys); line.find(); ) {
      known = known.andText(line.group(1));
    }
    return known;
  }
}
