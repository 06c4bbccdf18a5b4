package dev.backstep.testing;

import dev.backstep.testing.internal.ssh.Behaviour;
import dev.backstep.testing.internal.ssh.Behaviour.Ending;
import dev.backstep.testing.internal.ssh.Behaviour.Printed;
import dev.backstep.testing.internal.ssh.FakeServer;
import dev.backstep.testing.internal.ssh.HostKeys;
import dev.backstep.testing.internal.ssh.MemoryFiles.Stored;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.config.keys.PublicKeyEntry;

/**
 * An SSH server on the loopback address that stands for an instance of {@link SimulatedAws}. It
 * lets in whoever has the key with which the newest running instance was launched, shows the host
 * key of that instance's user data or one of its own, and writes it on the console.
 *
 * <pre>{@code
 * try (FakeInstance instance = FakeInstance.behind(aws)) {
 *   instance.onScript("yum").prints("Complete!").exits(0);
 *   AmiEncryptor.from("ami-…").sshPort(instance.port())…apply();
 *   assertThat(instance.commands()).hasSize(2);
 * }
 * }</pre>
 *
 * <p>It never carries anything out: commands are remembered and answered from a table, with exit
 * code 0 and no output where nothing else is said; files are kept in memory, and the paths that
 * clients name are never paths of this machine. Close it after use; safe for any number of threads.
 */
public final class FakeInstance implements AutoCloseable {

  private final FakeServer server;
  private final GuestMachine machine;

  private FakeInstance(GuestMachine machine) {
    this.machine = machine;
    try {
      server = new FakeServer(machine, HostKeys.generate("ssh-ed25519", 256));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on 127.0.0.1", e);
    }
  }

  /**
   * Stands for every instance of the account that is launched from now on, in any region: gives
   * them the public address 127.0.0.1. The port is {@link #port()}.
   *
   * @throws UncheckedIOException if no port can be opened
   */
  public static FakeInstance behind(SimulatedAws aws) {
    GuestMachine machine = new GuestMachine(aws.account());
    FakeInstance instance = new FakeInstance(machine);
    aws.publicAddress("127.0.0.1");
    aws.account().settings().console = instance::consoleOf;
    return instance;
  }

  /**
   * Stands for no simulated instance, and lets one key in.
   *
   * @param publicKey as OpenSSH writes it
   * @throws UncheckedIOException if no port can be opened
   */
  public static FakeInstance alone(String publicKey) {
    return new FakeInstance(new GuestMachine(publicKey));
  }

  /** Where it listens on 127.0.0.1. */
  public int port() {
    return server.port();
  }

  /** Lets only this user in, such as {@code centos}; more than one may be named. Default: any. */
  public FakeInstance letsIn(String user) {
    server.letIn(user);
    return this;
  }

  /**
   * How long after its launch an instance cuts connections off before it lets anybody in, in the
   * account's time; default none. An instance that does not run always does.
   */
  public FakeInstance bootTime(Duration sinceLaunch) {
    machine.bootTime(sinceLaunch);
    return this;
  }

  /** Has no SFTP, so that files must come by SCP. */
  public FakeInstance withoutSftp() {
    server.removeSftp();
    return this;
  }

  /** Knows only SHA-1 key exchange and signatures, and has an RSA host key, as CentOS 6 does. */
  public FakeInstance legacy() {
    server.makeLegacy(HostKeys.generate("ssh-rsa", 2048));
    return this;
  }

  /** Keeps a host key of its own, as an image does that runs no cloud-init. */
  public FakeInstance ignoringUserData() {
    server.changeHostKey(HostKeys.generate("ssh-ed25519", 256));
    return this;
  }

  /** Writes nothing on its console. */
  public FakeInstance withoutConsole() {
    machine.hideConsole();
    return this;
  }

  /** Shows another host key from now on than it has told of before. */
  public void changeHostKey() {
    machine.remember(console());
    server.changeHostKey(HostKeys.generate("ssh-ed25519", 256));
  }

  /** Refuses files under a folder, such as {@code /root}. */
  public FakeInstance readOnly(String folder) {
    server.files().makeReadOnly(folder);
    return this;
  }

  /** Answers commands that hold a text. The newest answer that fits counts. */
  public Answer onCommand(String part) {
    return new Answer(server.answers().onCommand(part));
  }

  /** Answers commands that name an uploaded file which holds a text. */
  public Answer onScript(String part) {
    return new Answer(server.answers().onScript(part));
  }

  /** The commands that came, in order, as they came. */
  public List<String> commands() {
    return server.answers().given().stream().map(given -> given.line()).toList();
  }

  /** The commands that came on a terminal. */
  public List<String> commandsOnTerminal() {
    return server.answers().given().stream()
        .filter(given -> given.terminal())
        .map(given -> given.line())
        .toList();
  }

