package dev.backstep.examples;

import dev.backstep.ami.EncryptedAmi;
import dev.backstep.ami.Strategy;
import dev.backstep.plan.Plan;
import dev.backstep.plan.RunOptions;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes an encrypted CentOS 7 image in a simulated account, as a Packer template would. */
@Command(
    name = "EncryptAmi",
    description = {
      "Makes an encrypted image of CentOS 7 of AWS Marketplace, provisioned on the way, in a"
          + " simulated account; or, with --strategy COPY, of an image of the account's own."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:made", "1:not made", "2:arguments not understood"},
    sortOptions = false)
public final class EncryptAmi implements Callable<Integer> {

  @Option(
      names = "--strategy",
      paramLabel = "WAY",
      description = "One of ${COMPLETION-CANDIDATES}. Default: the planner chooses.")
  private Optional<Strategy> strategy = Optional.empty();

  @Option(names = "--plan", description = "Show the plan and change nothing.")
  private boolean planOnly;

  @Option(names = "--help", usageHelp = true, description = "Show this and exit.")
  private boolean help;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Runs and exits. */
  public static void main(String... args) {
    System.exit(commandLine().execute(args));
  }

  /** The program without the exit. */
  static CommandLine commandLine() {
    return Failures.toldByMessage(new CommandLine(new EncryptAmi()));
  }

  @Override
  public Integer call() {
    Screen screen = new Screen(spec.commandLine().getOut());
    try (ImageFactory factory = new ImageFactory()) {
      Plan<EncryptedAmi> plan = factory.encryptor(strategy).plan();
      if (planOnly) {
        screen.line(plan.describe());
        return CommandLine.ExitCode.OK;
      }
      screen.line("==> " + plan);
      EncryptedAmi ami = plan.execute(RunOptions.defaults().listener(new BuildLog(screen)));
      screen.line("Build finished.");
      screen.line("");
      screen.line("==> The image is encrypted under " + ami.kmsKeyArn() + ":");
      screen.line("");
      screen.line(ami);
    }
    return CommandLine.ExitCode.OK;
  }
}
