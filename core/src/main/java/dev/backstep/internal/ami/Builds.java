package dev.backstep.internal.ami;

import dev.backstep.internal.ssh.KeyType;
import dev.backstep.internal.ssh.SshKey;
import dev.backstep.internal.ssh.SshSession;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What only this process knows of its build instances: keys, and the connection that is logged in.
 * It dies with the process, which is why the steps that need it are volatile.
 */
final class Builds {

  /** The key of the user who logs in, and that of the host. */
  record Keys(SshKey user, SshKey host) {}

  private final Map<String, Keys> byToken = new ConcurrentHashMap<>();
  private final Map<String, Keys> byKeyPair = new ConcurrentHashMap<>();
  private final Map<String, Login> logins = new ConcurrentHashMap<>();
  private final Map<String, Integer> places = new ConcurrentHashMap<>();

  /** How logging in to one instance stands. Used by one attempt at a time. */
  static final class Login {
    @Nullable SshSession session;

    /** Where it is reached, once it was looked up. */
    Optional<String> address = Optional.empty();

    /** Whether it was given the host key that was made for it. */
    boolean knowsHostKey;

    /** Whether the console is to be asked next, since the host showed another key. */
    boolean asksConsole;

    /** When the first attempt was made, by the clock that never jumps. */
    @Nullable Long since;

    int attempts;

    /** The script that rebooted the instance, to be removed once it is there again. */
    Optional<String> rebootedBy = Optional.empty();

    boolean isOpen() {
      return session != null && session.isOpen();
    }

    void close() {
      if (session != null) {
        session.close();
      }
      session = null;
      since = null;
      attempts = 0;
    }
  }

  /** The keys of an import, made when they are first asked for. */
  Keys keys(String token, KeyType type) {
    return byToken.computeIfAbsent(
        token, key -> new Keys(SshKey.generate(type), SshKey.generate(type)));
  }

  void imported(String keyPair, Keys keys) {
    byKeyPair.put(keyPair, keys);
  }

  /** The keys of a key pair that this process imported. */
  Keys keysOf(String keyPair) {
    Keys keys = byKeyPair.get(keyPair);
    if (keys == null) {
      throw new IllegalStateException(
          "the private key of %s is gone with the process that made it".formatted(keyPair));
    }
    return keys;
  }

  Login login(String instance) {
    return logins.computeIfAbsent(instance, key -> new Login());
  }

  /** Logs out of an instance that is about to go. */
  void leave(String instance) {
    Login login = logins.remove(instance);
    if (login != null) {
      login.close();
    }
  }

  /** Which of its places a launch is to try, from 0. */
  int place(String token) {
    return places.getOrDefault(token, 0);
  }

  void nextPlace(String token) {
    places.merge(token, 1, Integer::sum);
  }
}
