package dev.backstep.internal.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.internal.ssh.ConnectFailure.Kind;
import org.junit.jupiter.api.Test;

/** The temporary key does not become part of the image. */
class AuthorizedKeysTest {

  @Test
  void remove_whenKeyIsThere_takesItOutOfBothFilesAndNobodyGetsInAgain() {
    try (Lab lab = new Lab()) {
      String wrong = AuthorizedKeys.remove(lab.connect(), Terminal.NONE, Lab.BOUNDS);

      assertThat(wrong).isEmpty();
      assertThat(lab.instance.cleanedOfKey())
          .containsExactly("~/.ssh/authorized_keys", "/root/.ssh/authorized_keys");
      assertThat(lab.instance.commands())
          .hasSize(2)
          .allMatch(line -> line.contains(lab.key.publicBase64()))
          .allMatch(line -> line.chars().filter(c -> c == '\'').count() == 2);
      assertThat(lab.instance.commands().get(1)).startsWith("sudo -n sh -c '");
      assertThat(Lab.failure(lab.target()).kind()).isEqualTo(Kind.NOT_LET_IN);
    }
  }

  @Test
  void remove_whenUserIsRoot_needsOneCommandAndNoSudo() {
    try (Lab lab = new Lab()) {
      SshTarget known = lab.target();
      SshTarget root = SshTarget.of(known.host(), known.port(), "root", lab.key, known.hostKeys());

      assertThat(AuthorizedKeys.remove(lab.connect(root), Terminal.NONE, Lab.BOUNDS)).isEmpty();

      assertThat(lab.instance.commands()).hasSize(1).allMatch(line -> line.startsWith("sh -c '"));
    }
  }

  @Test
  void remove_whenSudoNeedsATerminal_getsOne() {
    try (Lab lab = new Lab()) {
      AuthorizedKeys.remove(lab.connect(), Terminal.PTY, Lab.BOUNDS);

      assertThat(lab.instance.commandsOnTerminal()).hasSize(2);
    }
  }

  @Test
  void remove_whenItIsRefused_namesTheFileAndTheReason() {
    try (Lab lab = new Lab()) {
      lab.instance.onCommand("sudo -n").complains("sudo: a password is required").exits(1);

      assertThat(AuthorizedKeys.remove(lab.connect(), Terminal.NONE, Lab.BOUNDS))
          .isEqualTo(
              "the temporary key may still be in /root/.ssh/authorized_keys of"
                  + " centos@127.0.0.1:%d: the command that removes it ended with exit code 1"
                      .formatted(lab.instance.port())
                  + " (expected: 0)\n    sudo: a password is required");
    }
  }

  @Test
  void remove_whenConnectionIsLost_doesNotClaimThatItIsGone() {
    try (Lab lab = new Lab()) {
      lab.instance.onCommand("authorized_keys").dropsConnection();

      assertThat(AuthorizedKeys.remove(lab.connect(), Terminal.NONE, Lab.BOUNDS))
          .startsWith("the temporary key may still be in ~/.ssh/authorized_keys of")
          .contains("was cut off");
    }
  }
}
