package dev.backstep.internal.ssh;

import dev.backstep.ami.Upload;
import dev.backstep.internal.planning.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Checks an upload. */
final class UploadPlanner {

  private UploadPlanner() {}

  static Optional<Provision> plan(String setting, Upload upload, Problems problems) {
    problems.unless(
        !upload.remote().isEmpty()
            && !upload.remote().endsWith("/")
            && upload.remote().chars().noneMatch(Character::isISOControl),
        "%s: remote: %s (expected: the file's own path on the instance, not that of a folder)",
        setting,
        upload.remote().isEmpty() ? "empty" : upload.remote());
    problems.unless(
        upload.mode().matches("[0-7]{3,4}"),
        "%s: mode: %s (expected: three or four octal digits, such as 0644)",
        setting,
        upload.mode());
    return file(setting, upload.local(), problems)
        .map(file -> new Provision.File(upload.toString(), file, upload.remote(), upload.mode()));
  }

  /** The file as it is now, or a problem. */
  static Optional<LocalFile> file(String setting, Path path, Problems problems) {
    if (!Files.isRegularFile(path)) {
      problems.unless(
          false,
          "%s: %s %s (expected: a file of this machine)",
          setting,
          path.toAbsolutePath(),
          Files.isDirectory(path) ? "is a folder" : "is not there");
      return Optional.empty();
    }
    try {
      return Optional.of(LocalFile.of(path));
    } catch (IOException e) {
      problems.unless(
          false,
          "%s: %s cannot be read (%s)",
          setting,
          path.toAbsolutePath(),
          e.getClass().getSimpleName());
      return Optional.empty();
    }
  }
}
