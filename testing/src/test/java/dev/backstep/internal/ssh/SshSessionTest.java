package dev.backstep.internal.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstep.internal.ssh.ExecResult.End;
import dev.backstep.plan.TimeSource;
import dev.backstep.testing.FakeInstance.ReceivedFile;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a session does with commands and files, however they end. */
class SshSessionTest {

  private static final Duration SOON = Duration.ofMillis(200);

  @Test
  void run_whenCommandWrites_streamsBothStreamsByLine() throws Exception {
    try (Lab lab = new Lab()) {
      lab.instance.onCommand("make").prints("one", "two").complains("careful").writes("three");

      ExecResult result = lab.connect().run("make all", Terminal.NONE, lab::hear, Lab.BOUNDS);

      assertThat(result.isSuccess()).isTrue();
      assertThat(lab.output)
          .containsExactlyInAnyOrder("OUT one", "OUT two", "ERR careful", "OUT three");
      assertThat(lab.instance.commands()).containsExactly("make all");
    }
  }

  @Test
  void run_whenCommandFails_saysItsExitCode() throws Exception {
    try (Lab lab = new Lab()) {
      SshSession session = lab.connect();
      for (int code : new int[] {1, 3, 127, 255}) {
        lab.instance.onCommand("code " + code).exits(code);

        ExecResult result = session.run("code " + code, Terminal.NONE, lab::hear, Lab.BOUNDS);

        assertThat(result.end()).isEqualTo(End.EXITED);
        assertThat(result.exitCode()).isEqualTo(code);
      }
    }
  }

  @Test
  void run_whenCommandIsKilled_saysTheSignal() throws Exception {
    try (Lab lab = new Lab()) {
      lab.instance.onCommand("eat").killedBy("KILL");

      ExecResult result = lab.connect().run("eat", Terminal.NONE, lab::hear, Lab.BOUNDS);

      assertThat(result.end()).isEqualTo(End.KILLED);
      assertThat(result.signal()).isEqualTo("KILL");
      assertThat(Endings.of(result, "0")).isEqualTo("was killed by signal KILL");
    }
  }

  @Test
  void run_whenOnTerminal_hearsOneStreamWithoutCarriageReturns() throws Exception {
    try (Lab lab = new Lab()) {
      lab.instance.onCommand("sudo").prints("out").complains("err");

      lab.connect().run("sudo true", Terminal.PTY, lab::hear, Lab.BOUNDS);

      assertThat(lab.output).containsExactly("OUT out", "OUT err");
      assertThat(lab.instance.commandsOnTerminal()).containsExactly("sudo true");
    }
  }

  @Test
  void run_whenNotOnTerminal_asksForNone() throws Exception {
    try (Lab lab = new Lab()) {
      lab.connect().run("true", Terminal.NONE, lab::hear, Lab.BOUNDS);

      assertThat(lab.instance.commandsOnTerminal()).isEmpty();
    }
  }

  @Test
  void run_whenOutputIsEndless_holdsLittleAndStopsOnRequest() throws Exception {
    try (Lab lab = new Lab()) {
      lab.instance.onCommand("yes").endlessly("y".repeat(1000));
      AtomicInteger heard = new AtomicInteger();
      Bounds bounds =
          new Bounds(() -> heard.get() > 5_000, Duration.ofMinutes(1), TimeSource.system());

      ExecResult result =
          lab.connect().run("yes", Terminal.NONE, line -> heard.incrementAndGet(), bounds);

      assertThat(result.end()).isEqualTo(End.STOPPED);
      assertThat(result.lastLines()).hasSize(10);
      System.out.printf(
          "endless output: %d lines, %d MB heard before it was stopped%n",
          heard.get(), heard.get() / 1000);
    }
  }

