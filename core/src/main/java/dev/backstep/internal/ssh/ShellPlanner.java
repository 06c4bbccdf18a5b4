package dev.backstep.internal.ssh;

import dev.backstep.ami.Secret;
import dev.backstep.ami.Shell;
import dev.backstep.ami.Shell.Option;
import dev.backstep.internal.planning.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Checks a shell provisioner. */
final class ShellPlanner {

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern FOLDER = Pattern.compile("/[A-Za-z0-9._/-]*");
  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "(^|.*_)(PASSWORD|PASSWD|PWD|PASSPHRASE|SECRET|SECRETS|TOKEN|CREDENTIAL|CREDENTIALS"
              + "|APIKEY|(API|ACCESS|PRIVATE|SECRET|ENCRYPTION)_?KEY)(_.*|$)",
          Pattern.CASE_INSENSITIVE);

  private final String setting;
  private final Shell shell;
  private final Problems problems;

  ShellPlanner(String setting, Shell shell, Problems problems) {
    this.setting = setting;
    this.shell = shell;
    this.problems = problems;
  }

  Optional<Provision> plan() {
    template();
    variables();
    problems.unless(
        FOLDER.matcher(shell.folder()).matches(),
        "%s: remoteFolder: %s (expected: an absolute path of letters, digits and . _ - /)",
        setting,
        shell.folder());
    problems.unless(
        !shell.exitCodes().isEmpty()
            && shell.exitCodes().stream().allMatch(code -> code >= 0 && code <= 255),
        "%s: validExitCodes: %s (expected: at least one, each 0 to 255)",
        setting,
        shell.exitCodes().stream().sorted().toList());
    return shell.file().isPresent() ? ofFile(shell.file().get()) : inline();
  }

  private Optional<Provision> inline() {
    problems.unless(!shell.lines().isEmpty(), "%s: lines: none (expected: at least one)", setting);
    problems.unless(
        shell.lines().stream().noneMatch(line -> line.indexOf('\0') >= 0),
        "%s: lines: one holds a NUL",
        setting);
    Shebang shebang = Shebang.of(shell.shebang());
    boolean goesOn = shell.options().contains(Option.CONTINUE_ON_ERROR);
    shebang
        .problem()
        .ifPresent(wrong -> problem("shebang: %s %s".formatted(shell.shebang(), wrong)));
    problems.unless(
        !goesOn || shebang.isShell(),
        "%s: continueOnError: not for %s, whose lines are no shell commands",
        setting,
        shell.shebang());
    return Optional.of(provision(shebang.script(shell.lines(), goesOn), Optional.empty()));
  }

  private Optional<Provision> ofFile(Path path) {
    problems.unless(
        !shell.options().contains(Option.CONTINUE_ON_ERROR),
        "%s: continueOnError: for inline lines only; a file says itself whether it stops (set -e)",
        setting);
    problems.unless(
        shell.shebang().equals("/bin/sh"),
        "%s: shebang: for inline lines only; a file says by its first line what runs it",
        setting);
    Optional<LocalFile> file = UploadPlanner.file(setting, path, problems);
    if (file.isPresent()) {
      lineEnds(path);
    }
    return file.map(found -> provision("", Optional.of(found)));
  }

  private void lineEnds(Path path) {
    try (var content = Files.newInputStream(path)) {
      String begin = new String(content.readNBytes(256), StandardCharsets.ISO_8859_1);
      problems.unless(
          !begin.startsWith("#!")
              || !begin.lines().findFirst().orElse("").endsWith("\r")
                  && !begin.matches("(?s)#![^\\n]*\\r\\n.*"),
          "%s: %s has line ends of Windows, so no host finds what its first line names"
              + " (expected: line feeds alone)",
          setting,
          path);
    } catch (IOException e) {
      problem("%s cannot be read (%s)".formatted(path, e.getClass().getSimpleName()));
    }
  }

  private void template() {
    Set<String> fields = new Template(shell.template()).fields();
    problems.unless(
        fields.contains(".Path"),
        "%s: executeWith: %s (expected: {{.Path}} in it, where the script is)",
        setting,
        shell.template());
    problems.unless(
        List.of(".Path", ".Vars").containsAll(fields),
        "%s: executeWith: %s (expected: no other fields than {{.Path}} and {{.Vars}})",
        setting,
        shell.template());
    boolean hasVariables = !shell.environment().isEmpty() || !shell.secrets().isEmpty();
    problems.unless(
        !hasVariables || fields.contains(".Vars"),
        "%s: executeWith: %s drops the environment (expected: {{.Vars}} in it, such as sudo -S env"
            + " {{.Vars}} sh '{{.Path}}')",
        setting,
        shell.template());
  }

  private void variables() {
    new TreeMap<>(shell.environment()).forEach(this::variable);
    new TreeMap<>(shell.secrets()).forEach(this::secret);
  }

  private void variable(String name, String value) {
    name("environment", name);
    problems.unless(value.indexOf('\0') < 0, "%s: environment: %s holds a NUL", setting, name);
    problems.unless(
        !SECRET_NAME.matcher(name).matches(),
        "%s: environment: %s sounds like a secret, and environment(…) is written to the plan and"
            + " the journal (expected: secret(\"%s\", Secret.fromEnvironment(\"%s\")), which is"
            + " not)",
        setting,
        name,
        name,
        name);
    problems.unless(
        !shell.secrets().containsKey(name),
        "%s: environment: %s is set as a secret, too",
        setting,
        name);
  }

  private void secret(String name, Secret secret) {
    name("secret", name);
    try {
      SecretValues.ofThisProcess().read(secret);
    } catch (SecretValues.Missing e) {
      problem("secret %s: %s".formatted(name, e.getMessage()));
    }
  }

  private void name(String kind, String name) {
    problems.unless(
        NAME.matcher(name).matches(),
        "%s: %s: \"%s\" (expected: a name of letters, digits and _)",
        setting,
        kind,
        name);
  }

  private void problem(String what) {
    problems.unless(false, "%s: %s", setting, what);
  }

  private Provision provision(String text, Optional<LocalFile> file) {
    return new Provision.Script(
        shell.toString(),
        text,
        file,
        shell.template(),
        new TreeMap<>(shell.environment()),
        new TreeMap<>(shell.secrets()),
        shell.exitCodes().stream().sorted().toList(),
        shell.options().contains(Option.EXPECT_DISCONNECT),
        shell.folder().length() > 1 && shell.folder().endsWith("/")
            ? shell.folder().substring(0, shell.folder().length() - 1)
            : shell.folder());
  }
}
