package dev.backstep.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RateLimitsTest {

  private static final String WEST = "us-west-2";

  private final AtomicLong now = new AtomicLong();
  private final RateLimits limits = new RateLimits(now::get);

  @ParameterizedTest
  @EnumSource
  void reserve_whenTheBurstIsUsedUp_waitsForTheRefill(ApiFamily family) {
    for (int call = 0; call < family.burst(); call++) {
      assertThat(limits.reserve(WEST, family)).isZero();
    }

    Duration refill = Duration.ofSeconds(family.burst() / family.perSecond());
    assertThat(limits.reserve(WEST, family)).isPositive().isLessThanOrEqualTo(refill);
  }

  @Test
  void reserve_whenARefillIsSpokenForToo_waitsForTheOneAfter() {
    for (int call = 0; call < 2 * ApiFamily.ELB_CHANGE.burst(); call++) {
      limits.reserve(WEST, ApiFamily.ELB_CHANGE);
    }

    assertThat(limits.reserve(WEST, ApiFamily.ELB_CHANGE))
        .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(10));
  }

  @Test
  void throttled_whenSaidOften_halvesDownToOne() {
    int[] expected = {10, 5, 2, 1, 1, 1};
    assertThat(limits.callsPerRefill(WEST, ApiFamily.ELB_CHANGE)).isEqualTo(20);

    for (int calls : expected) {
      now.addAndGet(Duration.ofSeconds(1).toNanos());
      limits.throttled(WEST, ApiFamily.ELB_CHANGE);
      assertThat(limits.callsPerRefill(WEST, ApiFamily.ELB_CHANGE)).isEqualTo(calls);
    }
    assertThat(limits.callsPerRefill(WEST, ApiFamily.ELB_READ)).isEqualTo(40);
    assertThat(limits.callsPerRefill("eu-west-1", ApiFamily.ELB_CHANGE)).isEqualTo(20);
  }

  @Test
  void reserve_whenAThrottleIsOver_recoversStepByStep() {
    limits.throttled(WEST, ApiFamily.ELB_CHANGE);
    for (int calls = 10; calls < 20; calls += 2) {
      assertThat(limits.callsPerRefill(WEST, ApiFamily.ELB_CHANGE)).isEqualTo(calls);
      for (int call = 0; call < calls; call++) {
        limits.reserve(WEST, ApiFamily.ELB_CHANGE);
      }
    }
    for (int call = 0; call < 100; call++) {
      limits.reserve(WEST, ApiFamily.ELB_CHANGE);
    }

    assertThat(limits.callsPerRefill(WEST, ApiFamily.ELB_CHANGE)).isEqualTo(20);
  }

  @Test
  void throttled_whenCallsUnderWayTogetherAreThrottledTogether_halvesOnce() {
    for (int call = 0; call < 8; call++) {
      limits.throttled(WEST, ApiFamily.EC2_CHANGE);
    }

    assertThat(limits.callsPerRefill(WEST, ApiFamily.EC2_CHANGE)).isEqualTo(25);
  }
}
