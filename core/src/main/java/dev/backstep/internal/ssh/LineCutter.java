package dev.backstep.internal.ssh;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Cuts a stream of bytes into lines of UTF-8. A line ends with a line feed or with a carriage
 * return, as progress bars do it; what a terminal would obey is shown as {@code ?}.
 */
final class LineCutter extends OutputStream {

  /** How much of a line is shown. */
  static final int LONGEST = 4096;

  private final Consumer<String> lines;
  private final int kept;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean returned;
  private boolean closed;

  /**
   * @param more how much of a line is handed on beyond what is shown
   */
  LineCutter(int more, Consumer<String> lines) {
    this.kept = LONGEST * 4 + more;
    this.lines = lines;
  }

  @Override
  public synchronized void write(int b) {
    if (closed) {
      return;
    }
    boolean wasReturned = returned;
    returned = b == '\r';
    if (b == '\n' && wasReturned) {
      return;
    }
    if (b == '\n' || b == '\r') {
      end();
    } else if (line.size() < kept) {
      line.write(b);
    }
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int count) {
    for (int i = from; i < from + count; i++) {
      write(bytes[i]);
    }
  }

  /** What is left is a line, too. */
  @Override
  public synchronized void close() {
    if (!closed && line.size() > 0) {
      end();
    }
    closed = true;
  }

  static String cut(String line) {
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + " (cut)";
  }

  private void end() {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    lines.accept(text.replaceAll("[\\p{Cc}&&[^\\t]]", "?"));
  }
}
