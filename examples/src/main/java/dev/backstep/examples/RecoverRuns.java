package dev.backstep.examples;

import dev.backstep.Runs;
import dev.backstep.journal.FileJournal;
import dev.backstep.journal.Journal;
import dev.backstep.plan.RunOptions;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.RunState;
import dev.backstep.plan.RunSummary;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the runs of a journal, and finishes those whose process is gone. */
@Command(
    name = "RecoverRuns",
    description = {
      "Lists the runs of a journal, and finishes those that did not end: forward or back. A run says"
          + " which region it belongs to; AWS_PROFILE and the like say as whom to work there."
    },
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:finished; for a list, every run in it",
      "1:not finished",
      "2:arguments not understood"
    },
    sortOptions = false)
public final class RecoverRuns {

  private static final String RUN = "RUN";
  private static final String WHICH = "The run's id, or so much of its beginning as no other has.";
  private static final Set<RunState> FINISHED =
      EnumSet.of(RunState.COMPLETED, RunState.ROLLED_BACK);

  private final Function<Journal, Runs> opener;

  @Option(
      names = "--journal",
      paramLabel = "DIR",
      scope = CommandLine.ScopeType.INHERIT,
      description = "The folder of the journal. Default: runs in BACKSTEP_HOME, or ~/.backstep.")
  private Optional<Path> folder = Optional.empty();

  @Option(
      names = "--help",
      usageHelp = true,
      scope = CommandLine.ScopeType.INHERIT,
      description = "Show this and exit.")
  private boolean help;

  @Spec private CommandSpec spec = CommandSpec.create();

  private RecoverRuns(Function<Journal, Runs> opener) {
    this.opener = opener;
  }

  /** Runs and exits. */
  public static void main(String... args) {
    System.exit(commandLine(Runs::in).execute(args));
  }

  /** The program without the exit, with the runs that a journal has. */
  static CommandLine commandLine(Function<Journal, Runs> opener) {
    return Failures.toldByMessage(new CommandLine(new RecoverRuns(opener)));
  }

  @Command(
      description = "Show all runs, oldest first: id, target, state, since when, what is left.")
  int list() {
    List<RunSummary> all = runs().list();
    all.forEach(out()::println);
    if (all.isEmpty()) {
      out().println("no runs in " + journal());
    }
    return exitCode(all.stream().noneMatch(RunSummary::isUnfinished));
  }

  @Command(description = "Go on with a run where it was, or with its rollback if that had begun.")
  int resume(@Parameters(paramLabel = RUN, description = WHICH) String run) {
    return show(runs().resume(idOf(run), options()));
  }

  @Command(description = "Take back what a run did, also if it had come to its end.")
  int rollback(@Parameters(paramLabel = RUN, description = WHICH) String run) {
    return show(runs().rollback(idOf(run), options()));
  }

  private Runs runs() {
    return opener.apply(journal());
  }

  private Journal journal() {
    return folder.map(FileJournal::in).orElseGet(FileJournal::inHome);
  }

  private RunOptions options() {
    return RunOptions.defaults().listener(out()::println);
  }

  private String idOf(String beginning) {
    List<String> ids =
        runs().list().stream()
            .map(RunSummary::runId)
            .filter(id -> id.startsWith(beginning))
            .toList();
    if (ids.size() != 1) {
      throw new IllegalArgumentException(
          "%d runs begin with \"%s\" (expected: one that list shows); nothing was changed"
              .formatted(ids.size(), beginning));
    }
    return ids.get(0);
  }

  private int show(RunReport report) {
    out().println();
    out().println(report.describe());
    return exitCode(FINISHED.contains(report.state()));
  }

  private static int exitCode(boolean finished) {
    return finished ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
