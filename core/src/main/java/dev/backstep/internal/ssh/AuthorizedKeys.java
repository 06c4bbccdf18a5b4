package dev.backstep.internal.ssh;

/**
 * Takes the key by which we log in out of the host, lest it be part of the image: of the user's own
 * file of authorised keys and of root's, where cloud-init puts it too. Other keys stay.
 */
public final class AuthorizedKeys {

  /**
   * In one line, since it goes through whatever login shell the user has. The file itself stays,
   * with its owner, mode and security context; it is not touched unless the rest of it is safe.
   */
  private static final String CLEAN =
      "f=%s; if [ -f $f ] && grep -qF %s $f; then umask 077; grep -vF %s $f > $f.backstep;"
          + " if [ $? -gt 1 ] || [ ! -f $f.backstep ]; then exit 4; fi;"
          + " cat $f.backstep > $f; rm -f $f.backstep; if grep -qF %s $f; then exit 3; fi; fi";

  private AuthorizedKeys() {}

  /**
   * Removes the key.
   *
   * @param terminal what {@code sudo} wants to be on
   * @return what is wrong, or empty when the key is in neither file (any more)
   */
  public static String remove(SshSession session, Terminal terminal, Bounds bounds) {
    String key = session.target().key().publicBase64();
    try {
      String wrong = clean(session, terminal, bounds, "sh -c '%s'", "~/.ssh/authorized_keys", key);
      if (wrong.isEmpty() && !session.target().user().equals("root")) {
        wrong =
            clean(
                session, terminal, bounds, "sudo -n sh -c '%s'", "/root/.ssh/authorized_keys", key);
      }
      return wrong;
    } catch (SshException e) {
      return "the temporary key is still authorised on %s: %s"
          .formatted(session.target(), e.getMessage());
    }
  }

  private static String clean(
      SshSession session, Terminal terminal, Bounds bounds, String shell, String file, String key)
      throws SshException {
    String script = CLEAN.formatted(file, key, key, key);
    ExecResult result = session.run(shell.formatted(script), terminal, line -> {}, bounds);
    return result.isSuccess()
        ? ""
        : "the temporary key may still be in %s of %s: the command that removes it %s%s"
            .formatted(
                file,
                session.target(),
                Endings.of(result, "0"),
                result.lastLines().isEmpty()
                    ? ""
                    : "\n    " + String.join("\n    ", result.lastLines()));
  }
}
