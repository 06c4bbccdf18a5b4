package dev.backstep.testing.internal.ssh;

import static org.apache.sshd.sftp.common.SftpConstants.SSH_FILEXFER_ATTR_PERMISSIONS;
import static org.apache.sshd.sftp.common.SftpConstants.SSH_FILEXFER_ATTR_SIZE;
import static org.apache.sshd.sftp.common.SftpConstants.SSH_FILEXFER_ATTR_UIDGID;
import static org.apache.sshd.sftp.common.SftpConstants.SSH_FXP_ATTRS;
import static org.apache.sshd.sftp.common.SftpConstants.SSH_FXP_CLOSE;
import static org.apache.sshd.sftp.common.SftpConstants.SSH_FXP_FSETSTAT;
import static org.apache.sshd.sftp.common.SftpConstants.SSH_FXP_HANDLE;
import static org.apache.sshd.sftp.common.SftpConstants.SSH_FXP_INIT;
import static org.apache.sshd.sftp.common.SftpConstants.SSH_FXP_LSTAT;
import static org.apache.sshd.sftp.common.SftpConstants.SSH_FXP_OPEN;
import static org.apache.sshd.sftp.common.SftpConstants.SSH_FXP_REMOVE;
import static org.apache.sshd.sftp.common.SftpConstants.SSH_FXP_SETSTAT;
import static org.apache.sshd.sftp.common.SftpConstants.SSH_FXP_STAT;
import static org.apache.sshd.sftp.common.SftpConstants.SSH_FXP_STATUS;
import static org.apache.sshd.sftp.common.SftpConstants.SSH_FXP_VERSION;
import static org.apache.sshd.sftp.common.SftpConstants.SSH_FXP_WRITE;
import static org.apache.sshd.sftp.common.SftpConstants.SSH_FX_FAILURE;
import static org.apache.sshd.sftp.common.SftpConstants.SSH_FX_NO_SUCH_FILE;
import static org.apache.sshd.sftp.common.SftpConstants.SSH_FX_OK;
import static org.apache.sshd.sftp.common.SftpConstants.SSH_FX_OP_UNSUPPORTED;
import static org.apache.sshd.sftp.common.SftpConstants.SSH_FX_PERMISSION_DENIED;

import dev.backstep.testing.internal.ssh.MemoryFiles.Stored;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.channel.ChannelSession;

/**
 * As much of SFTP version 3 as it takes to receive files, into memory. The library's own server
 * works on a file system, and there must be no way from a client to that of this machine.
 */
final class SftpInMemory extends ThreadedCommand {

  private static final int LONGEST_PACKET = 1 << 20;

  /** A file that is being written. */
  private static final class Open {
    private final String path;
    private int mode = 0644;
    private byte[] content = new byte[0];
    private int size;

    Open(String path) {
      this.path = path;
    }

    boolean write(long offset, byte[] data) {
      if (offset + data.length > MemoryFiles.LARGEST) {
        return false;
      }
      int end = (int) offset + data.length;
      content =
          content.length < end
              ? Arrays.copyOf(content, Math.max(end, 2 * content.length))
              : content;
      System.arraycopy(data, 0, content, (int) offset, data.length);
      size = Math.max(size, end);
      return true;
    }
  }

  private final MemoryFiles files;
  private final Map<String, Open> open = new HashMap<>();
  private int handles;

  SftpInMemory(MemoryFiles files) {
    this.files = files;
  }

  @Override
  Integer answer(ChannelSession channel, Environment environment) throws IOException {
    DataInputStream packets = new DataInputStream(in());
    while (true) {
      int length;
      try {
        length = packets.readInt();
      } catch (EOFException e) {
        return 0;
      }
      if (length < 1 || length > LONGEST_PACKET) {
        throw new IOException("a packet of %d bytes".formatted(length));
      }
      byte[] packet = new byte[length];
      packets.readFully(packet);
      answer(new ByteArrayBuffer(packet));
    }
  }

