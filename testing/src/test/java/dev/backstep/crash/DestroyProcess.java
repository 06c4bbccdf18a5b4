package dev.backstep.crash;

import dev.backstep.ImpalaBalancer;
import dev.backstep.aws.AwsAccess;
import dev.backstep.journal.Journal;
import dev.backstep.plan.RunOptions;
import dev.backstep.plan.RunReport;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** A process that destroys a balancer of which it knows the cluster's name and where AWS is. */
final class DestroyProcess {

  private DestroyProcess() {}

  public static void main(String[] args) {
    AwsAccess aws =
        AwsAccess.inRegion("us-west-2")
            .endpoint(URI.create(args[1]))
            .credentials(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIA", "secret")));
    RunReport report =
        ImpalaBalancer.forCluster(args[0])
            .aws(aws)
            .destroy(RunOptions.defaults().journal(Journal.inMemory()));
    System.out.println("END " + report.state());
    System.exit(0);
  }
}