  /** What was in the scripts that were run, in order. */
  public List<String> scripts() {
    return server.answers().given().stream()
        .map(given -> given.script())
        .filter(script -> !script.isEmpty())
        .toList();
  }

  /** All files that ever came, in order, also those that have been removed since. */
  public List<ReceivedFile> uploads() {
    return server.files().received().stream().map(ReceivedFile::of).toList();
  }

  /** The paths of the files that are there now. */
  public List<String> files() {
    return server.files().paths();
  }

  /** What is in a file now; empty if it is not there. */
  public Optional<ReceivedFile> file(String path) {
    return server.files().get(path).map(ReceivedFile::of);
  }

  /** The files from which the launch key was taken out, such as {@code /root/.ssh/…}. */
  public List<String> cleanedOfKey() {
    return server.cleaned();
  }

  /** How often somebody was let in. */
  public int logins() {
    return server.logins();
  }

  /** How often somebody connected, let in or not. */
  public int connections() {
    return server.attempts();
  }

  /** What is on its console: host keys, or nothing. */
  public String console() {
    return machine.console(() -> HostKeys.onConsole(server.hostKey().getPublic()));
  }

  /** The public half of its host key, as OpenSSH writes it. */
  public String hostKey() {
    return PublicKeyEntry.toString(server.hostKey().getPublic());
  }

  /** Ends all connections and stops to listen. */
  @Override
  public void close() {
    server.close();
  }

  /** Where it listens. */
  @Override
  public String toString() {
    return "FakeInstance(127.0.0.1:%d)".formatted(port());
  }

  private Optional<String> consoleOf(String instanceId) {
    return machine.isRunning(instanceId)
        ? Optional.of(console()).filter(text -> !text.isEmpty())
        : Optional.empty();
  }

  /**
   * A file that came.
   *
   * @param path as the client said it
   * @param text its content, read as UTF-8
   * @param mode its permissions, such as 0755
   * @param way {@code sftp} or {@code scp}
   */
  public record ReceivedFile(String path, String text, int mode, String way) {

    private static ReceivedFile of(Stored file) {
      String text = new String(file.content(), StandardCharsets.UTF_8);
      return new ReceivedFile(file.path(), text, file.mode(), file.way());
    }
  }

  /** How commands are answered. To be set before they come; each says what it adds. */
  public static final class Answer {

    private final Behaviour behaviour;

    private Answer(Behaviour behaviour) {
      this.behaviour = behaviour;
    }

    /** Writes lines to standard output. */
    public Answer prints(String... lines) {
      for (String line : lines) {
        behaviour.prints.add(new Printed(false, line + "\n"));
      }
      return this;
    }

    /** Writes lines to standard error. */
    public Answer complains(String... lines) {
      for (String line : lines) {
        behaviour.prints.add(new Printed(true, line + "\n"));
      }
      return this;
    }

    /** Writes text to standard output as it is, with no line break after it. */
    public Answer writes(String text) {
      behaviour.prints.add(new Printed(false, text));
      return this;
    }

    /** Then writes a line to standard output over and over, and never ends. */
    public Answer endlessly(String line) {
      behaviour.endless = Optional.of(line + "\n");
      return this;
    }

    /** Ends after a while, in real time. */
    public Answer takes(Duration time) {
      behaviour.takes = time;
      return this;
    }

    /** Never ends. */
    public Answer hangs() {
      return takes(Duration.ofDays(1));
    }

    /** Ends with an exit code, 0 to 255. Default: 0. */
    public Answer exits(int code) {
      behaviour.ending = Ending.EXIT;
      behaviour.exitCode = code;
      return this;
    }

    /** Says its exit code and keeps the channel open, as where something runs on behind it. */
    public Answer exitsAndStays(int code) {
      behaviour.keepsChannelOpen = true;
      return exits(code);
    }

    /** Is killed by a signal, such as {@code KILL}. */
    public Answer killedBy(String signal) {
      behaviour.ending = Ending.SIGNAL;
      behaviour.signal = signal;
      return this;
    }

    /** Ends the whole connection. */
    public Answer dropsConnection() {
      behaviour.ending = Ending.DROP;
      return this;
    }

    /** Says nothing more, also to a request for a sign of life, while the connection stays. */
    public Answer fallsSilent() {
      behaviour.ending = Ending.SILENCE;
      return this;
    }

    /** Ends all connections, and cuts off new ones for a while of the account's time. */
    public Answer reboots(Duration time) {
      behaviour.ending = Ending.REBOOT;
      behaviour.reboot = time;
      return this;
    }

    /** Answers so only a number of times; then the next older answer counts. */
    public Answer times(int count) {
      behaviour.times(count);
      return this;
    }
  }
}
