package dev.backstep.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.backstep.aws.AwsAccess;
import dev.backstep.journal.FileJournal;
import java.io.IOException;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.elasticloadbalancing.ElasticLoadBalancingClient;
import software.amazon.awssdk.services.sts.StsClient;

/** What all checks have: a referee that knows nothing yet, and the clients to ask it with. */
abstract class Contract {

  @Parameter Referee referee;

  /** The departures that this check has met. */
  final Set<Departure> departed = EnumSet.noneOf(Departure.class);

  @AutoClose Ec2Client ec2;
  @AutoClose ElasticLoadBalancingClient elb;
  @AutoClose StsClient sts;
  Wire wire;
  @AutoClose AwsAccess access;
  @AutoClose Turn turn;
  @TempDir Path runs;
  private String check;

  @BeforeEach
  final void begin(TestInfo test) {
    check =
        test.getTestClass().orElseThrow().getSimpleName()
            + "."
            + test.getTestMethod().orElseThrow().getName();
    // One in a process of its own has one state for all who ask it.
    turn = referee.endpoint().isPresent() ? Turn.await(referee.name()) : Turn.atOnce();
    referee.reset();
    ec2 = Sdk.ec2(referee);
    elb = Sdk.elb(referee);
    sts = Sdk.sts(referee);
    wire = new Wire(referee.http());
    access = access();
  }

  /** A departure is listed with the check that it alters, and that check has to meet it. */
  @AfterEach
  final void meetDepartures() {
    assertThat(departed)
        .containsExactlyInAnyOrderElementsOf(
            referee.departures().stream().filter(one -> one.check().equals(check)).toList());
  }

  /** Whether the referee does not do here what AWS does. Only the check it is listed with asks. */
  final boolean departs(Departure departure) {
    assertThat(departure.check()).isEqualTo(check);
    if (referee.departures().contains(departure)) {
      departed.add(departure);
      return true;
    }
    return false;
  }

  /** Asserts that a call is refused with a code. */
  static AwsServiceException refused(String code, ThrowingCallable call) {
    AwsServiceException refusal = catchThrowableOfType(AwsServiceException.class, call);
    assertThat(refusal).as("a refusal with %s", code).isNotNull();
    assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
    assertThat(refusal.statusCode()).isBetween(400, 499);
    return refusal;
  }

  /** No referee has anything behind its balancers, and no DNS is asked for them. */
  private static Socket nowhere(String host, int port, Duration timeout) throws IOException {
    throw new UnknownHostException(host);
  }

  private AwsAccess access() {
    AwsAccess general =
        AwsAccess.inRegion(Referee.REGION)
            .credentials(Sdk.KEYS)
            .httpClient(wire)
            .dialer(Contract::nowhere)
            .journal(FileJournal.in(runs))
            .time(referee.time());
    return referee.endpoint().map(general::endpoint).orElse(general);
  }
}
