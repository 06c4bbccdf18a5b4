package dev.backstep.internal.ssh;

import dev.backstep.internal.ssh.ConnectFailure.Kind;
import dev.backstep.internal.ssh.SshConnection.Connected;
import dev.backstep.internal.ssh.SshConnection.NotConnected;
import java.io.IOException;
import java.security.PublicKey;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.future.AuthFuture;
import org.apache.sshd.client.future.ConnectFuture;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.future.SshFuture;

/** Makes one attempt to log in. Whether and when there is another is for the caller to say. */
public final class SshConnector {

  private static final int SLICE_MILLIS = 50;

  private SshConnector() {}

  /**
   * Connects, checks the host's key and logs in, within the target's patience.
   *
   * @param stopped asked about twenty times a second
   */
  public static SshConnection connect(SshTarget target, BooleanSupplier stopped) {
    if (target.hostKeys().isEmpty()) {
      return new NotConnected(Explanations.noHostKeyKnown(target));
    }
    AtomicReference<PublicKey> rejected = new AtomicReference<>();
    SshClient client = Clients.start(target, rejected);
    ClientSession session = null;
    try {
      Countdown left = new Countdown(target, stopped);
      ConnectFuture connecting = client.connect(target.user(), target.host(), target.port());
      Optional<ConnectFailure> failure = left.await(connecting, "connection");
      if (failure.isEmpty()) {
        session = connecting.getSession();
        session.addPublicKeyIdentity(target.key().pair());
        AuthFuture login = session.auth();
        failure = left.await(login, "answer of an SSH server");
      }
      if (failure.isEmpty()) {
        SshSession open = new SshSession(client, session, target);
        client = null;
        session = null;
        return new Connected(open);
      }
      return new NotConnected(
          rejected.get() == null
              ? failure.get()
              : Explanations.hostKeyChanged(target, rejected.get()));
    } catch (IOException e) {
      return new NotConnected(Explanations.of(target, e));
    } finally {
      Clients.close(session, client);
    }
  }

  /** What is left of the patience. It counts what it waits, so it needs no clock. */
  private static final class Countdown {
    private final SshTarget target;
    private final BooleanSupplier stopped;
    private long left;

    Countdown(SshTarget target, BooleanSupplier stopped) {
      this.target = target;
      this.stopped = stopped;
      this.left = Math.max(1, target.patience().toMillis());
    }

    Optional<ConnectFailure> await(SshFuture<?> future, String what) throws IOException {
      while (left > 0 && !stopped.getAsBoolean()) {
        long slice = Math.min(left, SLICE_MILLIS);
        if (future.await(slice)) {
          return failure(future).map(thrown -> Explanations.of(target, thrown));
        }
        left -= slice;
      }
      return Optional.of(
          left > 0
              ? new ConnectFailure(Kind.STOPPED, "connecting to %s was stopped".formatted(target))
              : Explanations.noAnswer(target, what));
    }

    private static Optional<Throwable> failure(SshFuture<?> future) {
      return Optional.ofNullable(
          future instanceof ConnectFuture connecting
              ? connecting.getException()
              : ((AuthFuture) future).getException());
    }
  }
}
