package dev.backstep.internal.ssh;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * User data that gives an instance a host key which is known beforehand. Cloud-init puts it in
 * place in the first boot, instead of making keys of its own. Whoever may read the user data can
 * pass for this host as long as the build instance lives; the image's own instances make new keys.
 */
public final class HostKeyUserData {

  private static final String BOUNDARY = "==backstep-user-data==";

  private HostKeyUserData() {}

  /** The user data, not yet in base64. */
  public static String of(SshKey hostKey) {
    String kind = hostKey.algorithm().equals("ssh-rsa") ? "rsa" : "ed25519";
    return """
    #cloud-config
    ssh_deletekeys: true
    ssh_genkeytypes: []
    ssh_keys:
      %s_private: |
    %s\
      %s_public: %s
    """
        .formatted(kind, hostKey.privateText().indent(4), kind, hostKey.publicText() + " backstep");
  }

  /**
   * The same beside user data that is given: both as parts of one MIME message, which cloud-init
   * takes apart. Empty where that cannot be: data that is compressed, or in parts already.
   */
  public static Optional<String> of(SshKey hostKey, String given) {
    if (given.isBlank()) {
      return Optional.of(of(hostKey));
    }
    return type(given)
        .map(
            type ->
                "Content-Type: multipart/mixed; boundary=\"%s\"\nMIME-Version: 1.0\n\n"
                        .formatted(BOUNDARY)
                    + part("text/cloud-config", of(hostKey))
                    + part(type, given)
                    + "--"
                    + BOUNDARY
                    + "--\n");
  }

  private static Optional<String> type(String given) {
    if (given.startsWith("#!")) {
      return Optional.of("text/x-shellscript");
    }
    if (given.startsWith("#cloud-config")) {
      return Optional.of("text/cloud-config");
    }
    if (given.startsWith("#cloud-boothook")) {
      return Optional.of("text/cloud-boothook");
    }
    return given.startsWith("#include") ? Optional.of("text/x-include-url") : Optional.empty();
  }

  /** In base64, so that no line of it can look like the boundary. */
  private static String part(String type, String content) {
    return """
    --%s
    Content-Type: %s; charset="utf-8"
    MIME-Version: 1.0
    Content-Transfer-Encoding: base64
    %s
    %s
    """
        .formatted(
            BOUNDARY,
            type,
            // Of two configurations with the same setting, lists and maps are put together.
            type.equals("text/cloud-config")
                ? "Merge-Type: dict(recurse_array)+list(append)\n"
                : "",
            Base64.getMimeEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8)));
  }
}
