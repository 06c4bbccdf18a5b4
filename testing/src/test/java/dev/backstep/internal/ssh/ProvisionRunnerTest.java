package dev.backstep.internal.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.ami.Provisioner;
import dev.backstep.ami.Secret;
import dev.backstep.ami.Shell;
import dev.backstep.ami.Upload;
import dev.backstep.internal.planning.Problems;
import dev.backstep.internal.ssh.ProvisionResult.ConnectionLost;
import dev.backstep.internal.ssh.ProvisionResult.Done;
import dev.backstep.internal.ssh.ProvisionResult.Failed;
import dev.backstep.internal.ssh.ProvisionResult.Overdue;
import dev.backstep.internal.ssh.ProvisionResult.Rebooting;
import dev.backstep.internal.ssh.ProvisionResult.Stopped;
import dev.backstep.plan.TimeSource;
import dev.backstep.testing.FakeInstance.ReceivedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Provisioners on a fake instance: what is sent, and what is made of each way it may end. */
class ProvisionRunnerTest {

  private static final String SUDO = "sudo -S sh '{{.Path}}'";
  private static final String PATH = "/tmp/backstep-[0-9a-f]{16}\\.sh";

  @TempDir private Path folder;

  @Test
  void run_whenScriptIsTheSeeds_uploadsRunsAndRemovesIt() {
    try (Lab lab = new Lab()) {
      lab.instance
          .onScript("shred")
          .prints("** Shreding sensitive data ...")
          .complains("shred: /root/.*history: failed to open for writing");
      Shell seed =
          Shell.inline(
                  "echo '** Shreding sensitive data ...'",
                  "shred -u /root/.*history",
                  "sync; sleep 1; sync")
              .executeWith(SUDO)
              .continueOnError();

      ProvisionResult result = run(lab, seed);

      assertThat(result).isEqualTo(new Done(""));
      assertThat(lab.instance.commands()).hasSize(2);
      assertThat(lab.instance.commands().get(0)).matches("sudo -S sh '" + PATH + "'");
      assertThat(lab.instance.commands().get(1)).matches("rm -f '" + PATH + "'");
      assertThat(lab.instance.scripts())
          .containsExactly(
              """
              #!/bin/sh
              echo '** Shreding sensitive data ...'
              shred -u /root/.*history
              sync; sleep 1; sync
              """);
      assertThat(lab.instance.uploads()).extracting(ReceivedFile::mode).containsExactly(0755);
      assertThat(lab.instance.files()).isEmpty();
      assertThat(lab.output)
          .containsExactlyInAnyOrder(
              "OUT ** Shreding sensitive data ...",
              "ERR shred: /root/.*history: failed to open for writing");
    }
  }

  @Test
  void run_whenTemplateIgnoresTheShebang_theScriptStillStopsAtItsFirstError() {
    try (Lab lab = new Lab()) {
      run(lab, Shell.inline("false", "true").executeWith(SUDO));

      assertThat(lab.instance.scripts()).containsExactly("#!/bin/sh\nset -e\nfalse\ntrue\n");
    }
  }

  @Test
  void run_whenThereIsAnEnvironment_quotesItInOrder() {
    try (Lab lab = new Lab()) {
      run(
          lab,
          Shell.inline("env")
              .environment("B", "it's $HOME")
              .environment("A", "1")
              .remoteFolder("/var/tmp/"));

      assertThat(lab.instance.commands().get(0))
          .matches(
              "chmod \\+x /var/tmp/backstep-\\w+\\.sh; A='1' B='it'\"'\"'s \\$HOME'"
                  + " /var/tmp/backstep-\\w+\\.sh");
    }
  }

