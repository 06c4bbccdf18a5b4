package dev.backstep.internal.ssh;

/**
 * One line that a command wrote.
 *
 * @param stream where to
 * @param text without its line break, control characters shown as {@code ?}, cut where it is too
 *     long
 */
public record OutputLine(Stream stream, String text) {

  /** Where a line was written. On a terminal all is standard output. */
  public enum Stream {
    /** Standard output. */
    OUT,
    /** Standard error. */
    ERR
  }
}
