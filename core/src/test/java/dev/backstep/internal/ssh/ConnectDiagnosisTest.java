package dev.backstep.internal.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.internal.ssh.ConnectFailure.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a run says of an instance that it could not log in to. */
class ConnectDiagnosisTest {

  private static final SshTarget TARGET =
      SshTarget.of("203.0.113.7", 22, "centos", SshKey.generate(KeyType.ED25519), HostKeys.none());

  @Test
  void of_whenNothingAnswersAndNoRuleLetsIn_saysWhichSettingHelps() {
    assertThat(say(Kind.NO_ANSWER, facts("running", List.of(), true, Optional.of(false), "")))
        .isEqualTo(
            """
            no SSH connection to i-1 after 30 attempts in 300 s
              last: what was said
              likely: no rule of its security groups lets port 22 in: allowSshFrom(…)
              likely: its subnet's route table has no route to an internet gateway
              likely: it has written nothing to its console: it may not have booted""");
  }

  @Test
  void of_whenRulesLetOthersIn_namesThem() {
    assertThat(
            say(
                Kind.NO_ANSWER,
                facts("running", List.of("198.51.100.0/24"), false, Optional.empty(), "login:")))
        .contains(
            "its security groups let port 22 in from 198.51.100.0/24 only, and this machine comes"
                + " from elsewhere")
        .contains("it has no public address, and 203.0.113.7 is not reachable from here")
        .endsWith("  console, last lines:\n    login:");
  }

  @Test
  void of_whenUserIsWrong_namesTheOneOfSuchImages() {
    ConnectFacts facts =
        new ConnectFacts(
            "i-1",
            "running",
            "ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server",
            List.of("203.0.113.9/32"),
            true,
            Optional.of(true),
            "",
            1,
            Duration.ofSeconds(9));

    assertThat(say(Kind.NOT_LET_IN, facts))
        .startsWith("no SSH connection to i-1 after 1 attempt in 9 s\n")
        .contains("let user ubuntu in, not centos: .ssh(\"…\")");
  }

  @Test
  void of_whenUserIsTheUsualOne_doesNotBlameIt() {
    ConnectFacts facts =
        new ConnectFacts(
            "i-1",
            "running",
            "CentOS Linux 7",
            List.of(),
            true,
            Optional.empty(),
            "",
            2,
            Duration.ofSeconds(9));

    assertThat(say(Kind.NOT_LET_IN, facts))
        .contains("likely: the image lets another user in, or runs no cloud-init");
  }

  @Test
  void of_whenInstanceIsGone_saysItsState() {
    assertThat(say(Kind.NO_ANSWER, facts("terminated", List.of(), true, Optional.of(false), "")))
        .endsWith("  likely: the instance is terminated");
  }

  @Test
  void of_whenConsoleIsLong_showsItsEndHarmless() {
    StringBuilder console = new StringBuilder();
    for (int i = 1; i <= 40; i++) {
      console.append("line ").append(i).append("\n\n");
    }
    console.append("\u001b[31mKernel panic\n");

    String said =
        say(
            Kind.REFUSED,
            facts("running", List.of("0.0.0.0/0"), true, Optional.of(true), console.toString()));

    assertThat(said)
        .contains("likely: sshd does not run (yet) or listens on another port than 22")
        .contains("    line 27\n")
        .doesNotContain("line 26")
        .endsWith("    ?[31mKernel panic");
  }

  private static ConnectFacts facts(
      String state, List<String> from, boolean address, Optional<Boolean> route, String console) {
    return new ConnectFacts(
        "i-1", state, "x", from, address, route, console, 30, Duration.ofMinutes(5));
  }

  private static String say(Kind kind, ConnectFacts facts) {
    return ConnectDiagnosis.of(new ConnectFailure(kind, "what was said"), TARGET, facts);
  }
}
