package dev.backstep.crash;

import dev.backstep.ImpalaBalancer;
import dev.backstep.Runs;
import dev.backstep.Site;
import dev.backstep.aws.AwsAccess;
import dev.backstep.journal.FileJournal;
import dev.backstep.plan.BackstepException;
import dev.backstep.plan.PlanFailedException;
import dev.backstep.plan.RunOptions;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Says all that the library ever says, with each log of its own, while much goes wrong. */
final class SecretsProcess {

  private SecretsProcess() {}

  /** The endpoint, the journal's folder, the secret key, the session token, the endpoint's user. */
  public static void main(String[] args) throws Exception {
    System.setProperty("org.slf4j.simpleLogger.log.dev.backstep", "trace");
    URI endpoint = URI.create(args[0]);
    FileJournal journal = FileJournal.in(Path.of(args[1]));
    AwsAccess aws =
        AwsAccess.inRegion("us-west-2")
            .credentials(
                StaticCredentialsProvider.create(
                    AwsSessionCredentials.create("AKIAVISIBLE", args[2], args[3])));
    AwsAccess open = aws.endpoint(endpoint);
    RunOptions options =
        RunOptions.defaults().journal(journal).listener(event -> System.out.println(event));

    say(() -> open + " " + options + " " + journal);
    say(() -> balancer(open).plan().describe());
    say(() -> balancer(open).apply(options).report().describe());
    say(() -> Runs.in(journal).aws(open).list());
    say(() -> balancer(open).find());
    say(() -> balancer(open).tag("aws:x", "y").listeners(0).plan());
    say(() -> balancer(open).destroy(options).describe());
    AwsAccess closed = aws.endpoint(URI.create("http://" + args[4] + "@127.0.0.1:1"));
    say(() -> closed + " " + balancer(closed).plan().describe());
    say(() -> balancer(open.region("nowhere-1")).plan());
    System.out.println("SAID ALL");
  }

  private static ImpalaBalancer balancer(AwsAccess aws) {
    return Site.settings(ImpalaBalancer.forCluster("Cluster1").aws(aws));
  }

  private static void say(Callable<?> what) throws Exception {
    try {
      System.out.println(what.call());
    } catch (PlanFailedException e) {
      e.printStackTrace(System.out);
      System.out.println(e.report().describe());
    } catch (BackstepException
        | IllegalArgumentException
        | IllegalStateException
        | UncheckedIOException e) {
      e.printStackTrace(System.out);
    }
  }
}
