package dev.backstep.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.ImpalaBalancer;
import dev.backstep.Runs;
import dev.backstep.journal.FileJournal;
import dev.backstep.plan.OnFailure;
import dev.backstep.plan.PlanFailedException;
import dev.backstep.plan.RunOptions;
import dev.backstep.testing.SimulatedAws;
import dev.backstep.testing.WorldSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecoverRunsTest {

  private final SimulatedAws aws = SimulatedAws.withCluster("Cluster1", 5);
  private final WorldSnapshot before = aws.snapshot();

  @TempDir private Path folder;

  @Test
  void list_ofAnEmptyJournal_saysSo() {
    InProcess ended = run("list");

    assertThat(ended)
        .isEqualTo(new InProcess(0, "no runs in FileJournal[%s]%n".formatted(runs()), ""));
  }

  @Test
  void list_whenARunWasCutOff_showsItAndFails() {
    String runId = cutOff(14);

    InProcess ended = run("list");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.out())
        .matches(runId + "  impala/Cluster1  RUNNING  since \\S+Z  \\d+ steps done or begun\\s+");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 9, 14, 20, 30})
  void resume_ofARunThatWasCutOff_finishesIt(int records) {
    String runId = cutOff(records);

    InProcess ended = run("resume", runId);

    assertThat(ended.exitCode()).as(ended.toString()).isZero();
    assertThat(ended.out())
        .contains("  load-balancer/in-service: done", "  outcome:  completed", runs().toString());
    assertThat(balancer().plan().hasChanges()).isFalse();
    assertThat(run("list").exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 9, 14, 20, 30})
  void rollback_ofARunThatWasCutOff_leavesNothingBehind(int records) {
    String runId = cutOff(records);

    InProcess ended = run("rollback", runId.substring(0, 8));

    assertThat(ended.exitCode()).as(ended.toString()).isZero();
    assertThat(ended.out()).contains("  outcome:  rollback complete, nothing is left behind");
    assertThat(before.diff(aws.snapshot())).isEmpty();
    assertThat(run("list").out()).contains("ROLLED_BACK").contains("nothing left");
  }

  @Test
  void rollback_thatCannotEnd_saysWhatIsLeftAndFails() {
    String runId = cutOff(30);
    aws.onCall("DeleteSecurityGroup").refuse("AccessDenied", "not authorized");

    InProcess ended = run("rollback", runId);

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.out())
        .contains("  outcome:  rollback incomplete, 2 left behind")
        .contains("remove it: aws ec2 delete-security-group");
    assertThat(run("list").exitCode()).isEqualTo(1);
    aws.clearFaults();
    assertThat(run("rollback", runId).exitCode()).isZero();
    assertThat(before.diff(aws.snapshot())).isEmpty();
  }

  @Test
  void resume_ofARunThatWasRolledBack_saysThatThereIsNone() {
    String runId = cutOff(9);
    run("rollback", runId);

    InProcess ended = run("resume", runId);

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err())
        .startsWith("run %s of impala/Cluster1 was rolled back".formatted(runId));
  }

  @Test
  void resume_ofARunThatIsNotThere_saysSo() {
    InProcess ended = run("resume", "4f2a");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err())
        .isEqualToIgnoringNewLines(
            "0 runs begin with \"4f2a\" (expected: one that list shows); nothing was changed");
  }

  @Test
  void list_whenRecordsAreDamaged_saysWhichAndFails() throws IOException {
    Path file = runs().resolve(cutOff(14) + ".jsonl");
    List<String> lines = Files.readAllLines(file);
    lines.remove(3);
    Files.write(file, lines);

    InProcess ended = run("list");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.out()).contains("unreadable: ", file.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "resume", "rollback", "list everything"})
  void main_withUnknownArguments_showsHowItIsUsed(String arguments) {
    InProcess ended = run(arguments.isEmpty() ? new String[0] : arguments.split(" "));

    assertThat(ended.exitCode()).isEqualTo(2);
    assertThat(ended.err()).contains("Usage: RecoverRuns ");
    assertThat(ended.out()).isEmpty();
  }

  @Test
  void main_askedForHelp_showsCommandsAndExitCodes() {
    assertThat(run("--help").out())
        .contains("list", "resume", "rollback", "--journal=DIR")
        .contains("0   finished", "1   not finished", "2   arguments not understood");
  }

  @Test
  void main_inAProcessThatHasOnlyTheJournal_takesTheRunBack() throws Exception {
    aws.interfaceLinger(Duration.ZERO);
    String runId = kept();

    ChildProcess.Ended ended =
        ChildProcess.java(
                folder,
                System.getProperty("java.class.path"),
                RecoverRuns.class.getName(),
                "rollback",
                runId)
            .onAws(aws.listen())
            .environment("AWS_REGION", "eu-west-1")
            .run("");
    aws.close();

    assertThat(ended.exitCode()).as(ended.output()).isZero();
    assertThat(ended.output()).contains("  outcome:  rollback complete, nothing is left behind");
    assertThat(before.diff(aws.snapshot())).isEmpty();
  }

  private InProcess run(String... args) {
    String[] all = new String[args.length + 2];
    all[0] = "--journal";
    all[1] = runs().toString();
    System.arraycopy(args, 0, all, 2, args.length);
    return InProcess.run(
        RecoverRuns.commandLine(journal -> Runs.in(journal).aws(aws.access())), all);
  }

  private String cutOff(int records) {
    return CutOffJournal.apply(balancer(), FileJournal.in(runs()), records);
  }

  private String kept() {
    aws.onCall("ConfigureHealthCheck").refuse("AccessDenied");
    RunOptions options =
        RunOptions.defaults().journal(FileJournal.in(runs())).onFailure(OnFailure.KEEP);
    return Assertions.catchThrowableOfType(
            PlanFailedException.class, () -> balancer().apply(options))
        .report()
        .runId();
  }

  private ImpalaBalancer balancer() {
    return ImpalaBalancer.forCluster("Cluster1").aws(aws.access());
  }

  /** Where a child process keeps its runs, unless told otherwise. */
  private Path runs() {
    return folder.resolve("backstep").resolve("runs");
  }
}
