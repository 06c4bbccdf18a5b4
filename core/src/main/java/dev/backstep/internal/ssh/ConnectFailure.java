package dev.backstep.internal.ssh;

/**
 * Why there is no connection.
 *
 * @param kind what kind of failure
 * @param message where, what, and what may help
 */
public record ConnectFailure(Kind kind, String message) {

  /** Kinds of failure, each with whether trying again may help. */
  public enum Kind {
    /** Nothing came back: it still boots, or a group, a route or a firewall swallows packets. */
    NO_ANSWER(true),
    /** The host is there and nothing listens on the port. */
    REFUSED(true),
    /** This machine has no way there. */
    UNREACHABLE(true),
    /** The name has no address. */
    UNKNOWN_HOST(false),
    /** The connection ended before anybody was logged in. */
    CUT_OFF(true),
    /** What answers is no SSH server. */
    NOT_SSH(false),
    /** The user does not exist or does not have the key; early in a boot, not yet. */
    NOT_LET_IN(true),
    /** The host shows another key than the one it is known by. */
    HOST_KEY_CHANGED(false),
    /** Nothing is known of the host's key, so it cannot be told from an impostor. */
    HOST_KEY_UNKNOWN(true),
    /** The two sides share no algorithm. */
    NO_COMMON_ALGORITHM(false),
    /** The attempt was stopped. */
    STOPPED(false);

    private final boolean mayPass;

    Kind(boolean mayPass) {
      this.mayPass = mayPass;
    }

    /** Whether the same attempt may succeed later. */
    public boolean mayPass() {
      return mayPass;
    }
  }
}
