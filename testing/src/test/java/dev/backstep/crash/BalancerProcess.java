package dev.backstep.crash;

import dev.backstep.ImpalaBalancer;
import dev.backstep.Runs;
import dev.backstep.Site;
import dev.backstep.aws.AwsAccess;
import dev.backstep.journal.FileJournal;
import dev.backstep.journal.Journal;
import dev.backstep.plan.BackstepException;
import dev.backstep.plan.OnFailure;
import dev.backstep.plan.OnUnfinishedRun;
import dev.backstep.plan.PlanFailedException;
import dev.backstep.plan.RunOptions;
import dev.backstep.plan.RunReport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * The process to be killed, and the one that comes after it. It is told what to do by arguments
 * like {@code do=apply}, tells what happens, and ends with a line {@code END <state>} or {@code
 * REFUSED <why>}.
 */
final class BalancerProcess {

  /** The argument that makes it take its arguments from its input, a line for each job. */
  static final String SERVE = "serve";

  private final Map<String, String> arguments;
  private final Journal journal;
  private final RunOptions options;

  private BalancerProcess(Map<String, String> arguments) {
    this.arguments = arguments;
    Journal files = FileJournal.in(Path.of(arguments.get("journal")));
    this.journal =
        arguments.containsKey("pause")
            ? new PausingJournal(files, PausePoint.parse(arguments.get("pause")))
            : files;
    this.options =
        RunOptions.defaults()
            .journal(journal)
            .settleWindow(Duration.ofMillis(300))
            .onFailure(OnFailure.valueOf(arguments.getOrDefault("onFailure", "ROLL_BACK")))
            .onUnfinishedRun(
                OnUnfinishedRun.valueOf(arguments.getOrDefault("onUnfinishedRun", "REFUSE")))
            .listener(System.out::println);
  }

  /** Starts one that works on an account with a journal in a folder. */
  static ChildJvm start(Site site, Path folder, String order, String... more) throws IOException {
    return ChildJvm.start(BalancerProcess.class, arguments(site, folder, order, more));
  }

  /** What tells one what to do. */
  static List<String> arguments(Site site, Path folder, String order, String... more)
      throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "do=" + order,
                "endpoint=" + site.aws.listen(),
                "journal=" + folder,
                "subnets=" + site.subnet + "," + site.fourth));
    arguments.addAll(List.of(more));
    return arguments;
  }

  public static void main(String[] args) throws IOException {
    if (List.of(args).equals(List.of(SERVE))) {
      BufferedReader orders =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      String order;
      while ((order = orders.readLine()) != null) {
        run(order.split(" "));
      }
    } else {
      run(args);
    }
    System.exit(0);
  }

  private static void run(String[] args) {
    Map<String, String> arguments =
        Arrays.stream(args)
            .map(argument -> argument.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    System.out.println(new BalancerProcess(arguments).end());
  }

  private String end() {
    try {
      return "END " + report().state();
    } catch (PlanFailedException e) {
      return "END " + e.report().state() + " " + onOneLine(e);
    } catch (BackstepException
        | IllegalArgumentException
        | IllegalStateException
        | UncheckedIOException e) {
      return "REFUSED " + onOneLine(e);
    }
  }

  private static String onOneLine(RuntimeException thrown) {
    return (thrown.getClass().getSimpleName() + ": " + thrown.getMessage()).replace("\n", " | ");
  }

  private RunReport report() {
    Runs runs = Runs.in(journal).aws(aws());
    return switch (arguments.get("do")) {
      case "apply" -> Site.settings(balancer()).apply(options).report();
      case "update" -> Site.otherSettings(balancer(), subnets()).apply(options).report();
      case "destroy" -> balancer().destroy(options);
      case "resume" -> runs.resume(firstRun(), options);
      case "rollback" -> runs.rollback(firstRun(), options);
      default -> throw new IllegalArgumentException(arguments.toString());
    };
  }

  private ImpalaBalancer balancer() {
    return ImpalaBalancer.forCluster("Cluster1").aws(aws());
  }

  private AwsAccess aws() {
    return AwsAccess.inRegion(arguments.getOrDefault("region", "us-west-2"))
        .endpoint(URI.create(arguments.get("endpoint")))
        .credentials(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIA", "secret")));
  }

  private String[] subnets() {
    return arguments.get("subnets").split(",");
  }

  private String firstRun() {
    return journal.runIds().stream().findFirst().orElse("0".repeat(32));
  }
}
