package dev.backstep.ami;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A file of this machine put on the build instance, as the user who logs in. What that user may not
 * write goes to {@code /tmp} first and is moved by a {@link Shell}. The plan holds the file's path
 * and SHA-256, not its content: a file that has changed when it is to be uploaded is refused.
 *
 * @param local the file
 * @param remote the file's path on the instance
 * @param mode its permissions, three or four octal digits, default 0644
 */
public record Upload(Path local, String remote, String mode) implements Provisioner {

  /** Checks that nothing is missing. */
  public Upload {
    Objects.requireNonNull(local, "local");
    Objects.requireNonNull(remote, "remote");
    Objects.requireNonNull(mode, "mode");
  }

  /** Puts a file of this machine at a path of the instance. */
  public static Upload file(Path local, String remote) {
    return new Upload(local, remote, "0644");
  }

  /** Puts a file of this machine at a path of the instance. */
  public static Upload file(String local, String remote) {
    return file(Path.of(Objects.requireNonNull(local, "local")), remote);
  }

  /** The file's permissions on the instance: three or four octal digits, such as {@code 0755}. */
  public Upload mode(String mode) {
    return new Upload(local, remote, mode);
  }

  /** Such as {@code Upload.file(motd, /tmp/motd)}. */
  @Override
  public String toString() {
    return "Upload.file(%s, %s)".formatted(local, remote);
  }
}
