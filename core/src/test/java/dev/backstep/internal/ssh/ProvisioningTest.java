package dev.backstep.internal.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.backstep.ami.Provisioner;
import dev.backstep.ami.Secret;
import dev.backstep.ami.Shell;
import dev.backstep.ami.Upload;
import dev.backstep.internal.planning.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Provisioners as data, and all that can be wrong with them. */
class ProvisioningTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource("wrong")
  void plan_whenSettingIsWrong_saysSettingValueAndWhatIsExpected(
      Provisioner provisioner, String problem) {
    assertThat(problems(provisioner))
        .containsExactly("provision 1, " + provisioner + ": " + problem);
  }

  static Stream<Arguments> wrong() {
    Shell shell = Shell.inline("true");
    String sudo = "sudo -S sh '{{.Path}}'";
    return Stream.of(
        Arguments.of(Shell.inline(), "lines: none (expected: at least one)"),
        Arguments.of(Shell.inline("a\0b"), "lines: one holds a NUL"),
        Arguments.of(
            shell.executeWith("sudo sh"),
            "executeWith: sudo sh (expected: {{.Path}} in it, where the script is)"),
        Arguments.of(
            shell.executeWith("{{.Vars}} {{.Path}} {{ user `x` }}"),
            "executeWith: {{.Vars}} {{.Path}} {{ user `x` }} (expected: no other fields than"
                + " {{.Path}} and {{.Vars}})"),
        Arguments.of(
            shell.executeWith(sudo).environment("A", "1"),
            "executeWith: sudo -S sh '{{.Path}}' drops the environment (expected: {{.Vars}} in it,"
                + " such as sudo -S env {{.Vars}} sh '{{.Path}}')"),
        Arguments.of(
            shell.environment("1A", "x"),
            "environment: \"1A\" (expected: a name of letters, digits and _)"),
        Arguments.of(shell.environment("A", "\0"), "environment: A holds a NUL"),
        Arguments.of(
            shell.environment("DB_PASSWORD", "hunter22"),
            "environment: DB_PASSWORD sounds like a secret, and environment(…) is written to the"
                + " plan and the journal (expected: secret(\"DB_PASSWORD\","
                + " Secret.fromEnvironment(\"DB_PASSWORD\")), which is not)"),
        Arguments.of(
            shell.secret("P", Secret.fromEnvironment("NO_SUCH_VARIABLE_HERE")),
            "secret P: the environment variable NO_SUCH_VARIABLE_HERE is not set in this process"),
        Arguments.of(
            shell.secret("P", Secret.fromFile(Path.of("/no/such/file"))),
            "secret P: /no/such/file cannot be read (NoSuchFileException)"),
        Arguments.of(
            shell.validExitCodes(), "validExitCodes: [] (expected: at least one, each 0 to 255)"),
        Arguments.of(
            shell.validExitCodes(0, 256),
            "validExitCodes: [0, 256] (expected: at least one, each 0 to 255)"),
        Arguments.of(
            shell.remoteFolder("tmp"),
            "remoteFolder: tmp (expected: an absolute path of letters, digits and . _ - /)"),
        Arguments.of(
            shell.remoteFolder("/tmp/a'b"),
            "remoteFolder: /tmp/a'b (expected: an absolute path of letters, digits and . _ - /)"),
        Arguments.of(
            shell.shebang("sh"), "shebang: sh (expected: the absolute path of an interpreter)"),
        Arguments.of(
            shell.shebang("#!/usr/bin/perl -w -T"),
            "shebang: #!/usr/bin/perl -w -T (expected: at most one argument, since Linux hands all"
                + " of them on as one word)"),
        Arguments.of(
            shell.shebang("/usr/bin/python3").continueOnError(),
            "continueOnError: not for /usr/bin/python3, whose lines are no shell commands"),
        Arguments.of(
            Shell.script("/no/such/script.sh"),
            "/no/such/script.sh is not there (expected: a file of this machine)"),
        Arguments.of(
            Upload.file("/tmp", "/tmp/x"), "/tmp is a folder (expected: a file of this machine)"));
  }

  @Test
  void plan_whenSeveralThingsAreWrong_saysAllOfThemAtOnce() throws IOException {
    Path script = Files.writeString(folder.resolve("dos.sh"), "#!/bin/sh\r\necho\r\n");
    Problems problems = new Problems();

    Provisioning.plan(
        List.of(
            Shell.script(script).continueOnError().shebang("/bin/bash"),
            Upload.file(script, "/tmp/").mode("rw-r--r--"),
            Shell.inline("true")),
        problems);

    String first = "provision 1, Shell.script(%s): ".formatted(script);
    String second = "provision 2, Upload.file(%s, /tmp/): ".formatted(script);
    assertThat(problems.found())
        .containsExactly(
            first
                + "continueOnError: for inline lines only; a file says itself whether it stops"
                + " (set -e)",
            first + "shebang: for inline lines only; a file says by its first line what runs it",
            first
                + script
                + " has line ends of Windows, so no host finds what its first line names"
                + " (expected: line feeds alone)",
            second
                + "remote: /tmp/ (expected: the file's own path on the instance, not that of a"
                + " folder)",
            second + "mode: rw-r--r-- (expected: three or four octal digits, such as 0644)");
  }

  @ParameterizedTest
  @MethodSource("names")
  void plan_whenNameOfAVariableSoundsLikeASecret_refusesIt(String name, boolean secret) {
    assertThat(problems(Shell.inline("x").environment(name, "value"))).hasSize(secret ? 1 : 0);
  }

  static Stream<Arguments> names() {
    return Stream.concat(
        Stream.of("PASSWORD", "db_password", "AWS_SECRET_ACCESS_KEY", "GITHUB_TOKEN", "API_KEY")
            .map(name -> Arguments.of(name, true)),
        Stream.of("MONKEY", "TOKENIZER", "KEYBOARD", "COMPASS", "SSH_KEY_TYPE", "LANG")
            .map(name -> Arguments.of(name, false)));
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void plan_whenLinesAreInline_writesOptionsIntoTheScript(Shell shell, String begin) {
    Provision.Script script = (Provision.Script) plan(shell);

    assertThat(script.text()).isEqualTo(begin + "a\nb\n");
  }

  static Stream<Arguments> scripts() {
    Shell shell = Shell.inline("a", "b");
    return Stream.of(
        Arguments.of(shell, "#!/bin/sh\nset -e\n"),
        Arguments.of(shell.continueOnError(), "#!/bin/sh\n"),
        Arguments.of(shell.shebang("/bin/sh -e -x"), "#!/bin/sh\nset -e -x\n"),
        Arguments.of(shell.shebang("#!/bin/sh -e -x").continueOnError(), "#!/bin/sh\nset -x\n"),
        Arguments.of(
            shell.shebang("/bin/bash -eux -o pipefail"), "#!/bin/bash\nset -eux -o pipefail\n"),
        Arguments.of(shell.shebang("/bin/bash -eux").continueOnError(), "#!/bin/bash\nset -ux\n"),
        Arguments.of(shell.shebang("/bin/bash -x"), "#!/bin/bash\nset -e -x\n"),
        Arguments.of(shell.shebang("/bin/bash -l"), "#!/bin/bash -l\nset -e\n"),
        Arguments.of(shell.shebang("/usr/bin/env bash"), "#!/usr/bin/env bash\nset -e\n"),
        Arguments.of(shell.shebang("/usr/bin/env -S perl -w"), "#!/usr/bin/env -S perl -w\n"),
        Arguments.of(shell.shebang("/usr/bin/python3 -u"), "#!/usr/bin/python3 -u\n"));
  }

  @Test
  void plan_whenWrittenAsJson_isReadBackAndHoldsNoContentOfFiles() throws IOException {
    Path file = Files.writeString(folder.resolve("setup.sh"), "#!/bin/sh\necho classified\n");
    Path secret = Files.writeString(folder.resolve("secret"), "hunter22\n");
    List<Provisioner> all =
        List.of(
            Shell.inline("a")
                .environment("B", "2")
                .environment("A", "1")
                .secret("TOKEN", Secret.fromFile(secret))
                .validExitCodes(2, 0)
                .expectDisconnect(),
            Shell.script(file),
            Upload.file(file, "/tmp/x").mode("600"));

    for (Provisioner each : all) {
      Provision planned = plan(each);
      String text = json().writeValueAsString(planned);

      assertThat(json().readValue(text, Provision.class)).isEqualTo(planned);
      assertThat(json().writeValueAsString(json().readValue(text, Provision.class)))
          .isEqualTo(text);
      assertThat(text).doesNotContain("classified").doesNotContain("hunter22");
    }
    assertThat(json().writeValueAsString(plan(all.get(0))))
        .contains("\"environment\":{\"A\":\"1\",\"B\":\"2\"}")
        .contains("\"exitCodes\":[0,2]");
  }

  @Test
  void json_whenItIsAKey_isNotToBeHad() {
    SshKey key = SshKey.generate(KeyType.ED25519);

    assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> json().writeValueAsString(key)))
        .isInstanceOf(JsonProcessingException.class);
    assertThat(key.toString()).isEqualTo("ssh-ed25519 " + key.fingerprint());
  }

  @Test
  void toString_whenThereAreValues_showsNone() {
    assertThat(Shell.inline("a", "b").environment("A", "value").toString())
        .isEqualTo("Shell.inline(2 lines)");
    assertThat(Shell.inline("a").toString()).isEqualTo("Shell.inline(1 line)");
  }

  private static Provision plan(Provisioner provisioner) {
    Problems problems = new Problems();
    List<Provision> planned = Provisioning.plan(List.of(provisioner), problems);
    assertThat(problems.found()).isEmpty();
    return planned.get(0);
  }

  private static List<String> problems(Provisioner provisioner) {
    Problems problems = new Problems();
    Provisioning.plan(List.of(provisioner), problems);
    return problems.found();
  }

  private static ObjectMapper json() {
    return JsonMapper.builder().addModule(new Jdk8Module()).build();
  }
}
