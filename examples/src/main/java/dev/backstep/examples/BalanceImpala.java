package dev.backstep.examples;

import dev.backstep.aws.AwsAccess;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Puts a load balancer in front of an Impala cluster, in a simulated account or in yours. */
@Command(
    name = "BalanceImpala",
    description = {
      "Puts a load balancer in front of an Impala cluster on EC2. In a simulated account: applies,"
          + " applies again, scales, mends, destroys, and rolls back after a failure. In yours, with"
          + " --real or if AWS_ENDPOINT_URL is set: applies."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:done", "1:not done", "2:arguments not understood"},
    sortOptions = false)
public final class BalanceImpala implements Callable<Integer> {

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

  @Option(
      names = "--tls",
      description = "In a simulated account: turn the listeners to TLS, and see what they present.")
  private boolean tls;

  @ArgGroup private Instead instead = new Instead();

  @Option(names = "--help", usageHelp = true, description = "Show this and exit.")
  private boolean help;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Runs and exits. */
  public static void main(String... args) {
    System.exit(commandLine().execute(args));
  }

  /** The program without the exit. */
  static CommandLine commandLine() {
    return Failures.toldByMessage(new CommandLine(new BalanceImpala()));
  }

  @Override
  public Integer call() throws InterruptedException {
    Screen screen = new Screen(spec.commandLine().getOut());
    if (tls && real) {
      throw new ParameterException(
          spec.commandLine(), "--tls is for a simulated account: leave --real out");
    }
    if (tls) {
      new TlsDemonstration(cluster, screen).run();
    } else if (real || System.getenv("AWS_ENDPOINT_URL") != null) {
      workIn(new RealAccount(AwsAccess.shared(), cluster, screen));
    } else if (instead.adopt || instead.destroy) {
      throw new ParameterException(
          spec.commandLine(), "--adopt and --destroy are for your account: say --real as well");
    } else {
      new Demonstration(cluster, screen).run();
    }
    return CommandLine.ExitCode.OK;
  }

  private void workIn(RealAccount account) {
    if (instead.destroy) {
      account.destroy();
    } else if (instead.adopt) {
      account.adopt();
    } else {
      account.apply();
    }
  }

  /** What to do in a real account instead of just applying. */
  private static final class Instead {

    @Option(
        names = "--adopt",
        description = "In your account: also take over what is there by our names.")
    private boolean adopt;

    @Option(names = "--destroy", description = "In your account: remove what was applied.")
    private boolean destroy;
  }
}
