package dev.backstep.internal.ssh;

/** Whether a command runs on a terminal, which {@code requiretty} in sudoers asks for. */
public enum Terminal {
  /** Standard output and standard error stay apart. */
  NONE,
  /** Both come as one, as a terminal shows them. */
  PTY
}
