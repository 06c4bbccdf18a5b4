package dev.backstep.internal.ssh;

/** Something over a connection that did not work. */
public final class SshException extends Exception {

  private static final long serialVersionUID = 1;

  private final boolean disconnected;

  SshException(String message, boolean disconnected, Throwable cause) {
    super(message, cause);
    this.disconnected = disconnected;
  }

  /** Whether the reason is that the connection ended. */
  public boolean isDisconnected() {
    return disconnected;
  }
}
