package dev.backstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.backstep.ami.EncryptedAmi;
import dev.backstep.ami.Strategy;
import dev.backstep.plan.PlanFailedException;
import dev.backstep.plan.RunOptions;
import dev.backstep.plan.RunState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What AWS takes at first and then does not do: said with its reason, and nothing is left. */
class AmiEncryptorEndingsTest {

  @AutoClose private final AmiSite site = new AmiSite();

  @ParameterizedTest
  @CsvSource({
    "COPY, failed",
    "COPY, error",
    "COPY, invalid",
    "LAUNCH_ENCRYPTED, failed",
    "LAUNCH_ENCRYPTED, error",
    "COPY_AFTER_CREATE, failed",
    "COPY_AFTER_CREATE, error"
  })
  void apply_whenTheImageEndsInAnotherState_saysAwsReasonAndLeavesNothing(
      Strategy strategy, String state) throws Exception {
    List<String> before = site.things();
    site.world.imaging().endNext(state, "the storage was not there");

    PlanFailedException failed = failed(site.encryptor(strategy));

    assertThat(failed).hasMessageContaining("the storage was not there");
    assertThat(failed.report().state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(site.more(before)).isEmpty();
  }

  @Test
  void apply_whenTheKeyIsDisabledMeanwhile_saysWhyTheCopyFailed() throws Exception {
    List<String> before = site.things();
    var plan = site.copy().plan();
    site.world.kms().disable(AmiSite.KEY);

    PlanFailedException failed =
        catchThrowableOfType(PlanFailedException.class, () -> plan.execute(site.options()));

    assertThat(failed.report().failedStep()).contains("image/ready");
    assertThat(failed.report().state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(site.more(before)).isEmpty();
  }

  @Test
  void apply_whenTheKeyIsDisabledMeanwhile_saysWhyTheInstanceDied() throws Exception {
    List<String> before = site.things();
    var plan = site.build(Strategy.LAUNCH_ENCRYPTED).plan();
    site.world.kms().disable(AmiSite.KEY);

    PlanFailedException failed =
        catchThrowableOfType(PlanFailedException.class, () -> plan.execute(site.options()));

    assertThat(failed).hasMessageContaining("Client.InternalError").hasMessageContaining("KMS key");
    assertThat(failed.report().failedStep()).contains("instance/running");
    assertThat(site.more(before)).isEmpty();
  }

  @Test
  void apply_whenTheImageTakesLongerThanTenMinutes_waits() {
    site.aws.imageTime(Duration.ofMinutes(50)).copyTime(Duration.ofMinutes(60));

    EncryptedAmi ami = site.build(Strategy.COPY_AFTER_CREATE).apply(site.options());

    assertThat(ami.report().state()).isEqualTo(RunState.COMPLETED);
    assertThat(ami.report().wallTime()).isGreaterThan(Duration.ofMinutes(110));
  }

  @Test
  void apply_whenTheImageTakesLongerThanIsAllowed_givesItUpAndLeavesNothing() throws Exception {
    List<String> before = site.things();
    site.aws.copyTime(Duration.ofMinutes(30));

    PlanFailedException failed = failed(site.copy().imageWithin(Duration.ofMinutes(20)));

    assertThat(failed).hasMessageContaining("not within 20 min").hasMessageContaining("pending");
    assertThat(failed.report().state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(site.more(before)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"COPY", "COPY_AFTER_CREATE"})
  void apply_whenTooManyCopiesAreOnTheirWay_saysSoAndLeavesNothing(Strategy strategy)
      throws Exception {
    List<String> before = site.things();
    site.aws
        .onCall("CopyImage")
        .refuse("ResourceLimitExceeded", "Too many snapshot copies in progress. The limit is 20");

    PlanFailedException failed = failed(site.encryptor(strategy));

    assertThat(failed).hasMessageContaining("Too many snapshot copies in progress");
    assertThat(failed.report().state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(site.more(before)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "COPY, DescribeImages", "LAUNCH_ENCRYPTED, DescribeImages",
    "COPY_AFTER_CREATE, DescribeSnapshots", "LAUNCH_ENCRYPTED, DescribeInstances"
  })
  void apply_whenAPollIsRefused_endsTheWaitAtOnce(Strategy strategy, String poll) throws Exception {
    List<String> before = site.things();
    var plan = site.encryptor(strategy).plan();
    site.aws.onCall(poll).refuse("UnauthorizedOperation").times(1);
    long begun = site.aws.time().nanoTime();

    PlanFailedException failed =
        catchThrowableOfType(PlanFailedException.class, () -> plan.execute(site.options()));

    assertThat(failed).hasMessageContaining("UnauthorizedOperation");
    assertThat(failed.report().state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(site.more(before)).isEmpty();
    Duration took = Duration.ofNanos(site.aws.time().nanoTime() - begun);
    assertThat(took).isLessThan(Duration.ofHours(2));
  }

  @Test
  void apply_whenAwsDoesNotCopyTheImage_namesTheStrategyToAskFor() throws Exception {
    List<String> before = site.things();
    site.aws
        .onCall("CopyImage")
        .refuse(
            "InvalidRequest",
            "Images with EC2 BillingProduct codes cannot be copied to another AWS account");

    PlanFailedException failed = failed(site.copy());

    assertThat(failed)
        .hasMessageContaining("BillingProduct")
        .hasMessageContaining("ask for Strategy.LAUNCH_ENCRYPTED");
    assertThat(site.more(before)).isEmpty();
  }

  @Test
  void apply_whenAwsDoesNotLaunchItEncrypted_namesTheStrategyToAskFor() throws Exception {
    List<String> before = site.things();
    site.aws
        .onCall("RunInstances")
        .refuse("InvalidBlockDeviceMapping", "the encrypted flag cannot be specified");

    PlanFailedException failed = failed(site.build(Strategy.LAUNCH_ENCRYPTED));

    assertThat(failed).hasMessageContaining("ask for Strategy.COPY_AFTER_CREATE");
    assertThat(site.more(before)).isEmpty();
  }

  @Test
  void apply_whenThereIsNoSubscription_saysWhereToGetOne() throws Exception {
    List<String> before = site.things();
    site.world.imaging().unsubscribe(AmiSite.CENTOS_CODE);

    PlanFailedException failed = failed(site.build(Strategy.LAUNCH_ENCRYPTED));

    assertThat(failed).hasMessageContaining("OptInRequired");
    assertThat(site.more(before)).isEmpty();
  }

  @Test
  void apply_whenTheScriptFails_saysItsLastLinesAndLeavesNothing() throws Exception {
    List<String> before = site.things();
    site.instance.onScript("shred").prints("no such key").exits(3);

    PlanFailedException failed = failed(site.build(Strategy.LAUNCH_ENCRYPTED));

    assertThat(failed).hasMessageContaining("no such key").hasMessageContaining("3");
    assertThat(failed.report().failedStep()).contains("provision/1");
    assertThat(site.more(before)).isEmpty();
  }

  @Test
  void apply_whenTheConnectionEndsInTheMiddleOfAScript_leavesNothing() throws Exception {
    List<String> before = site.things();
    site.instance.onScript("shred").dropsConnection();

    PlanFailedException failed = failed(site.build(Strategy.LAUNCH_ENCRYPTED));

    assertThat(failed).hasMessageContaining("ConnectionLost");
    assertThat(site.more(before)).isEmpty();
  }

  @Test
  void apply_whenNobodyIsLetIn_saysWhichUserIsUsual() throws Exception {
    List<String> before = site.things();

    PlanFailedException failed = failed(hurried().ssh("ec2-user"));

    assertThat(failed)
        .hasMessageContaining("NoSshConnection")
        .hasMessageContaining("let user centos");
    assertThat(site.more(before)).isEmpty();
  }

  @Test
  void apply_whenTheHostShowsAKeyThatNothingTellsOf_doesNotLogIn() throws Exception {
    List<String> before = site.things();
    site.instance.ignoringUserData().withoutConsole();

    PlanFailedException failed = failed(hurried());

    assertThat(failed).hasMessageContaining("NoSshConnection");
    assertThat(site.instance.logins()).isZero();
    assertThat(site.more(before)).isEmpty();
  }

  @Test
  void apply_whenTheHostTakesNoKeyFromUserData_knowsItByItsConsole() {
    site.instance.ignoringUserData();

    EncryptedAmi ami = site.build(Strategy.LAUNCH_ENCRYPTED).apply(site.options());

    assertThat(ami.report().state()).isEqualTo(RunState.COMPLETED);
    assertThat(site.instance.logins()).isOne();
    assertThat(site.aws.ledger().count("GetConsoleOutput")).isPositive();
  }

  @Test
  void apply_whenAScriptReboots_goesOnAfterwards() {
    site.instance.onScript("reboot").reboots(Duration.ofSeconds(40)).times(1);
    AmiEncryptor encryptor =
        site.build(Strategy.LAUNCH_ENCRYPTED)
            .provision(dev.backstep.ami.Shell.inline("reboot").expectDisconnect())
            .provision(dev.backstep.ami.Shell.inline("echo after"));

    EncryptedAmi ami = encryptor.apply(site.options());

    assertThat(ami.report().state()).isEqualTo(RunState.COMPLETED);
    assertThat(site.instance.scripts()).hasSize(3);
    assertThat(site.instance.logins()).isEqualTo(2);
  }

  @Test
  void apply_whenTheRunIsOutOfTime_leavesNothing() throws Exception {
    List<String> before = site.things();
    RunOptions hurried = site.options().deadline(Duration.ofMinutes(3));

    PlanFailedException failed =
        catchThrowableOfType(
            PlanFailedException.class, () -> site.build(Strategy.COPY_AFTER_CREATE).apply(hurried));

    assertThat(failed.report().state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(site.more(before)).isEmpty();
  }

  private AmiEncryptor hurried() {
    return site.build(Strategy.LAUNCH_ENCRYPTED).sshWithin(Duration.ofSeconds(20));
  }

  private PlanFailedException failed(AmiEncryptor encryptor) {
    return catchThrowableOfType(PlanFailedException.class, () -> encryptor.apply(site.options()));
  }
}