  @Test
  void run_whenExitCodeIsNotValid_namesItTheCommandAndTheLastLines() {
    try (Lab lab = new Lab()) {
      lab.instance.onScript("yum").prints("Resolving", "No package foo").exits(3);

      ProvisionResult result = run(lab, Shell.inline("yum install foo", "sync").executeWith(SUDO));

      assertThat(result).isInstanceOf(Failed.class);
      assertThat(((Failed) result).message())
          .matches(
              "Shell\\.inline\\(2 lines\\) ended with exit code 3 \\(expected: 0\\)\n"
                  + "  command: sudo -S sh '"
                  + PATH
                  + "'\n"
                  + "  last lines:\n"
                  + "    Resolving\n"
                  + "    No package foo");
      assertThat(lab.instance.files()).isEmpty();
    }
  }

  @Test
  void run_whenExitCodeIsDeclaredValid_isDone() {
    try (Lab lab = new Lab()) {
      lab.instance.onScript("grep").exits(1);

      assertThat(run(lab, Shell.inline("grep x y").validExitCodes(0, 1))).isEqualTo(new Done(""));
      assertThat(((Failed) run(lab, Shell.inline("grep x z").validExitCodes(0, 2))).message())
          .contains("ended with exit code 1 (expected: 0 or 2)");
    }
  }

  @Test
  void run_whenCommandIsNotFound_saysWhatTheCodeMeans() {
    try (Lab lab = new Lab()) {
      lab.instance.onScript("x").exits(127);

      assertThat(((Failed) run(lab, Shell.inline("x"))).message())
          .contains("exit code 127 (expected: 0): a command was not found");
    }
  }

  @Test
  void run_whenKilled_namesTheSignal() {
    try (Lab lab = new Lab()) {
      lab.instance.onScript("x").killedBy("KILL");

      assertThat(((Failed) run(lab, Shell.inline("x"))).message())
          .startsWith("Shell.inline(1 line) was killed by signal KILL");
    }
  }

  @Test
  void run_whenConnectionIsLostInTheMiddle_doesNotPretendToKnow() {
    try (Lab lab = new Lab()) {
      lab.instance.onScript("x").prints("step 1").dropsConnection();

      ProvisionResult result = run(lab, Shell.inline("x"));

      assertThat(result).isInstanceOf(ConnectionLost.class);
      assertThat(((ConnectionLost) result).message())
          .startsWith(
              "Shell.inline(1 line) was cut off: the connection ended before it did, and how far"
                  + " it came is not known");
    }
  }

  @Test
  void run_whenScriptReboots_saysWhatIsLeftAndTheNextConnectionRemovesIt() {
    try (Lab lab = new Lab()) {
      lab.instance.onScript("reboot").dropsConnection();
      ProvisionRunner runner = runner(lab, Lab.BOUNDS);

      ProvisionResult result =
          runner.run(planned(Shell.inline("reboot").expectDisconnect()), lab.connect());

      assertThat(result).isInstanceOf(Rebooting.class);
      String script = ((Rebooting) result).script();
      assertThat(lab.instance.files()).containsExactly(script);
      assertThat(runner.remove(lab.connect(), script)).isEmpty();
      assertThat(lab.instance.files()).isEmpty();
    }
  }

  @Test
  void run_whenScriptEndsBeforeTheRebootCutsIt_waitsForTheCut() {
    try (Lab lab = new Lab()) {
      lab.instance.onScript("reboot").exits(0);
      SshSession session = lab.connect();
      ProvisionRunner runner =
          new ProvisionRunner(
              Terminal.NONE,
              lab::hear,
              new Bounds(
                  () -> {
                    // The host goes down while it is waited for.
                    if (!lab.instance.commands().isEmpty()) {
                      lab.instance.close();
                    }
                    return false;
                  },
                  Duration.ofMinutes(1),
                  TimeSource.system()),
              SecretValues.ofThisProcess(),
              Duration.ofSeconds(20));

      assertThat(runner.run(planned(Shell.inline("reboot").expectDisconnect()), session))
          .isInstanceOf(Rebooting.class);
    }
  }

  @Test
  void run_whenDisconnectIsExpectedAndDoesNotCome_isDone() {
    try (Lab lab = new Lab()) {
      ProvisionResult result = run(lab, Shell.inline("reboot-if-needed").expectDisconnect());

      assertThat(result).isEqualTo(new Done(""));
      assertThat(lab.instance.files()).isEmpty();
    }
  }

