package dev.backstep.testing;

import static dev.backstep.testing.Errors.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

class SimulatedFaultsTest {

  private final SimulatedAws aws = SimulatedAws.withCluster("Cluster1", 1);
  private final Clients clients = Clients.of(aws);

  @Test
  void status_whenNthAndActed_failsTheSecondCallThatTookEffect() {
    aws.onCall("CreateSecurityGroup").nth(2).status(500).acted(true);

    clients.group("a");
    refused(500, "InternalError", () -> clients.group("b"));
    clients.group("c");

    assertThat(groups()).contains("a", "b", "c");
    assertThat(aws.ledger().calls("CreateSecurityGroup").stream().map(Call::acted))
        .containsExactly(true, true, true);
    assertThat(aws.ledger().calls("CreateSecurityGroup").stream().map(Call::status))
        .containsExactly(200, 500, 200);
  }

  @Test
  void status_whenNothingElseSaid_failsOnceWithoutActing() {
    aws.onCall("CreateLoadBalancer").status(503);

    refused(503, "ServiceUnavailable", () -> clients.balancer("elb"));
    clients.balancer("elb");

    assertThat(aws.ledger().calls("CreateLoadBalancer").stream().map(Call::acted))
        .containsExactly(false, true);
  }

  @Test
  void throttle_whenScripted_answersAsEachServiceDoes() {
    aws.onCall("CreateSecurityGroup").throttle(2);
    aws.onCall("CreateLoadBalancer").throttle(1);

    assertThat(
            refused(503, "RequestLimitExceeded", () -> clients.group("a")).isThrottlingException())
        .isTrue();
    refused(503, "RequestLimitExceeded", () -> clients.group("a"));
    clients.group("a");
    assertThat(refused(400, "Throttling", () -> clients.balancer("elb")).isThrottlingException())
        .isTrue();
  }

  @Test
  void refuse_whenNotLimited_lastsUntilCleared() {
    Fault fault = aws.onCall("CreateLoadBalancer").refuse("AccessDenied");

    refused(403, "AccessDenied", () -> clients.balancer("elb"));
    refused(403, "AccessDenied", () -> clients.balancer("elb"));
    assertThat(fault.fired()).isEqualTo(2);
    aws.clearFaults();
    clients.balancer("elb");
  }

  @Test
  void refuse_whenLimited_endsByItself() {
    aws.onCall("CreateSecurityGroup").refuse("UnauthorizedOperation", "not you").times(1);

    assertThat(refused(403, "UnauthorizedOperation", () -> clients.group("a")))
        .hasMessageContaining("not you");
    clients.group("a");
  }

  @Test
  void answerLost_whenScripted_actsAndLooksLikeATimeOut() {
    aws.onCall("CreateSecurityGroup").answerLost();

    assertThatThrownBy(() -> clients.group("a"))
        .isInstanceOf(SdkClientException.class)
        .hasCauseInstanceOf(SocketTimeoutException.class);

    assertThat(groups()).contains("a");
    Call lost = aws.ledger().calls("CreateSecurityGroup").calls().get(0);
    assertThat(lost.acted()).isTrue();
    assertThat(lost.status()).isZero();
    refused(400, "InvalidGroup.Duplicate", () -> clients.group("a"));
  }

  @Test
  void connectionReset_whenBeforeActing_leavesNothing() {
    aws.onCall("CreateSecurityGroup").beforeActing().connectionReset();

    assertThatThrownBy(() -> clients.group("a")).hasCauseInstanceOf(SocketException.class);

    assertThat(groups()).doesNotContain("a");
  }

  @Test
  void garbage_whenScripted_actsAndCannotBeRead() {
    aws.onCall("CreateSecurityGroup").garbage();

    assertThatThrownBy(() -> clients.group("a")).isInstanceOf(SdkClientException.class);

    assertThat(groups()).contains("a");
  }

  @Test
  void delay_whenWithAnotherFault_bothApply() {
    aws.onCall("CreateSecurityGroup").delay(Duration.ofSeconds(7));
    aws.onCall("CreateSecurityGroup").throttle(1);
    Instant before = aws.time().now();

    refused(503, "RequestLimitExceeded", () -> clients.group("a"));

    assertThat(Duration.between(before, aws.time().now())).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void actLater_whenTimePasses_effectAppears() throws Exception {
    aws.onCall("CreateSecurityGroup").actLater(Duration.ofSeconds(30));

    assertThatThrownBy(() -> clients.group("a")).hasCauseInstanceOf(IOException.class);

    assertThat(groups()).doesNotContain("a");
    assertThat(aws.ledger().calls("CreateSecurityGroup").calls().get(0).acted()).isFalse();
    aws.time().sleep(Duration.ofSeconds(30));
    assertThat(groups()).contains("a");
    assertThat(aws.ledger().calls("CreateSecurityGroup").calls().get(0).acted()).isTrue();
  }

  @Test
  void when_whenConditionHolds_onlyThatCallFails() {
    aws.onCall("CreateSecurityGroup")
        .when(call -> call.parameter("GroupName").equals("b"))
        .refuse("AccessDenied");

    clients.group("a");
    refused(403, "AccessDenied", () -> clients.group("b"));
  }

  @Test
  void onAnyCall_whenKeysExpire_refusesEveryService() {
    aws.onAnyCall().refuse("ExpiredToken");

    refused(403, "ExpiredToken", () -> clients.ec2.describeVpcs());
    refused(403, "ExpiredToken", () -> clients.elb.describeLoadBalancers());
  }

  @Test
  void scripts_whenSeveralMatch_takeTurnsInOrder() {
    aws.onCall("CreateSecurityGroup").throttle(1);
    aws.onCall("CreateSecurityGroup").status(500);

    refused(503, "RequestLimitExceeded", () -> clients.group("a"));
    refused(500, "InternalError", () -> clients.group("a"));
    clients.group("a");
  }

  @Test
  void unfiredFaults_whenScriptMetNoCall_namesIt() {
    aws.onCall("CreateSecurityGroup").throttle(1);
    aws.onCall("DeleteSecurityGroup").nth(3).answerLost();
    assertThatThrownBy(() -> clients.group("a"));

    assertThat(aws.unfiredFaults())
        .singleElement()
        .hasToString("Fault(DeleteSecurityGroup: answer lost, from call 3, 1 times, fired 0)");
  }

  @Test
  void script_whenNumbersInvalid_saysWhatIsExpected() {
    Fault fault = aws.onCall("X");

    assertThatThrownBy(() -> fault.nth(0)).hasMessage("nth: 0 (expected: at least 1)");
    assertThatThrownBy(() -> fault.times(0)).hasMessage("times: 0 (expected: at least 1)");
    assertThatThrownBy(() -> fault.status(200))
        .hasMessage("status: 200 (expected: from 400 to 599)");
  }

  private List<String> groups() {
    return clients.ec2.describeSecurityGroups().securityGroups().stream()
        .map(SecurityGroup::groupName)
        .toList();
  }
}
