package dev.backstep.aws;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Keeps the calls of one account below what AWS lets through, per region and family: the burst,
 * refilled in the time that the rate takes. A throttled family is halved, and recovers by a tenth
 * of its burst with each refill that it uses up.
 */
final class RateLimits {

  private static final Duration LONGEST_WAIT = Duration.ofHours(1);
  private static final long ONE_ANSWER = Duration.ofSeconds(1).toNanos();

  private record Key(String region, ApiFamily family) {}

  private final LongSupplier nanoTime;
  private final Map<Key, Limit> limits = new ConcurrentHashMap<>();

  /** With the clock that goes for what has to wait. */
  RateLimits(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  Duration reserve(String region, ApiFamily family) {
    return limit(region, family).reserve();
  }

  void throttled(String region, ApiFamily family) {
    limit(region, family).halve();
  }

  int callsPerRefill(String region, ApiFamily family) {
    return limit(region, family).callsPerRefill();
  }

  private Limit limit(String region, ApiFamily family) {
    return limits.computeIfAbsent(new Key(region, family), key -> new Limit(family, nanoTime));
  }

  private static final class Limit {
    private final ApiFamily family;
    private final RateLimiter limiter;
    private final LongSupplier nanoTime;
    private int callsSinceChange;
    private long lastHalved;

    Limit(ApiFamily family, LongSupplier nanoTime) {
      this.family = family;
      this.nanoTime = nanoTime;
      this.lastHalved = nanoTime.getAsLong() - ONE_ANSWER;
      this.limiter =
          new AtomicRateLimiter(
              family.name(),
              RateLimiterConfig.custom()
                  .limitForPeriod(family.burst())
                  .limitRefreshPeriod(
                      Duration.ofSeconds(Math.max(1, family.burst() / family.perSecond())))
                  .timeoutDuration(LONGEST_WAIT)
                  .build(),
              nanoTime::getAsLong);
    }

    int callsPerRefill() {
      return limiter.getRateLimiterConfig().getLimitForPeriod();
    }

    synchronized Duration reserve() {
      int limit = callsPerRefill();
      if (limit < family.burst() && ++callsSinceChange >= limit) {
        change(limit + Math.max(1, family.burst() / 10));
      }
      long nanos = limiter.reservePermission();
      return nanos < 0 ? LONGEST_WAIT : Duration.ofNanos(nanos);
    }

    /** Calls that were under way together and throttled together count once. */
    synchronized void halve() {
      long now = nanoTime.getAsLong();
      if (now - lastHalved >= ONE_ANSWER) {
        lastHalved = now;
        change(callsPerRefill() / 2);
      }
    }

    private void change(int limit) {
      callsSinceChange = 0;
      limiter.changeLimitForPeriod(Math.max(1, Math.min(family.burst(), limit)));
    }
  }
}