  private void answer(Buffer request) throws IOException {
    int type = request.getUByte();
    if (type == SSH_FXP_INIT) {
      Buffer version = packet(SSH_FXP_VERSION);
      version.putUInt(3);
      send(version);
      return;
    }
    long id = request.getUInt();
    switch (type) {
      case SSH_FXP_OPEN -> open(id, request);
      case SSH_FXP_WRITE -> write(id, request);
      case SSH_FXP_CLOSE -> close(id, request);
      case SSH_FXP_SETSTAT -> {
        String path = request.getString();
        status(id, files.chmod(path, mode(request, 0644)) ? SSH_FX_OK : SSH_FX_NO_SUCH_FILE);
      }
      case SSH_FXP_FSETSTAT -> {
        Open file = open.get(request.getString());
        if (file != null) {
          file.mode = mode(request, file.mode);
        }
        status(id, file == null ? SSH_FX_FAILURE : SSH_FX_OK);
      }
      case SSH_FXP_STAT, SSH_FXP_LSTAT -> stat(id, request.getString());
      case SSH_FXP_REMOVE ->
          status(id, files.remove(request.getString()) ? SSH_FX_OK : SSH_FX_NO_SUCH_FILE);
      default -> status(id, SSH_FX_OP_UNSUPPORTED);
    }
  }

  private void open(long id, Buffer request) throws IOException {
    Open file = new Open(request.getString());
    request.getUInt();
    file.mode = mode(request, file.mode);
    if (!files.mayWrite(file.path)) {
      status(id, SSH_FX_PERMISSION_DENIED);
      return;
    }
    String handle = "handle-" + handles++;
    open.put(handle, file);
    Buffer answer = packet(SSH_FXP_HANDLE);
    answer.putUInt(id);
    answer.putString(handle);
    send(answer);
  }

  private void write(long id, Buffer request) throws IOException {
    Open file = open.get(request.getString());
    long offset = request.getLong();
    boolean written = file != null && file.write(offset, request.getBytes());
    status(id, written ? SSH_FX_OK : SSH_FX_FAILURE);
  }

  private void close(long id, Buffer request) throws IOException {
    Open file = open.remove(request.getString());
    if (file != null) {
      files.put(new Stored(file.path, Arrays.copyOf(file.content, file.size), file.mode, "sftp"));
    }
    status(id, file == null ? SSH_FX_FAILURE : SSH_FX_OK);
  }

  private void stat(long id, String path) throws IOException {
    Stored file = files.get(path).orElse(null);
    if (file == null) {
      status(id, SSH_FX_NO_SUCH_FILE);
      return;
    }
    Buffer answer = packet(SSH_FXP_ATTRS);
    answer.putUInt(id);
    answer.putUInt(SSH_FILEXFER_ATTR_SIZE | SSH_FILEXFER_ATTR_PERMISSIONS);
    answer.putLong(file.content().length);
    answer.putUInt(0100000 | file.mode());
    send(answer);
  }

  /** The permissions among a file's attributes. */
  private static int mode(Buffer attributes, int otherwise) {
    long flags = attributes.getUInt();
    if ((flags & SSH_FILEXFER_ATTR_SIZE) != 0) {
      attributes.getLong();
    }
    if ((flags & SSH_FILEXFER_ATTR_UIDGID) != 0) {
      attributes.getLong();
    }
    return (flags & SSH_FILEXFER_ATTR_PERMISSIONS) == 0
        ? otherwise
        : (int) attributes.getUInt() & 07777;
  }

  private void status(long id, int code) throws IOException {
    Buffer answer = packet(SSH_FXP_STATUS);
    answer.putUInt(id);
    answer.putUInt(code);
    answer.putString(code == SSH_FX_PERMISSION_DENIED ? "Permission denied" : "status " + code);
    answer.putString("");
    send(answer);
  }

  private static Buffer packet(int type) {
    Buffer packet = new ByteArrayBuffer();
    packet.putByte((byte) type);
    return packet;
  }

  private void send(Buffer packet) throws IOException {
    Buffer framed = new ByteArrayBuffer();
    framed.putBytes(packet.getCompactData()); // with the length before it
    out().write(framed.getCompactData());
    out().flush();
  }
}
