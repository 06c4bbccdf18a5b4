package dev.backstep.internal.ssh;

import dev.backstep.internal.ssh.ConnectFailure.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Says why an instance could not be logged in to, as far as the facts tell. */
public final class ConnectDiagnosis {

  private static final int CONSOLE_LINES = 15;

  /** The users that images let in, by what their names begin or go on with. */
  private static final Map<String, String> USERS =
      Map.of(
          "amzn", "ec2-user",
          "al2023", "ec2-user",
          "rhel", "ec2-user",
          "suse", "ec2-user",
          "centos", "centos (ec2-user since Stream)",
          "ubuntu", "ubuntu",
          "debian", "admin",
          "fedora", "fedora",
          "rocky", "rocky",
          "bitnami", "bitnami");

  private ConnectDiagnosis() {}

  /** The last failure, what speaks for which cause, and the end of the console, in lines. */
  public static String of(ConnectFailure last, SshTarget target, ConnectFacts facts) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "no SSH connection to %s after %d attempt%s in %d s"
            .formatted(
                facts.instance(),
                facts.attempts(),
                facts.attempts() == 1 ? "" : "s",
                facts.waited().toSeconds()));
    lines.add("  last: " + last.message());
    causes(last.kind(), target, facts).forEach(cause -> lines.add("  likely: " + cause));
    lines.addAll(console(facts.console()));
    return String.join("\n", lines);
  }

  private static List<String> causes(Kind kind, SshTarget target, ConnectFacts facts) {
    List<String> causes = new ArrayList<>();
    if (!facts.state().equals("running")) {
      causes.add("the instance is %s".formatted(facts.state()));
    } else if (kind == Kind.NO_ANSWER || kind == Kind.UNREACHABLE) {
      network(target, facts, causes);
    } else if (kind == Kind.NOT_LET_IN) {
      causes.add(
          usualUser(facts.imageName())
              .map(
                  user ->
                      "images such as \"%s\" let user %s in, not %s: .ssh(\"…\")"
                          .formatted(facts.imageName(), user, target.user()))
              .filter(cause -> !cause.contains("user " + target.user()))
              .findFirst()
              .orElse("the image lets another user in, or runs no cloud-init"));
    } else if (kind == Kind.REFUSED || kind == Kind.CUT_OFF) {
      causes.add(
          "sshd does not run (yet) or listens on another port than %d".formatted(target.port()));
    } else if (kind == Kind.HOST_KEY_CHANGED) {
      causes.add(
          "the image does not take host keys from user data, or another host has the address");
    }
    return causes;
  }

  private static void network(SshTarget target, ConnectFacts facts, List<String> causes) {
    causes.add(
        facts.allowedFrom().isEmpty()
            ? "no rule of its security groups lets port %d in: allowSshFrom(…)"
                .formatted(target.port())
            : "its security groups let port %d in from %s only, and this machine comes from elsewhere"
                .formatted(target.port(), String.join(", ", facts.allowedFrom())));
    if (!facts.publicAddress()) {
      causes.add(
          "it has no public address, and %s is not reachable from here: publicIp(true)"
              .formatted(target.host()));
    } else if (facts.internetRoute().isPresent() && !facts.internetRoute().get()) {
      causes.add("its subnet's route table has no route to an internet gateway");
    }
    if (facts.console().isBlank()) {
      causes.add("it has written nothing to its console: it may not have booted");
    }
  }

  private static java.util.stream.Stream<String> usualUser(String imageName) {
    String name = imageName.toLowerCase(Locale.ROOT);
    return USERS.entrySet().stream()
        .filter(user -> name.contains(user.getKey()))
        .map(Map.Entry::getValue);
  }

  private static List<String> console(String console) {
    List<String> all = console.lines().filter(line -> !line.isBlank()).toList();
    List<String> last = all.subList(Math.max(0, all.size() - CONSOLE_LINES), all.size());
    return last.isEmpty()
        ? List.of()
        : List.of(
            "  console, last lines:\n"
                + last.stream()
                    .map(line -> "    " + line.replaceAll("[\\p{Cc}&&[^\\t]]", "?"))
                    .collect(Collectors.joining("\n")));
  }
}
