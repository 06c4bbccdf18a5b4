package dev.backstep.internal.ssh;

import java.util.List;

/**
 * How a command ended.
 *
 * @param end the way it ended
 * @param exitCode of a command that {@link End#EXITED}, else -1
 * @param signal of a command that was {@link End#KILLED}, such as {@code TERM}, else empty
 * @param lastLines of its output, at most ten
 */
public record ExecResult(End end, int exitCode, String signal, List<String> lastLines) {

  /** Ways a command ends. */
  public enum End {
    /** With an exit code. */
    EXITED,
    /** By a signal. */
    KILLED,
    /** The connection ended first; whether the command did is not known. */
    DISCONNECTED,
    /** Given up on request. */
    STOPPED,
    /** Given up because its time was over. */
    OVERDUE
  }

  /** Copies the lines. */
  public ExecResult {
    lastLines = List.copyOf(lastLines);
  }

  /** Whether it exited with 0. */
  public boolean isSuccess() {
    return end == End.EXITED && exitCode == 0;
  }
}
