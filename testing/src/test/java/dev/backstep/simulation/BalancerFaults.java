package dev.backstep.simulation;

import dev.backstep.testing.Fault;
import dev.backstep.testing.SimulatedAws;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/** Scripts what goes wrong with the calls of one process. */
final class BalancerFaults {

  private static final Duration LATEST = Duration.ofMinutes(3);
  private static final String MODIFY_INTERFACE = "ModifyNetworkInterfaceAttribute";
  private static final List<String> CHANGES =
      List.of(
          "CreateSecurityGroup",
          "CreateSecurityGroup",
          "AuthorizeSecurityGroupIngress",
          MODIFY_INTERFACE,
          "CreateLoadBalancer",
          "CreateLoadBalancer",
          "ModifyLoadBalancerAttributes",
          "ConfigureHealthCheck",
          "RegisterInstancesWithLoadBalancer",
          "DeleteLoadBalancer",
          "DeleteSecurityGroup");
  private static final List<String> READS =
      List.of(
          "DescribeSecurityGroups",
          "DescribeSecurityGroupRules",
          "DescribeNetworkInterfaces",
          "DescribeTags",
          "DescribeInstanceHealth");

  private enum Kind {
    THROTTLED,
    STATUS_500,
    STATUS_500_ACTED,
    ANSWER_LOST,
    RESET,
    RESET_NOT_ACTED,
    GARBAGE,
    ACTS_LATE,
    REFUSED,
    EXPIRED
  }

  private final RandomGenerator dice;
  private final Tally tally;
  private final boolean lateInterfaces;

  /**
   * Makes up scripts.
   *
   * @param lateInterfaces whether a whole list of groups may be written late: it would overwrite
   *     what the user does meanwhile, and nothing in EC2 can prevent that
   */
  BalancerFaults(RandomGenerator dice, Tally tally, boolean lateInterfaces) {
    this.dice = dice;
    this.tally = tally;
    this.lateInterfaces = lateInterfaces;
  }

  void script(SimulatedAws aws) {
    aws.clearFaults();
    int faults = dice.nextInt(6);
    for (int i = 0; i < faults; i++) {
      if (dice.nextInt(4) == 0) {
        readFault(aws.onCall(oneOf(READS)));
      } else {
        changeFault(aws);
      }
    }
  }

  private void readFault(Fault fault) {
    fault.nth(1 + dice.nextInt(3));
    if (dice.nextBoolean()) {
      tally.fault("READ_THROTTLED");
      fault.throttle(1 + dice.nextInt(3));
    } else {
      tally.fault("READ_500");
      fault.status(500);
    }
  }

  private void changeFault(SimulatedAws aws) {
    String operation = oneOf(CHANGES);
    Kind kind = oneOf(List.of(Kind.values()));
    if (kind == Kind.EXPIRED && dice.nextBoolean()
        || kind == Kind.ACTS_LATE && operation.equals(MODIFY_INTERFACE) && !lateInterfaces) {
      kind = Kind.ANSWER_LOST;
    }
    tally.fault(kind.name());
    Fault fault = aws.onCall(operation).nth(1 + dice.nextInt(4));
    switch (kind) {
      case THROTTLED -> fault.throttle(1 + dice.nextInt(4));
      case STATUS_500 -> fault.status(500);
      case STATUS_500_ACTED -> fault.status(500).acted(true);
      case ANSWER_LOST -> fault.answerLost();
      case RESET -> fault.connectionReset();
      case RESET_NOT_ACTED -> fault.connectionReset().acted(false);
      case GARBAGE -> fault.garbage();
      case ACTS_LATE -> fault.actLater(Duration.ofNanos(dice.nextLong(LATEST.toNanos()))).times(1);
      case REFUSED -> fault.refuse("AccessDenied").times(1);
      case EXPIRED -> fault.refuse("ExpiredToken").times(2);
    }
  }

  private <T> T oneOf(List<T> choices) {
    return choices.get(dice.nextInt(choices.size()));
  }
}
