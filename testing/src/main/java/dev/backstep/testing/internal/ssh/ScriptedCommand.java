package dev.backstep.testing.internal.ssh;

import dev.backstep.testing.internal.ssh.Behaviour.Printed;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.channel.ChannelSession;
import org.jspecify.annotations.Nullable;

/** A command that is answered from the table. Nothing is ever carried out. */
final class ScriptedCommand extends ThreadedCommand {

  private final FakeServer server;
  private final String line;

  ScriptedCommand(FakeServer server, String line) {
    this.server = server;
    this.line = line;
  }

  @Override
  @Nullable Integer answer(ChannelSession channel, Environment environment)
      throws IOException, InterruptedException {
    boolean terminal = environment.getEnv().containsKey(Environment.ENV_TERM);
    Behaviour behaviour = server.answers().answer(line, terminal).orElse(null);
    if (behaviour == null) {
      return server.builtIn(line);
    }
    for (Printed printed : behaviour.prints) {
      write(printed.error() && !terminal ? err() : out(), printed.text(), terminal);
    }
    while (behaviour.endless.isPresent()) {
      write(out(), behaviour.endless.get(), terminal);
    }
    Thread.sleep(behaviour.takes.toMillis());
    return end(behaviour, channel);
  }

  private @Nullable Integer end(Behaviour behaviour, ChannelSession channel)
      throws IOException, InterruptedException {
    switch (behaviour.ending) {
      case EXIT -> {
        if (!behaviour.keepsChannelOpen) {
          return behaviour.exitCode;
        }
        request(channel, "exit-status", buffer -> buffer.putInt(behaviour.exitCode));
        Thread.sleep(Long.MAX_VALUE);
      }
      case SIGNAL -> {
        request(
            channel,
            "exit-signal",
            buffer -> {
              buffer.putString(behaviour.signal);
              buffer.putBoolean(false);
              buffer.putString("");
              buffer.putString("");
            });
        channel.close(false);
      }
      case DROP -> channel.getSession().close(true);
      case SILENCE -> server.fallSilent(channel.getSession());
      case REBOOT -> server.reboot(behaviour.reboot);
    }
    return null;
  }

  /** A terminal shows a line feed as two characters. */
  private static void write(OutputStream stream, String text, boolean terminal) throws IOException {
    stream.write((terminal ? text.replace("\n", "\r\n") : text).getBytes(StandardCharsets.UTF_8));
    stream.flush();
  }

  private static void request(
      ChannelSession channel, String type, java.util.function.Consumer<Buffer> details)
      throws IOException {
    Session session = channel.getSession();
    Buffer buffer = session.createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST);
    buffer.putUInt(channel.getRecipient());
    buffer.putString(type);
    buffer.putBoolean(false);
    details.accept(buffer);
    channel.writePacket(buffer);
  }
}
