package dev.backstep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.backstep.ami.EncryptedAmi;
import dev.backstep.ami.Strategy;
import dev.backstep.testing.Call;
import dev.backstep.testing.Ledger;
import dev.backstep.testing.SampleImage;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How many calls the making of an image takes, and how long it would take on AWS. */
class AmiEncryptorCostTest {

  private static final Set<String> POLLED =
      Set.of("DescribeInstances", "DescribeImages", "DescribeSnapshots");

  /** What Packer waits for, one after the other, in the seed's job. */
  private static final List<Duration> PACKER =
      List.of(
          Duration.ofSeconds(25), // launch
          Duration.ofSeconds(20), // SSH
          Duration.ofSeconds(30), // stop
          Duration.ofMinutes(4), // image
          Duration.ofMinutes(5), // copy
          Duration.ofSeconds(40)); // terminate

  /** Its calls for the same job, as counted on an emulator: its polls not included. */
  private static final int PACKER_CALLS = 29;

  @AutoClose private final AmiSite site = timed();

  @Test
  void apply_byLaunching_makesExactlyTheseChanges() {
    site.build(Strategy.LAUNCH_ENCRYPTED).apply(site.options());

    assertThat(site.aws.ledger().mutating().operations())
        .containsExactlyInAnyOrder(
            "CreateSecurityGroup",
            "AuthorizeSecurityGroupIngress",
            "ImportKeyPair",
            "RunInstances",
            "StopInstances",
            "CreateImage",
            "TerminateInstances",
            "DeleteKeyPair",
            "DeleteSecurityGroup");
  }

  @ParameterizedTest
  @EnumSource
  void apply_byEachStrategy_staysWithinItsCallsAndTime(Strategy strategy) {
    EncryptedAmi ami = site.encryptor(strategy).apply(site.options());

    Ledger ledger = site.aws.ledger();
    int mutating = ledger.mutating().size();
    long polls = polls(ledger);
    long reads = ledger.reads().size() - polls;
    Duration took = ami.report().wallTime();
    Duration packer = PACKER.stream().reduce(Duration.ZERO, Duration::plus);
    System.out.printf(
        "%s: %d mutating, %d reads, %d polls; %d s of modelled time (Packer: %d calls, %d s)%n",
        strategy, mutating, reads, polls, took.toSeconds(), PACKER_CALLS, packer.toSeconds());
    switch (strategy) {
      case COPY -> {
        assertThat(mutating + reads).isLessThanOrEqualTo(8);
        assertThat(took).isLessThanOrEqualTo(Duration.ofSeconds(310));
      }
      case LAUNCH_ENCRYPTED -> {
        assertThat(mutating).isLessThanOrEqualTo(9);
        assertThat(reads).isLessThanOrEqualTo(13);
        assertThat(took).isLessThan(packer.minusMinutes(4));
      }
      case COPY_AFTER_CREATE -> {
        assertThat(mutating).isLessThanOrEqualTo(11);
        assertThat(took).isLessThan(packer);
      }
    }
  }

  @Test
  void apply_ofASharedImageUnderTheDefaultKey_staysWithinTheCallsOfACopy() {
    String shared =
        site.world
            .imaging()
            .add(SampleImage.named("theirs").sharedBy("210987654321").withReadableSnapshots());

    AmiEncryptor.from(shared).aws(site.access()).named("ours").apply(site.options());

    Ledger ledger = site.aws.ledger();
    assertThat(ledger.size() - looks(ledger).size()).isLessThanOrEqualTo(8);
  }

  /** Reads after the first change that look whether something is ready: all but one of a kind. */
  private static long polls(Ledger ledger) {
    List<Call> later = looks(ledger);
    long kinds = later.stream().map(Call::operation).distinct().count();
    return later.size() - kinds;
  }

  private static List<Call> looks(Ledger ledger) {
    long first = ledger.mutating().calls().get(0).sequence();
    return ledger.since(first).reads().where(call -> POLLED.contains(call.operation())).calls();
  }

  private static AmiSite timed() {
    AmiSite site = new AmiSite();
    site.aws
        .launchTime(Duration.ofSeconds(25))
        .stopTime(Duration.ofSeconds(30))
        .imageTime(Duration.ofMinutes(4))
        .copyTime(Duration.ofMinutes(5))
        .terminateTime(Duration.ofSeconds(40));
    site.instance.bootTime(Duration.ofSeconds(45));
    return site;
  }
}