  @Test
  void run_whenDisconnectIsExpectedAndTheScriptFails_fails() {
    try (Lab lab = new Lab()) {
      lab.instance.onScript("reboot").exits(1);

      assertThat(run(lab, Shell.inline("reboot").expectDisconnect())).isInstanceOf(Failed.class);
    }
  }

  @Test
  void run_whenStopped_stopsAndRemovesTheScript() {
    try (Lab lab = new Lab()) {
      lab.instance.onScript("x").endlessly("working ".repeat(100));
      Bounds bounds =
          new Bounds(() -> lab.output.size() > 10, Duration.ofMinutes(1), TimeSource.system());

      ProvisionResult result = runner(lab, bounds).run(planned(Shell.inline("x")), lab.connect());

      assertThat(result).isInstanceOf(Stopped.class);
      assertThat(((Stopped) result).message())
          .startsWith("Shell.inline(1 line) was stopped on request");
      assertThat(lab.instance.files()).isEmpty();
    }
  }

  @Test
  void run_whenTimeIsOver_saysAfterHowLong() {
    try (Lab lab = new Lab()) {
      lab.instance.onScript("x").hangs();
      Bounds bounds = Bounds.within(Duration.ofMillis(300), TimeSource.system());

      ProvisionResult result = runner(lab, bounds).run(planned(Shell.inline("x")), lab.connect());

      assertThat(result).isInstanceOf(Overdue.class);
      assertThat(((Overdue) result).message())
          .startsWith("Shell.inline(1 line) was given up after 300 ms");
      assertThat(lab.instance.files()).isEmpty();
    }
  }

  @Test
  void run_whenScriptNeedsATerminal_getsOne() {
    try (Lab lab = new Lab()) {
      ProvisionRunner runner = new ProvisionRunner(Terminal.PTY, lab::hear, Lab.BOUNDS);

      runner.run(planned(Shell.inline("x").executeWith(SUDO)), lab.connect());

      assertThat(lab.instance.commandsOnTerminal()).hasSize(1);
    }
  }

