package dev.backstep.internal.ssh;

/** What came of an attempt to connect. */
public sealed interface SshConnection {

  /** Logged in. Whoever gets it closes the session. */
  record Connected(SshSession session) implements SshConnection {}

  /** Not logged in; nothing is left open. */
  record NotConnected(ConnectFailure failure) implements SshConnection {}
}
