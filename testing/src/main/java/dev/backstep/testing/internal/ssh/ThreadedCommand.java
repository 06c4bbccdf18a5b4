package dev.backstep.testing.internal.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.jspecify.annotations.Nullable;

/** A command that is answered on a thread of its own. */
abstract class ThreadedCommand implements Command {

  private @Nullable InputStream in;
  private @Nullable OutputStream out;
  private @Nullable OutputStream err;
  private @Nullable ExitCallback exit;
  private @Nullable Thread thread;

  /** Answers; what it returns is the exit code, or null where there is to be none. */
  abstract @Nullable Integer answer(ChannelSession channel, Environment environment)
      throws IOException, InterruptedException;

  final InputStream in() {
    return Objects.requireNonNull(in);
  }

  final OutputStream out() {
    return Objects.requireNonNull(out);
  }

  final OutputStream err() {
    return Objects.requireNonNull(err);
  }

  @Override
  public final void start(ChannelSession channel, Environment environment) {
    Thread worker = new Thread(() -> run(channel, environment), "fake-instance");
    worker.setDaemon(true);
    thread = worker;
    worker.start();
  }

  @Override
  public final void destroy(ChannelSession channel) {
    if (thread != null) {
      thread.interrupt();
    }
  }

  @Override
  public final void setInputStream(InputStream in) {
    this.in = in;
  }

  @Override
  public final void setOutputStream(OutputStream out) {
    this.out = out;
  }

  @Override
  public final void setErrorStream(OutputStream err) {
    this.err = err;
  }

  @Override
  public final void setExitCallback(ExitCallback exit) {
    this.exit = exit;
  }

  private void run(ChannelSession channel, Environment environment) {
    try {
      Integer code = answer(channel, environment);
      if (code != null) {
        out().flush();
        err().flush();
        Objects.requireNonNull(exit).onExit(code);
      }
    } catch (IOException | RuntimeException e) {
      // The client is gone; there is nobody to tell.
      channel.close(true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