  @Test
  void run_whenOneLineIsEndless_cutsIt() throws Exception {
    try (Lab lab = new Lab()) {
      lab.instance.onCommand("dd").writes("x".repeat(3_000_000) + "\nend\n");

      lab.connect().run("dd", Terminal.NONE, lab::hear, Lab.BOUNDS);

      assertThat(lab.output).hasSize(2);
      assertThat(lab.output.get(0)).hasSize("OUT ".length() + 4096 + " (cut)".length());
      assertThat(lab.output.get(1)).isEqualTo("OUT end");
    }
  }

  @Test
  void run_whenOutputWouldSteerATerminal_showsItHarmless() throws Exception {
    try (Lab lab = new Lab()) {
      lab.instance.onCommand("evil").writes("a\u001b[2Jb\u0007\n10%\r20%\r\nl\u00e4rm\n");

      lab.connect().run("evil", Terminal.NONE, lab::hear, Lab.BOUNDS);

      assertThat(lab.output).containsExactly("OUT a?[2Jb?", "OUT 10%", "OUT 20%", "OUT l\u00e4rm");
    }
  }

  @Test
  void run_whenTimeIsOver_givesUpAndTheSessionStaysOfUse() throws Exception {
    try (Lab lab = new Lab()) {
      lab.instance.onCommand("wait").hangs();
      SshSession session = lab.connect();

      ExecResult result =
          session.run("wait", Terminal.NONE, lab::hear, Bounds.within(SOON, TimeSource.system()));

      assertThat(result.end()).isEqualTo(End.OVERDUE);
      assertThat(session.run("true", Terminal.NONE, lab::hear, Lab.BOUNDS).isSuccess()).isTrue();
    }
  }

  @Test
  void run_whenConnectionIsLost_saysSo() throws Exception {
    try (Lab lab = new Lab()) {
      lab.instance.onCommand("lost").prints("half").dropsConnection();
      SshSession session = lab.connect();

      ExecResult result = session.run("lost", Terminal.NONE, lab::hear, Lab.BOUNDS);

      assertThat(result.end()).isEqualTo(End.DISCONNECTED);
      assertThat(lab.output).containsExactly("OUT half");
      assertThat(session.isOpen()).isFalse();
      assertThat(session.run("true", Terminal.NONE, lab::hear, Lab.BOUNDS).end())
          .isEqualTo(End.DISCONNECTED);
    }
  }

  @Test
  void run_whenHostFallsSilent_isCutOffByTheMissingSignsOfLife() throws Exception {
    try (Lab lab = new Lab()) {
      lab.instance.onCommand("hush").fallsSilent();
      SshSession session = lab.connect(lab.target().keepAlive(Duration.ofMillis(40)));

      ExecResult result = session.run("hush", Terminal.NONE, lab::hear, Lab.BOUNDS);

      assertThat(result.end()).isEqualTo(End.DISCONNECTED);
    }
  }

  @Test
  void run_whenHostIsBusyButAlive_isNotCutOff() throws Exception {
    try (Lab lab = new Lab()) {
      lab.instance.onCommand("slow").takes(Duration.ofMillis(500)).exits(4);
      SshSession session = lab.connect(lab.target().keepAlive(Duration.ofMillis(40)));

      ExecResult result = session.run("slow", Terminal.NONE, lab::hear, Lab.BOUNDS);

      assertThat(result.exitCode()).isEqualTo(4);
    }
  }

  @Test
  void run_whenSomethingHoldsTheChannelOpen_endsWithTheExitCode() throws Exception {
    try (Lab lab = new Lab()) {
      lab.instance.onCommand("daemon").prints("started").exitsAndStays(0);

      ExecResult result = lab.connect().run("daemon &", Terminal.NONE, lab::hear, Lab.BOUNDS);

      assertThat(result.isSuccess()).isTrue();
      assertThat(lab.output).containsExactly("OUT started");
    }
  }

  @Test
  void run_whenListenerThrows_endsTheCommandAndThrowsIt() {
    try (Lab lab = new Lab()) {
      lab.instance.onCommand("yes").endlessly("y".repeat(1000));
      SshSession session = lab.connect();

      assertThatThrownBy(
              () ->
                  session.run(
                      "yes",
                      Terminal.NONE,
                      line -> {
                        throw new IllegalStateException("full disk");
                      },
                      Lab.BOUNDS))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("full disk");
    }
  }

