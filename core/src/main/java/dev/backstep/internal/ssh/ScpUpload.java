package dev.backstep.internal.ssh;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.scp.common.ScpHelper;
import org.apache.sshd.scp.common.ScpSourceStreamResolver;
import org.apache.sshd.scp.common.ScpTransferEventListener;
import org.apache.sshd.scp.common.helpers.DefaultScpFileOpener;
import org.apache.sshd.scp.common.helpers.ScpAckInfo;
import org.apache.sshd.scp.common.helpers.ScpTimestampCommandDetails;
import org.jspecify.annotations.Nullable;

/**
 * Puts one file on a host by SCP. The library's own client sends permissions only together with
 * times, and only logs what the host complains of.
 */
final class ScpUpload {

  private static final Duration OPENING = Duration.ofSeconds(30);
  private static final int BUFFER = 32 * 1024;

  private ScpUpload() {}

  static void put(ClientSession session, InputStream content, long size, String remote, int mode)
      throws IOException {
    ByteArrayOutputStream complaints = new ByteArrayOutputStream();
    String command = "scp -t -- '%s'".formatted(Template.escaped(remote));
    try (ChannelExec channel = session.createExecChannel(command)) {
      channel.setErr(complaints);
      channel.open().verify(OPENING);
      try (InputStream answers = channel.getInvertedOut();
          OutputStream out = channel.getInvertedIn()) {
        ScpHelper scp = new Strict(session, answers, out);
        scp.readAndValidateOperationAck(command, remote);
        scp.sendStream(new Content(content, size, remote, mode), true, BUFFER);
      }
    } catch (IOException e) {
      String said = complaints.toString(StandardCharsets.UTF_8).strip();
      throw said.isEmpty() ? e : new IOException(said, e);
    }
  }

  /** Takes a warning for what it is: the file is not there. */
  private static final class Strict extends ScpHelper {
    Strict(Session session, InputStream in, OutputStream out) {
      super(session, in, out, null, DefaultScpFileOpener.INSTANCE, ScpTransferEventListener.EMPTY);
    }

    @Override
    protected void validateCommandStatusCode(
        String command, Object location, ScpAckInfo answer, boolean eofAllowed) throws IOException {
      if (answer != null && answer.getStatusCode() != ScpAckInfo.OK) {
        throw new IOException(answer.getLine());
      }
      super.validateCommandStatusCode(command, location, answer, eofAllowed);
    }
  }

  /** What is sent. */
  private record Content(InputStream content, long size, String remote, int mode)
      implements ScpSourceStreamResolver {
    @Override
    public String getFileName() {
      return remote.substring(remote.lastIndexOf('/') + 1);
    }

    @Override
    public Path getEventListenerFilePath() {
      return Path.of(getFileName());
    }

    @Override
    public Collection<PosixFilePermission> getPermissions() {
      Set<PosixFilePermission> all = EnumSet.noneOf(PosixFilePermission.class);
      PosixFilePermission[] inOrder = PosixFilePermission.values();
      for (int bit = 0; bit < inOrder.length; bit++) {
        if ((mode & 0400 >> bit) != 0) {
          all.add(inOrder[bit]);
        }
      }
      return all;
    }

    @Override
    public @Nullable ScpTimestampCommandDetails getTimestamp() {
      return null;
    }

    @Override
    public long getSize() {
      return size;
    }

    @Override
    public InputStream resolveSourceStream(
        Session session, long length, Set<PosixFilePermission> permissions, OpenOption... options) {
      return content;
    }
  }
}
