package dev.backstep.crash;

import dev.backstep.ImpalaBalancer;
import dev.backstep.Runs;
import dev.backstep.aws.AwsAccess;
import dev.backstep.journal.FileJournal;
import dev.backstep.journal.Journal;
import dev.backstep.plan.PlanFailedException;
import dev.backstep.plan.RunOptions;
import dev.backstep.plan.RunReport;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/**
 * The process to be killed, and the one that comes after it. Arguments: what to do ({@code apply},
 * {@code resume}, {@code rollback}), the endpoint, the folder of the journal, and behind which
 * record to stop (0: none).
 */
final class BalancerProcess {

  private static final RunOptions OPTIONS =
      RunOptions.defaults().settleWindow(Duration.ofMillis(300));

  private BalancerProcess() {}

  public static void main(String[] args) {
    AwsAccess aws =
        AwsAccess.inRegion("us-west-2")
            .endpoint(URI.create(args[1]))
            .credentials(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIA", "secret")));
    Journal journal = new PausingJournal(FileJournal.in(Path.of(args[2])), Long.parseLong(args[3]));
    Runs runs = Runs.in(journal).aws(aws);
    RunReport report =
        switch (args[0]) {
          case "apply" -> apply(aws, journal);
          case "resume" -> runs.resume(onlyRun(journal), OPTIONS);
          case "rollback" -> runs.rollback(onlyRun(journal), OPTIONS);
          default -> throw new IllegalArgumentException(args[0]);
        };
    System.out.println("END " + report.state());
    System.out.println(report.describe());
    System.exit(0);
  }

  private static RunReport apply(AwsAccess aws, Journal journal) {
    try {
      return ImpalaBalancer.forCluster("Cluster1")
          .aws(aws)
          .apply(OPTIONS.journal(journal))
          .report();
    } catch (PlanFailedException e) {
      return e.report();
    }
  }

  private static String onlyRun(Journal journal) {
    return journal.runIds().get(0);
  }
}