  @Test
  void upload_whenHostHasSftp_putsItThereWithItsMode() throws Exception {
    try (Lab lab = new Lab()) {
      lab.connect().upload("hello".getBytes(), "/tmp/x y", 0640, Lab.BOUNDS);

      assertThat(lab.instance.uploads())
          .containsExactly(new ReceivedFile("/tmp/x y", "hello", 0640, "sftp"));
    }
  }

  @Test
  void upload_whenHostHasNoSftp_fallsBackToScp() throws Exception {
    try (Lab lab = new Lab()) {
      lab.instance.withoutSftp();
      SshSession session = lab.connect();

      session.upload("one".getBytes(), "/tmp/one", 0755, Lab.BOUNDS);
      session.upload("two".getBytes(), "/tmp/two", 0600, Lab.BOUNDS);

      assertThat(lab.instance.uploads())
          .containsExactly(
              new ReceivedFile("/tmp/one", "one", 0755, "scp"),
              new ReceivedFile("/tmp/two", "two", 0600, "scp"));
    }
  }

  @Test
  void upload_whenFileIsLarge_arrivesWholeByEitherWay() throws Exception {
    byte[] large = new byte[3_000_000];
    Arrays.fill(large, (byte) 'x');
    try (Lab lab = new Lab()) {
      lab.connect().upload(large, "/tmp/by-sftp", 0644, Lab.BOUNDS);
      lab.instance.withoutSftp();
      lab.connect().upload(large, "/tmp/by-scp", 0644, Lab.BOUNDS);

      assertThat(lab.instance.uploads())
          .allMatch(file -> file.text().equals(new String(large)))
          .extracting(ReceivedFile::way)
          .containsExactly("sftp", "scp");
    }
  }

  @Test
  void upload_whenFolderMayNotBeWritten_namesFileHostAndReason() {
    try (Lab lab = new Lab()) {
      lab.instance.readOnly("/root/");
      SshSession session = lab.connect();

      assertThatThrownBy(() -> session.upload(new byte[1], "/root/x", 0644, Lab.BOUNDS))
          .isInstanceOf(SshException.class)
          .hasMessageContaining(
              "/root/x could not be put on centos@127.0.0.1:%d by SFTP: "
                  .formatted(lab.instance.port()))
          .hasMessageContaining("Permission denied");

      lab.instance.withoutSftp();
      SshSession another = lab.connect();
      assertThatThrownBy(() -> another.upload(new byte[1], "/root/x", 0644, Lab.BOUNDS))
          .isInstanceOf(SshException.class)
          .hasMessageContaining("by SCP (there is no SFTP)")
          .hasMessageContaining("Permission denied");
    }
  }

  @Test
  void upload_whenStopped_endsInTheMiddle() {
    try (Lab lab = new Lab()) {
      AtomicInteger asked = new AtomicInteger();
      Bounds bounds =
          new Bounds(() -> asked.incrementAndGet() > 5, Duration.ofMinutes(1), TimeSource.system());
      SshSession session = lab.connect();

      assertThatThrownBy(() -> session.upload(new byte[3_000_000], "/tmp/x", 0644, bounds))
          .isInstanceOf(SshException.class)
          .hasMessageContaining("the upload was stopped");
    }
  }

  @Test
  void upload_whenConnectionHasEnded_saysSo() throws Exception {
    try (Lab lab = new Lab()) {
      lab.instance.onCommand("lost").dropsConnection();
      SshSession session = lab.connect();
      session.run("lost", Terminal.NONE, lab::hear, Lab.BOUNDS);

      assertThatThrownBy(() -> session.upload(new byte[1], "/tmp/x", 0644, Lab.BOUNDS))
          .isInstanceOfSatisfying(
              SshException.class, thrown -> assertThat(thrown.isDisconnected()).isTrue())
          .hasMessageContaining("ended while /tmp/x was being put there");
    }
  }
}