  @Test
  void run_whenThereAreSecrets_showsThemNowhereButToTheScript() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "it's\u00e4 t0ken\n");
    try (Lab lab = new Lab()) {
      lab.instance
          .onScript("login")
          .prints("+ login -p hunter22", "token: it's\u00e4 t0ken!", "hunter2 is another")
          .complains("x".repeat(4090) + "hunter22")
          .exits(1);
      Shell shell =
          Shell.inline("login")
              .secret("DB_PASSWORD", Secret.fromEnvironment("DB"))
              .secret("TOKEN", Secret.fromFile(file));
      SecretValues values = new SecretValues(Map.of("DB", "hunter22")::get);
      Provision.Script planned =
          new Provision.Script(
              "Shell.inline(1 line)",
              "login\n",
              java.util.Optional.empty(),
              shell.template(),
              new java.util.TreeMap<>(),
              new java.util.TreeMap<>(shell.secrets()),
              List.of(0),
              false,
              "/tmp");

      ProvisionResult result =
          new ProvisionRunner(Terminal.NONE, lab::hear, Lab.BOUNDS, values, Duration.ZERO)
              .run(planned, lab.connect());

      assertThat(lab.instance.commands().get(0))
          .contains("DB_PASSWORD='hunter22' TOKEN='it'\"'\"'s\u00e4 t0ken'");
      String seen = String.join("\n", lab.output) + ((Failed) result).message();
      assertThat(seen)
          .contains("+ login -p ***", "token: ***!", "hunter2 is another")
          .contains("DB_PASSWORD='***' TOKEN='***'")
          .doesNotContain("hunter22")
          .doesNotContain("t0ken");
      assertThat(planned.toString()).doesNotContain("hunter22").doesNotContain("t0ken");
    }
  }

  @Test
  void run_whenASecretIsNotToBeHad_namesItsPlaceAndRunsNothing() {
    try (Lab lab = new Lab()) {
      Provision.Script planned =
          new Provision.Script(
              "Shell.inline(1 line)",
              "x",
              java.util.Optional.empty(),
              "{{.Vars}} {{.Path}}",
              new java.util.TreeMap<>(),
              new java.util.TreeMap<>(Map.of("P", Secret.fromEnvironment("NO_SUCH_THING"))),
              List.of(0),
              false,
              "/tmp");

      ProvisionResult result = runner(lab, Lab.BOUNDS).run(planned, lab.connect());

      assertThat(result)
          .isEqualTo(
              new Failed(
                  "Shell.inline(1 line): the environment variable NO_SUCH_THING is not set in this"
                      + " process"));
      assertThat(lab.instance.commands()).isEmpty();
      assertThat(lab.instance.uploads()).isEmpty();
    }
  }

  @Test
  void run_whenScriptIsAFile_runsItAsItIs() throws IOException {
    Path file = Files.writeString(folder.resolve("setup.py"), "#!/usr/bin/python3\nprint(1)\n");
    try (Lab lab = new Lab()) {
      assertThat(run(lab, Shell.script(file))).isEqualTo(new Done(""));

      assertThat(lab.instance.scripts()).containsExactly("#!/usr/bin/python3\nprint(1)\n");
    }
  }

  @Test
  void run_whenAFileHasChangedSinceItWasPlanned_refusesIt() throws IOException {
    Path script = Files.writeString(folder.resolve("a.sh"), "true\n");
    Path upload = Files.writeString(folder.resolve("b"), "one");
    Provision first = planned(Shell.script(script));
    Provision second = planned(Upload.file(upload, "/tmp/b"));
    Files.writeString(script, "false\n");
    Files.delete(upload);
    try (Lab lab = new Lab()) {
      SshSession session = lab.connect();

      assertThat(((Failed) runner(lab, Lab.BOUNDS).run(first, session)).message())
          .contains(script + " has changed since it was planned (SHA-256 ")
          .endsWith("; plan again");
      assertThat(((Failed) runner(lab, Lab.BOUNDS).run(second, session)).message())
          .contains(upload + " cannot be read (NoSuchFileException)");
      assertThat(lab.instance.uploads()).isEmpty();
    }
  }

  @Test
  void run_whenItIsAnUpload_putsTheFileThere() throws IOException {
    Path motd = Files.writeString(folder.resolve("motd"), "Welcome");
    try (Lab lab = new Lab()) {
      assertThat(run(lab, Upload.file(motd, "/tmp/motd").mode("0600"))).isEqualTo(new Done(""));

      assertThat(lab.instance.uploads())
          .containsExactly(new ReceivedFile("/tmp/motd", "Welcome", 0600, "sftp"));
      assertThat(lab.instance.commands()).isEmpty();
    }
  }

  @Test
  void run_whenFolderMayNotBeWritten_failsWithItsPath() {
    try (Lab lab = new Lab()) {
      lab.instance.readOnly("/root/");

      assertThat(((Failed) run(lab, Shell.inline("x").remoteFolder("/root"))).message())
          .matches(
              "(?s)Shell\\.inline\\(1 line\\): /root/backstep-\\w+\\.sh could not be put on .*"
                  + "Permission denied.*");
    }
  }

  private static ProvisionResult run(Lab lab, Provisioner provisioner) {
    return runner(lab, Lab.BOUNDS).run(planned(provisioner), lab.connect());
  }

  private static ProvisionRunner runner(Lab lab, Bounds bounds) {
    return new ProvisionRunner(
        Terminal.NONE, lab::hear, bounds, SecretValues.ofThisProcess(), Duration.ofMillis(200));
  }

  private static Provision planned(Provisioner provisioner) {
    Problems problems = new Problems();
    List<Provision> planned = Provisioning.plan(List.of(provisioner), problems);
    assertThat(problems.found()).isEmpty();
    return planned.get(0);
  }
}
