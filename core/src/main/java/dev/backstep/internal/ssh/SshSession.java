package dev.backstep.internal.ssh;

import dev.backstep.internal.ssh.ExecResult.End;
import dev.backstep.internal.ssh.OutputLine.Stream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.channel.PtyMode;

/**
 * A connection that is logged in. One for all that is done on an instance: a script may well take
 * away the keys that a second one would need. For one thread at a time; {@link #close} for any.
 */
public final class SshSession implements AutoCloseable {

  private static final Duration SLICE = Duration.ofMillis(100);
  private static final Duration OPENING = Duration.ofSeconds(30);

  /** How long output may still come after the exit code, where something holds the channel open. */
  private static final int SLICES_AFTER_EXIT = 10;

  private static final Set<ClientChannelEvent> ENDS =
      EnumSet.of(
          ClientChannelEvent.CLOSED,
          ClientChannelEvent.EXIT_STATUS,
          ClientChannelEvent.EXIT_SIGNAL);

  private final SshClient client;
  private final ClientSession session;
  private final SshTarget target;
  private final Uploads uploads;

  SshSession(SshClient client, ClientSession session, SshTarget target) {
    this.client = client;
    this.session = session;
    this.target = target;
    this.uploads = new Uploads(session, target);
  }

  /** What it is connected to. */
  public SshTarget target() {
    return target;
  }

  /** Whether it can still be used, as far as is known. */
  public boolean isOpen() {
    return session.isOpen();
  }

  /**
   * Runs a command, with nothing on its standard input, until it ends or is given up.
   *
   * @param listener hears each line as it comes, on another thread, one at a time; what it throws
   *     ends the command and is thrown again here
   * @throws SshException if the host does not begin it
   */
  public ExecResult run(
      String command, Terminal terminal, Consumer<OutputLine> listener, Bounds bounds)
      throws SshException {
    return run(command, terminal, new Output(listener, Masker.NOTHING), bounds);
  }

  ExecResult run(String command, Terminal terminal, Output output, Bounds bounds)
      throws SshException {
    Bounds.Watch watch = bounds.begin();
    if (!session.isOpen()) {
      return output.result(End.DISCONNECTED);
    }
    try (ChannelExec channel = session.createExecChannel(command)) {
      channel.setIn(InputStream.nullInputStream());
      channel.setOut(output.to(Stream.OUT));
      channel.setErr(output.to(Stream.ERR));
      if (terminal == Terminal.PTY) {
        channel.setUsePty(true);
        channel.setPtyType("dumb");
        channel.setPtyColumns(500);
        channel.setPtyModes(Map.of(PtyMode.ECHO, 0));
      }
      channel.open().verify(OPENING);
      End end = follow(channel, output, watch);
      if (end != End.EXITED) {
        channel.close(true);
      }
      output.rethrow();
      return output.result(end, channel.getExitStatus(), channel.getExitSignal());
    } catch (IOException | IllegalStateException e) {
      // The library says by an IllegalStateException that the session is closed.
      output.rethrow();
      if (!session.isOpen()) {
        return output.result(End.DISCONNECTED);
      }
      throw new SshException(
          "%s did not begin the command: %s".formatted(target, e.getMessage()), false, e);
    }
  }

  /**
   * Puts a file on the host, by SFTP or, where the host has none, by SCP.
   *
   * @param remote its path there, whose folder must be there
   * @param mode its permissions, such as 0644
   * @throws SshException if it could not be put there whole
   */
  public void upload(byte[] content, String remote, int mode, Bounds bounds) throws SshException {
    uploads.put(Source.of(content), remote, mode, bounds.begin());
  }

  void upload(Source source, String remote, int mode, Bounds bounds) throws SshException {
    uploads.put(source, remote, mode, bounds.begin());
  }

  /** Waits until the connection ends, as it does when the host reboots. */
  boolean awaitEnd(Duration patience, Bounds bounds) {
    Bounds.Watch watch = bounds.begin();
    for (long slices = patience.dividedBy(SLICE); slices >= 0; slices--) {
      Set<ClientSession.ClientSessionEvent> events =
          session.waitFor(EnumSet.of(ClientSession.ClientSessionEvent.CLOSED), SLICE);
      if (events.contains(ClientSession.ClientSessionEvent.CLOSED)) {
        return true;
      }
      if (watch.isStopped() || watch.isOver()) {
        return false;
      }
    }
    return false;
  }

  /** Ends the connection and everything that belongs to it. Harmless when it has ended. */
  @Override
  public void close() {
    Clients.close(session, client);
  }

  private End follow(ChannelExec channel, Output output, Bounds.Watch watch) {
    int slices = SLICES_AFTER_EXIT;
    while (true) {
      boolean exited = channel.getExitStatus() != null || channel.getExitSignal() != null;
      Set<ClientChannelEvent> events =
          channel.waitFor(exited ? EnumSet.of(ClientChannelEvent.CLOSED) : ENDS, SLICE);
      exited = channel.getExitStatus() != null || channel.getExitSignal() != null;
      if (events.contains(ClientChannelEvent.CLOSED) || exited && slices-- <= 0) {
        return !exited
            ? End.DISCONNECTED
            : channel.getExitStatus() != null ? End.EXITED : End.KILLED;
      }
      if (output.hasFailed() || watch.isStopped()) {
        return End.STOPPED;
      }
      if (watch.isOver()) {
        return End.OVERDUE;
      }
    }
  }
}
