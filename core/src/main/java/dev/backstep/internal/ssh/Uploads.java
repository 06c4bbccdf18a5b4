package dev.backstep.internal.ssh;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.EnumSet;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.jspecify.annotations.Nullable;

/** Puts files on a host: by SFTP, or by SCP once the host has shown that it has no SFTP. */
final class Uploads {

  private final ClientSession session;
  private final SshTarget target;
  private boolean noSftp;

  Uploads(ClientSession session, SshTarget target) {
    this.session = session;
    this.target = target;
  }

  void put(Source source, String remote, int mode, Bounds.Watch watch) throws SshException {
    try (SftpClient sftp = sftp()) {
      try (InputStream content = watched(source, watch)) {
        if (sftp == null) {
          ScpUpload.put(session, content, source.size(), remote, mode);
        } else {
          bySftp(sftp, content, remote, mode);
        }
      }
    } catch (IOException | RuntimeException e) {
      // The library says by an IllegalStateException that the session is closed.
      throw new SshException(
          session.isOpen()
              ? "%s could not be put on %s by %s: %s"
                  .formatted(
                      remote, target, noSftp ? "SCP (there is no SFTP)" : "SFTP", e.getMessage())
              : "the connection to %s ended while %s was being put there".formatted(target, remote),
          !session.isOpen(),
          e);
    }
  }

  private static void bySftp(SftpClient sftp, InputStream content, String remote, int mode)
      throws IOException {
    EnumSet<OpenMode> anew = EnumSet.of(OpenMode.Write, OpenMode.Create, OpenMode.Truncate);
    try (OutputStream file = sftp.write(remote, anew)) {
      content.transferTo(file);
    }
    sftp.setStat(remote, new SftpClient.Attributes().perms(mode));
  }

  /** The host's SFTP, or null if it has none. */
  private @Nullable SftpClient sftp() throws IOException {
    if (noSftp) {
      return null;
    }
    try {
      return SftpClientFactory.instance().createSftpClient(session);
    } catch (IOException e) {
      if (!session.isOpen()) {
        throw e;
      }
      noSftp = true;
      return null;
    }
  }

  private static InputStream watched(Source source, Bounds.Watch watch) throws IOException {
    return new FilterInputStream(source.open()) {
      @Override
      public int read(byte[] into, int from, int count) throws IOException {
        if (watch.isStopped() || watch.isOver()) {
          throw new InterruptedIOException(
              watch.isStopped() ? "the upload was stopped" : "the upload took too long");
        }
        return super.read(into, from, count);
      }
    };
  }
}
