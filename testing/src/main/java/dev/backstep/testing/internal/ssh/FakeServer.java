package dev.backstep.testing.internal.ssh;

import java.io.IOException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.apache.sshd.server.subsystem.SubsystemFactory;

/** The SSH server of a fake instance, on a free port of the loopback address. */
public final class FakeServer implements AutoCloseable {

  private static final Pattern REMOVAL = Pattern.compile("rm -f '([^']+)'");
  private static final Pattern KEY_REMOVAL =
      Pattern.compile("f=(\\S+); .*grep -qF (AAAA[A-Za-z0-9+/=]+) .*");

  private final SshServer server = SshServer.setUpDefaultServer();
  private final MemoryFiles files = new MemoryFiles();
  private final AnswerTable answers = new AnswerTable(files);
  private final Machine machine;
  private final Set<String> users = ConcurrentHashMap.newKeySet();
  private final List<String> cleaned = new ArrayList<>();
  private final Set<String> removedKeys = ConcurrentHashMap.newKeySet();
  private final AtomicInteger logins = new AtomicInteger();
  private final AtomicInteger attempts = new AtomicInteger();
  private volatile KeyPair ownHostKey;
  private volatile boolean givenHostKeyTaken = true;

  /** Begins to listen. */
  public FakeServer(Machine machine, KeyPair hostKey) throws IOException {
    this.machine = machine;
    this.ownHostKey = hostKey;
    server.setHost("127.0.0.1");
    CoreModuleProperties.TCP_NODELAY.set(server, true);
    server.setPort(0);
    KeyPairProvider hostKeys = session -> List.of(hostKey());
    server.setKeyPairProvider(hostKeys);
    // As OpenSSH 7.4 of CentOS 7: the newest exchanges would take most of a test's time.
    server.setKeyExchangeFactories(
        server.getKeyExchangeFactories().stream()
            .filter(exchange -> !exchange.getName().matches("(sntrup|mlkem).*"))
            .toList());
    server.setUserAuthFactories(List.of(new UserAuthPublicKeyFactory()));
    server.setPublickeyAuthenticator((user, key, session) -> letIn(user, key));
    server.setCommandFactory(this::command);
    server.setSubsystemFactories(List.of(sftp()));
    // As OpenSSH 7 has it; what came later takes ten times as long.
    server.setKeyExchangeFactories(
        List.of(ServerBuilder.DH2KEX.apply(BuiltinDHFactories.curve25519)));
    server.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
    server.addSessionListener(
        new SessionListener() {
          @Override
          public void sessionCreated(Session session) {
            attempts.incrementAndGet();
            if (!machine.isUp()) {
              session.close(true);
            }
          }

          @Override
          public void sessionEvent(Session session, Event event) {
            if (event == Event.Authenticated) {
              logins.incrementAndGet();
            }
          }
        });
    server.start();
  }

  /** Where it listens. */
  public int port() {
    return server.getPort();
  }

  /** What it answers, and what it was told to do. */
  public AnswerTable answers() {
    return answers;
  }

  /** What was put on it. */
  public MemoryFiles files() {
    return files;
  }

  /** Lets only this user in (and others who are named); before, any is. */
  public void letIn(String user) {
    users.add(user);
  }

  /** The key that it shows now. */
  public KeyPair hostKey() {
    return givenHostKeyTaken ? machine.givenHostKey().orElse(ownHostKey) : ownHostKey;
  }

  /** Shows another key from now on, whatever user data say. */
  public void changeHostKey(KeyPair key) {
    ownHostKey = key;
    givenHostKeyTaken = false;
  }

  /** Has no SFTP any more. */
  public void removeSftp() {
    server.setSubsystemFactories(List.of());
  }

  /** Speaks as sshd of CentOS 6 does, as far as that matters. */
  public void makeLegacy(KeyPair rsa) {
    ownHostKey = rsa;
    server.setKeyExchangeFactories(
        List.of(
            ServerBuilder.DH2KEX.apply(
                BuiltinDHFactories.resolveFactory("diffie-hellman-group14-sha1"))));
    server.setSignatureFactories(List.of(BuiltinSignatures.rsa));
    server.setMacFactories(List.of(BuiltinMacs.hmacsha1));
  }

  /** How often somebody was let in. */
  public int logins() {
    return logins.get();
  }

  /** How often somebody connected. */
  public int attempts() {
    return attempts.get();
  }

  /** The files from which a key was taken out, such as {@code /root/.ssh/authorized_keys}. */
  public List<String> cleaned() {
    synchronized (cleaned) {
      return List.copyOf(cleaned);
    }
  }

  @Override
  public void close() {
    server.close(true);
  }

  /** Nothing that comes is read any more, as when the host is cut off from the network. */
  void fallSilent(Session session) {
    IoSession io = session.getIoSession();
    io.suspendRead();
  }

  void reboot(Duration duration) {
    machine.reboot(duration);
    server.getActiveSessions().forEach(session -> session.close(true));
  }

  /** What a command does that no entry of the table is for. */
  int builtIn(String line) {
    Matcher removal = REMOVAL.matcher(line);
    if (removal.matches()) {
      files.remove(removal.group(1));
    }
    Matcher keyRemoval = KEY_REMOVAL.matcher(line);
    if (keyRemoval.find()
        && machine.authorizedKeys().stream().anyMatch(key -> key.contains(keyRemoval.group(2)))) {
      synchronized (cleaned) {
        cleaned.add(keyRemoval.group(1));
        removedKeys.add(keyRemoval.group(2));
      }
    }
    return 0;
  }

  private boolean letIn(String user, PublicKey key) {
    boolean known = users.isEmpty() || users.contains(user);
    String shown = PublicKeyEntry.toString(key);
    return known
        && !removedKeys.contains(shown.split(" ")[1])
        && machine.authorizedKeys().stream().anyMatch(text -> text.startsWith(shown));
  }

  private Command command(ChannelSession channel, String line) {
    return line.startsWith("scp ") && line.contains(" -t ")
        ? new ScpSink(files, line)
        : new ScriptedCommand(this, line);
  }

  private SubsystemFactory sftp() {
    return new SubsystemFactory() {
      @Override
      public String getName() {
        return "sftp";
      }

      @Override
      public Command createSubsystem(ChannelSession channel) {
        return new SftpInMemory(files);
      }
    };
  }
}
