package dev.backstep.internal.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.internal.ssh.SshConnection.Connected;
import dev.backstep.internal.ssh.SshConnection.NotConnected;
import dev.backstep.plan.TimeSource;
import dev.backstep.testing.FakeInstance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A fake instance, the key that it lets in, and what a command wrote. */
final class Lab implements AutoCloseable {

  static final Bounds BOUNDS = Bounds.within(Duration.ofMinutes(1), TimeSource.system());

  final SshKey key;
  final FakeInstance instance;
  final List<String> output = Collections.synchronizedList(new ArrayList<>());
  private final List<SshSession> sessions = new ArrayList<>();

  Lab() {
    this(KeyType.ED25519);
  }

  Lab(KeyType type) {
    key = SshKey.generate(type);
    instance = FakeInstance.alone(key.publicText());
  }

  SshTarget target() {
    return target(HostKeys.none().andText(instance.hostKey()));
  }

  SshTarget target(HostKeys known) {
    return SshTarget.of("127.0.0.1", instance.port(), "centos", key, known);
  }

  SshSession connect() {
    return connect(target());
  }

  SshSession connect(SshTarget target) {
    SshConnection connection = SshConnector.connect(target, () -> false);
    assertThat(connection).isInstanceOf(Connected.class);
    SshSession session = ((Connected) connection).session();
    sessions.add(session);
    return session;
  }

  static ConnectFailure failure(SshTarget target) {
    SshConnection connection = SshConnector.connect(target, () -> false);
    assertThat(connection).isInstanceOf(NotConnected.class);
    return ((NotConnected) connection).failure();
  }

  void hear(OutputLine line) {
    output.add(line.stream() + " " + line.text());
  }

  @Override
  public void close() {
    sessions.forEach(SshSession::close);
    instance.close();
  }
}
