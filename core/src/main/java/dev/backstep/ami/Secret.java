package dev.backstep.ami;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Where a script's secret is to be read when the script is run. Plans, journals and events hold
 * this place and never the value; a value that turns up in the script's output is shown as {@code
 * ***}.
 *
 * @param kind what kind of place
 * @param place the variable's name or the file's path
 */
public record Secret(Kind kind, String place) {

  /** What kind of place a secret is read from. */
  public enum Kind {
    /** A variable in the environment of the process that runs the plan. */
    ENVIRONMENT,
    /** A file on the machine that runs the plan, read without its last line break. */
    FILE
  }

  /** A variable in the environment of the process that runs the plan. */
  public static Secret fromEnvironment(String variable) {
    return new Secret(Kind.ENVIRONMENT, Objects.requireNonNull(variable, "variable"));
  }

  /** A file in UTF-8 on the machine that runs the plan, read without its last line break. */
  public static Secret fromFile(Path file) {
    return new Secret(
        Kind.FILE, Objects.requireNonNull(file, "file").toAbsolutePath().normalize().toString());
  }
}
