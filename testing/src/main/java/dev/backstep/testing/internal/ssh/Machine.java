package dev.backstep.testing.internal.ssh;

import java.security.KeyPair;
import java.util.List;
import java.util.Optional;

/** The machine behind a fake instance's port, as it is at a moment. */
public interface Machine {

  /** Whether its sshd answers. */
  boolean isUp();

  /** The public keys that its user is let in with, as OpenSSH writes them. */
  List<String> authorizedKeys();

  /** The key that its user data gave it. */
  Optional<KeyPair> givenHostKey();

  /** Its sshd answers again after a while. */
  void reboot(java.time.Duration duration);
}
