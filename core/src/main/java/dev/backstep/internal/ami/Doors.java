package dev.backstep.internal.ami;

import dev.backstep.internal.ami.Builds.Login;
import dev.backstep.internal.ec2.Instances;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.ssh.ConnectFailure;
import dev.backstep.internal.ssh.HostKeys;
import dev.backstep.internal.ssh.SshConnection;
import dev.backstep.internal.ssh.SshConnector;
import dev.backstep.internal.ssh.SshTarget;
import dev.backstep.plan.TimeSource;
import java.time.Duration;
import java.util.Optional;

/**
 * Opens connections to build instances. The host's key is the one that the user data gave it; where
 * that could not be, or the host shows another, the ones that it wrote to its console.
 */
final class Doors {

  private final Builds builds;
  private final Instances instances;
  private final Console console;
  private final TimeSource time;

  Doors(Builds builds, Instances instances, Console console, TimeSource time) {
    this.builds = builds;
    this.instances = instances;
    this.console = console;
    this.time = time;
  }

  /** What to connect to, and by what the host is known so far; empty while it has no address. */
  Optional<SshTarget> target(String instance, String keyPair, SshAccess access, Attempt run) {
    Login login = builds.login(instance);
    begin(login);
    if (login.address.isEmpty()) {
      login.address = instances.address(instance, access.atPublicAddress(), run);
    }
    return login.address.map(
        address ->
            SshTarget.of(
                    address,
                    access.port(),
                    access.user(),
                    builds.keysOf(keyPair).user(),
                    hostKeys(instance, keyPair, access, login, run))
                .with(access.algorithms()));
  }

  /** Logs in; empty when that is done. */
  Optional<ConnectFailure> open(Login login, SshTarget target, Attempt run) {
    if (login.isOpen()) {
      return Optional.empty();
    }
    login.attempts++;
    SshConnection connection = SshConnector.connect(target, run::stopping);
    if (connection instanceof SshConnection.Connected connected) {
      login.session = connected.session();
      login.since = null;
      return Optional.empty();
    }
    ConnectFailure failure = ((SshConnection.NotConnected) connection).failure();
    if (failure.kind() == ConnectFailure.Kind.HOST_KEY_CHANGED && login.knowsHostKey) {
      login.knowsHostKey = false;
      login.asksConsole = true;
    }
    return Optional.of(failure);
  }

  /** Whether another attempt may work; a host key that the console does not know never does. */
  boolean mayPass(Login login, ConnectFailure failure) {
    return failure.kind().mayPass()
        || failure.kind() == ConnectFailure.Kind.HOST_KEY_CHANGED && login.asksConsole;
  }

  /** How long since the first attempt. */
  Duration waited(Login login) {
    return login.since == null ? Duration.ZERO : Duration.ofNanos(time.nanoTime() - login.since);
  }

  private void begin(Login login) {
    if (login.since == null) {
      login.since = time.nanoTime();
    }
  }

  private HostKeys hostKeys(
      String instance, String keyPair, SshAccess access, Login login, Attempt run) {
    if (access.acceptsAnyHostKey()) {
      return HostKeys.acceptAny();
    }
    if (login.knowsHostKey) {
      return HostKeys.of(builds.keysOf(keyPair).host());
    }
    login.asksConsole = false;
    return HostKeys.inConsole(console.read(instance, run));
  }
}
