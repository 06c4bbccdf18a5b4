package dev.backstep.internal.ssh;

import dev.backstep.internal.ssh.ExecResult.End;
import dev.backstep.internal.ssh.OutputLine.Stream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a command writes, line by line, without what must not be seen. However much comes, it holds
 * two unfinished lines and the last ten.
 */
final class Output {

  private static final int KEPT = 10;

  private final Consumer<OutputLine> listener;
  private final Masker masker;
  private final Deque<String> last = new ArrayDeque<>();
  private final LineCutter out;
  private final LineCutter err;
  private @Nullable RuntimeException failure;

  Output(Consumer<OutputLine> listener, Masker masker) {
    this.listener = listener;
    this.masker = masker;
    this.out = new LineCutter(masker.reach(), line -> heard(Stream.OUT, line));
    this.err = new LineCutter(masker.reach(), line -> heard(Stream.ERR, line));
  }

  OutputStream to(Stream stream) {
    return stream == Stream.OUT ? out : err;
  }

  synchronized boolean hasFailed() {
    return failure != null;
  }

  synchronized void rethrow() {
    if (failure != null) {
      throw failure;
    }
  }

  ExecResult result(End end) {
    return result(end, null, null);
  }

  ExecResult result(End end, @Nullable Integer exitCode, @Nullable String signal) {
    out.close();
    err.close();
    return new ExecResult(
        end,
        end == End.EXITED && exitCode != null ? exitCode : -1,
        end == End.KILLED && signal != null ? signal : "",
        lastLines());
  }

  private synchronized List<String> lastLines() {
    return List.copyOf(last);
  }

  /** The two streams come by different ways; a listener hears one line at a time. */
  private synchronized void heard(Stream stream, String line) {
    if (failure != null) {
      return;
    }
    String shown = LineCutter.cut(masker.mask(line));
    last.addLast(shown);
    if (last.size() > KEPT) {
      last.removeFirst();
    }
    try {
      listener.accept(new OutputLine(stream, shown));
    } catch (RuntimeException e) {
      failure = e;
    }
  }
}
