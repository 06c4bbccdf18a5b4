package dev.backstep.ami;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A script run on the build instance: lines given here, or a file of this machine. It is uploaded
 * under a name of its own, run by a command made from a template, and removed.
 *
 * <pre>{@code
 * Shell.inline("yum -y update", "sync").executeWith("sudo -S sh '{{.Path}}'")
 * }</pre>
 *
 * <p>Inline lines stop at the first one that fails, under every template: unlike Packer's, which
 * rely on the options of a shebang that {@code sh '{{.Path}}'} never reads. The lines and the plain
 * environment are part of the plan and so of the journal; a file's content is not, only its path
 * and SHA-256, and a file that has changed when the script is run is refused.
 *
 * @param lines of an inline script; empty when there is a file
 * @param file the script's file
 * @param shebang the interpreter of inline lines, default {@code /bin/sh}
 * @param template of the command, default {@code chmod +x {{.Path}}; {{.Vars}} {{.Path}}}
 * @param environment variables and their values
 * @param secrets variables and where their values are to be read
 * @param exitCodes those that are no failure, default 0
 * @param folder where the script is put, default {@code /tmp}
 * @param options what else is set
 */
public record Shell(
    List<String> lines,
    Optional<Path> file,
    String shebang,
    String template,
    Map<String, String> environment,
    Map<String, Secret> secrets,
    Set<Integer> exitCodes,
    String folder,
    Set<Option> options)
    implements Provisioner {

  /** What is on or off. */
  public enum Option {
    /** {@link Shell#continueOnError()}. */
    CONTINUE_ON_ERROR,
    /** {@link Shell#expectDisconnect()}. */
    EXPECT_DISCONNECT
  }

  private static final String DEFAULT_TEMPLATE = "chmod +x {{.Path}}; {{.Vars}} {{.Path}}";

  /** Copies the collections. */
  public Shell {
    lines = List.copyOf(lines);
    environment = Map.copyOf(environment);
    secrets = Map.copyOf(secrets);
    exitCodes = Set.copyOf(exitCodes);
    options = Set.copyOf(options);
  }

  /** Lines of a shell script. */
  public static Shell inline(String... lines) {
    return of(List.of(lines), Optional.empty());
  }

  /** A script in a file of this machine, which says by its own first line what runs it. */
  public static Shell script(Path file) {
    return of(List.of(), Optional.of(Objects.requireNonNull(file, "file")));
  }

  /** A script in a file of this machine. */
  public static Shell script(String file) {
    return script(Path.of(Objects.requireNonNull(file, "file")));
  }

  /**
   * The command that runs the script. {@code {{.Path}}} becomes where the script is, and is
   * required; {@code {{.Vars}}} becomes the environment as {@code NAME='value'} pairs, and is
   * required when there is an environment. Others are refused.
   */
  public Shell executeWith(String template) {
    return new Shell(
        lines,
        file,
        shebang,
        Objects.requireNonNull(template, "template"),
        environment,
        secrets,
        exitCodes,
        folder,
        options);
  }

  /**
   * What runs inline lines, such as {@code /bin/sh -e -x}, with or without {@code #!}. A shell's
   * options hold under every template, since they are written into the script as {@code set}.
   */
  public Shell shebang(String interpreter) {
    return new Shell(
        lines,
        file,
        Objects.requireNonNull(interpreter, "interpreter"),
        template,
        environment,
        secrets,
        exitCodes,
        folder,
        options);
  }

  /**
   * Goes on after an inline line that fails; the exit code is then the last line's, and counts. For
   * a script whose lines may fail, such as one that shreds files which may not be there.
   */
  public Shell continueOnError() {
    return with(Option.CONTINUE_ON_ERROR);
  }

  /**
   * Takes a connection that ends during the script for a success: the script reboots the instance.
   * What comes next waits until SSH answers again.
   */
  public Shell expectDisconnect() {
    return with(Option.EXPECT_DISCONNECT);
  }

  /**
   * Sets a variable for the script. The value is part of the plan and its journal: names that
   * promise a secret, such as {@code DB_PASSWORD}, are refused; see {@link #secret}.
   */
  public Shell environment(String name, String value) {
    return new Shell(
        lines,
        file,
        shebang,
        template,
        and(environment, name, value),
        secrets,
        exitCodes,
        folder,
        options);
  }

  /** Sets a variable for the script to a value that is read when the script is run. */
  public Shell secret(String name, Secret secret) {
    return new Shell(
        lines,
        file,
        shebang,
        template,
        environment,
        and(secrets, name, secret),
        exitCodes,
        folder,
        options);
  }

  /** The exit codes that are no failure, each 0 to 255, instead of 0 alone. */
  public Shell validExitCodes(int... codes) {
    Set<Integer> valid = IntStream.of(codes).boxed().collect(Collectors.toUnmodifiableSet());
    return new Shell(lines, file, shebang, template, environment, secrets, valid, folder, options);
  }

  /** The folder of the instance where the script is put; it must be there. Default {@code /tmp}. */
  public Shell remoteFolder(String folder) {
    return new Shell(
        lines,
        file,
        shebang,
        template,
        environment,
        secrets,
        exitCodes,
        Objects.requireNonNull(folder, "folder"),
        options);
  }

  /** Such as {@code Shell.inline(3 lines)}; no values. */
  @Override
  public String toString() {
    return file.map("Shell.script(%s)"::formatted)
        .orElse("Shell.inline(%d line%s)".formatted(lines.size(), lines.size() == 1 ? "" : "s"));
  }

  private static Shell of(List<String> lines, Optional<Path> file) {
    return new Shell(
        lines, file, "/bin/sh", DEFAULT_TEMPLATE, Map.of(), Map.of(), Set.of(0), "/tmp", Set.of());
  }

  private Shell with(Option option) {
    Set<Option> more = new LinkedHashSet<>(options);
    more.add(option);
    return new Shell(lines, file, shebang, template, environment, secrets, exitCodes, folder, more);
  }

  private static <V> Map<String, V> and(Map<String, V> map, String name, V value) {
    Map<String, V> more = new LinkedHashMap<>(map);
    more.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
    return more;
  }
}
