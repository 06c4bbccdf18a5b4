package dev.backstep.internal.ssh;

import dev.backstep.internal.ssh.ConnectFailure.Kind;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.PublicKey;
import java.util.List;
import java.util.stream.Stream;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.common.config.keys.KeyUtils;

/** Says why there is no connection, from what the SSH library threw. */
final class Explanations {

  private Explanations() {}

  static ConnectFailure of(SshTarget target, Throwable thrown) {
    for (Throwable cause : causes(thrown)) {
      if (cause instanceof NoRouteToHostException) {
        return failure(
            Kind.UNREACHABLE, "%s: this machine has no route there (%s)", target, said(cause));
      }
      if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
        return failure(Kind.UNKNOWN_HOST, "%s: the name has no address", target);
      }
      if (cause instanceof ConnectException) {
        return connect(target, said(cause));
      }
    }
    SshException ssh =
        causes(thrown).stream()
            .filter(SshException.class::isInstance)
            .map(SshException.class::cast)
            .findFirst()
            .orElse(null);
    int code = ssh == null ? 0 : ssh.getDisconnectCode();
    return disconnected(target, code, said(thrown));
  }

  static ConnectFailure noAnswer(SshTarget target, String what) {
    return failure(
        Kind.NO_ANSWER,
        "%s: no %s within %d ms; it is still booting, or a security group, a network ACL or a"
            + " missing route swallows the packets",
        target,
        what,
        target.patience().toMillis());
  }

  static ConnectFailure noHostKeyKnown(SshTarget target) {
    return failure(
        Kind.HOST_KEY_UNKNOWN,
        "%s: no host key is known to check it by: none was given to it in user data, and its"
            + " console output does not show any (yet); acceptUnknownHostKey() would connect"
            + " without this check",
        target);
  }

  static ConnectFailure hostKeyChanged(SshTarget target, PublicKey shown) {
    return failure(
        Kind.HOST_KEY_CHANGED,
        "%s: the host shows another key than the one it is known by, so it may not be ours; nothing"
            + " was sent to it\n  shown:    %s %s\n  expected: %s",
        target,
        KeyUtils.getKeyType(shown),
        HostKeys.fingerprint(shown),
        target.hostKeys());
  }

  private static ConnectFailure connect(SshTarget target, String said) {
    if (said.contains("timed out")) {
      return noAnswer(target, "connection");
    }
    return said.contains("refused")
        ? failure(
            Kind.REFUSED,
            "%s: connection refused: the host is up and nothing listens on port %d (yet)",
            target,
            target.port())
        : failure(Kind.UNREACHABLE, "%s: cannot be reached (%s)", target, said);
  }

  private static ConnectFailure disconnected(SshTarget target, int code, String said) {
    if (code == SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE) {
      return failure(
          Kind.NOT_LET_IN,
          "%s: the host does not let user \"%s\" in with key %s: another user name, or cloud-init"
              + " has not put the key in place (yet)",
          target,
          target.user(),
          target.key().fingerprint());
    }
    if (code == SshConstants.SSH2_DISCONNECT_KEY_EXCHANGE_FAILED) {
      return failure(
          Kind.NO_COMMON_ALGORITHM,
          "%s: the two sides share no algorithm (%s)%s",
          target,
          said,
          target.algorithms() == Algorithms.CURRENT
              ? "; legacySsh() allows the older ones that images such as CentOS 6 need"
              : "");
    }
    if (code == SshConstants.SSH2_DISCONNECT_PROTOCOL_VERSION_NOT_SUPPORTED
        || code == SshConstants.SSH2_DISCONNECT_PROTOCOL_ERROR) {
      return failure(Kind.NOT_SSH, "%s: what answers is no SSH 2 server (%s)", target, said);
    }
    return failure(
        Kind.CUT_OFF, "%s: the connection ended before anybody was logged in (%s)", target, said);
  }

  private static ConnectFailure failure(Kind kind, String format, Object... args) {
    return new ConnectFailure(kind, format.formatted(args));
  }

  private static List<Throwable> causes(Throwable thrown) {
    return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause).limit(10).toList();
  }

  private static String said(Throwable thrown) {
    return thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage();
  }
}
