package dev.backstep.examples;

import dev.backstep.ImpalaBalancer;
import dev.backstep.aws.AwsAccess;
import dev.backstep.impala.BalancedCluster;
import dev.backstep.journal.FileJournal;
import dev.backstep.plan.Plan;
import dev.backstep.plan.PlanFailedException;
import dev.backstep.plan.RunOptions;
import dev.backstep.testing.SimulatedAws;
import dev.backstep.testing.WorldSnapshot;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Puts a load balancer in front of an Impala cluster, in a simulated account or in yours. */
@Command(
    name = "BalanceImpala",
    description = {
      "Puts a load balancer in front of an Impala cluster on EC2: in a simulated account, with a"
          + " failure and its rollback after it; in yours with --real or if AWS_ENDPOINT_URL is set."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:applied", "1:not applied", "2:arguments not understood"},
    sortOptions = false)
public final class BalanceImpala implements Runnable {

  private static final String REFUSED_CALL = "RegisterInstancesWithLoadBalancer";

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      defaultValue = "Cluster1",
      description = "The cluster's name, as its tags have it. Default: ${DEFAULT-VALUE}.")
  private String cluster = "";

  @Option(
      names = "--real",
      description = "Work in the account that AWS_REGION, AWS_PROFILE and the like name.")
  private boolean real;

  @Option(names = "--help", usageHelp = true, description = "Show this and exit.")
  private boolean help;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Runs and exits. */
  public static void main(String... args) {
    System.exit(commandLine().execute(args));
  }

  /** The program without the exit. What fails is told by its message, which has the whole story. */
  static CommandLine commandLine() {
    return new CommandLine(new BalanceImpala())
        .setExecutionExceptionHandler(
            (failure, commandLine, parsed) -> {
              commandLine.getErr().println(failure.getMessage());
              return CommandLine.ExitCode.SOFTWARE;
            });
  }

  @Override
  public void run() {
    if (real || System.getenv("AWS_ENDPOINT_URL") != null) {
      apply(AwsAccess.shared(), RunOptions.defaults().journal(FileJournal.inHome()));
    } else {
      heading("In a simulated account");
      apply(SimulatedAws.withCluster(cluster, 5).access(), RunOptions.defaults());
      heading("In another one, where AWS refuses " + REFUSED_CALL);
      failToApply(SimulatedAws.withCluster(cluster, 5));
    }
  }

  private void apply(AwsAccess access, RunOptions options) {
    Plan<BalancedCluster> plan = ImpalaBalancer.forCluster(cluster).aws(access).plan();
    out().println(plan.describe());
    out().println();
    BalancedCluster balanced = plan.execute(options.listener(out()::println));
    out().println();
    out().println("DNS name:         " + balanced.dnsName());
    out().println("Endpoints:        " + String.join(", ", balanced.endpoints()));
    out().println("JDBC URL:         " + balanced.jdbcUrl());
    out().println("Shell:            " + balanced.impalaShell());
    out().println("Cloudera Manager: " + balanced.impalaDaemonsLoadBalancer());
  }

  private void failToApply(SimulatedAws aws) {
    aws.onCall(REFUSED_CALL)
        .refuse("AccessDenied", "not authorized to perform: elasticloadbalancing:" + REFUSED_CALL);
    WorldSnapshot before = aws.snapshot();
    try {
      ImpalaBalancer.forCluster(cluster)
          .aws(aws.access())
          .apply(RunOptions.defaults().listener(out()::println));
    } catch (PlanFailedException e) {
      out().println();
      out().println(e.getMessage());
    }
    List<String> leftBehind = before.diff(aws.snapshot());
    out().println();
    out().println("What is different now: " + (leftBehind.isEmpty() ? "nothing" : leftBehind));
  }

  private void heading(String text) {
    out().printf("%n== %s ==%n%n", text);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
