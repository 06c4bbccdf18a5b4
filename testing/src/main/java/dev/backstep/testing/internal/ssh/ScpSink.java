package dev.backstep.testing.internal.ssh;

import dev.backstep.testing.internal.ssh.MemoryFiles.Stored;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.channel.ChannelSession;

/** The receiving side of {@code scp -t}: one file into memory. */
final class ScpSink extends ThreadedCommand {

  private final MemoryFiles files;
  private final String path;

  ScpSink(MemoryFiles files, String line) {
    this.files = files;
    this.path = line.replaceFirst("scp -t (-- )?", "").replaceAll("^'|'$", "");
  }

  @Override
  Integer answer(ChannelSession channel, Environment environment) throws IOException {
    acknowledge();
    String header = line();
    while (header.startsWith("T")) {
      acknowledge();
      header = line();
    }
    String[] words = header.split(" ");
    int size = Integer.parseInt(words[1]);
    if (!files.mayWrite(path) || size > MemoryFiles.LARGEST) {
      refuse("scp: %s: Permission denied".formatted(path));
      return 1;
    }
    acknowledge();
    byte[] content = in().readNBytes(size);
    if (content.length < size || in().read() != 0) {
      throw new EOFException("the file is not whole");
    }
    files.put(new Stored(path, content, Integer.parseInt(words[0].substring(1), 8), "scp"));
    acknowledge();
    return 0;
  }

  private void acknowledge() throws IOException {
    out().write(0);
    out().flush();
  }

  private void refuse(String why) throws IOException {
    out().write(1);
    out().write((why + "\n").getBytes(StandardCharsets.UTF_8));
    out().flush();
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in().read(); c != '\n'; c = in().read()) {
      if (c < 0) {
        throw new EOFException("no header");
      }
      line.append((char) c);
    }
    return line.toString();
  }
}
