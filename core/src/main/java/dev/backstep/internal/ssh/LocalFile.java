package dev.backstep.internal.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file of this machine as it was when it was planned. Its content stays where it is: it may be
 * large, and it may be secret.
 *
 * @param path absolute
 * @param size in bytes
 * @param sha256 64 hexadecimal characters
 */
public record LocalFile(String path, long size, String sha256) {

  /** The file is not there any more, or not the same. */
  static final class Changed extends Exception {
    private static final long serialVersionUID = 1;

    Changed(String message) {
      super(message);
    }
  }

  /** Looks at a file. */
  static LocalFile of(Path path) throws IOException {
    Path absolute = path.toAbsolutePath().normalize();
    return new LocalFile(absolute.toString(), Files.size(absolute), hash(absolute));
  }

  /** Where it is, provided that it is what was planned. */
  String verified() throws Changed {
    try {
      check(hash(Path.of(path)));
      return path;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** What is in it, provided that it is what was planned. */
  byte[] content() throws Changed {
    try {
      byte[] content = Files.readAllBytes(Path.of(path));
      check(HexFormat.of().formatHex(newDigest().digest(content)));
      return content;
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private void check(String now) throws Changed {
    if (!now.equals(sha256)) {
      throw new Changed(
          "%s has changed since it was planned (SHA-256 %s, planned: %s); plan again"
              .formatted(path, now, sha256));
    }
  }

  private Changed unreadable(IOException e) {
    return new Changed(
        "%s cannot be read (%s); it was there when this was planned"
            .formatted(path, e.getClass().getSimpleName()));
  }

  private static String hash(Path file) throws IOException {
    MessageDigest digest = newDigest();
    try (InputStream content = new DigestInputStream(Files.newInputStream(file), digest)) {
      content.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
