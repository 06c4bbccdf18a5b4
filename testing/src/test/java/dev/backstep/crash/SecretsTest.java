package dev.backstep.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.Site;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No secret gets into a journal, a log, an event, a plan, a report or a message. */
class SecretsTest {

  private static final String SECRET_KEY = "canaryKeyOfTheAccount";
  private static final String TOKEN = "canaryTokenOfTheSession";
  private static final String PASSWORD = "canaryPasswordOfTheEndpoint";

  private final Site site = Site.live();

  @TempDir Path folder;

  @AfterEach
  void close() {
    site.aws.close();
  }

  @Test
  void everythingSaid_whenMuchGoesWrong_holdsNoSecret() throws Exception {
    site.aws.onCall("CreateSecurityGroup").throttle(2);
    site.aws.onCall("RegisterInstancesWithLoadBalancer").answerLost();
    site.aws.onCall("ConfigureHealthCheck").refuse("AccessDenied", "not with these credentials");
    String said;
    try (ChildJvm child =
        ChildJvm.start(
            SecretsProcess.class,
            List.of(
                site.aws.listen().toString(),
                folder.toString(),
                SECRET_KEY,
                TOKEN,
                "user:" + PASSWORD))) {
      child.awaitLine("SAID ALL");
      said = child.said();
    }

    String journals = "";
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        journals += Files.readString(file, StandardCharsets.UTF_8);
      }
    }
    // What shows that this looked where secrets could be.
    assertThat(journals).contains("CreateLoadBalancer", "not with these credentials");
    assertThat(said)
        .contains("not with these credentials", "rolling back: ", "127.0.0.1:1", "listeners: ");
    for (String secret : List.of(SECRET_KEY, TOKEN, PASSWORD)) {
      assertThat(journals).doesNotContain(secret);
      assertThat(said).doesNotContain(secret);
    }
    System.out.printf(
        "canaries: 3 secrets not in %d characters said and %d of journals%n",
        said.length(), journals.length());
  }
}
