package dev.backstep.testing.internal.state;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Ids that look like AWS's, in the order of their making, the same in every run. */
public final class Ids {

  private static final long FIRST = 0x0a100;

  private final Map<String, Long> counters = new HashMap<>();

  Ids() {}

  /** Such as {@code i-00a1013c6ef372fe9}: prefix, dash, 17 hexadecimal digits. */
  public String next(String prefix) {
    long number = FIRST + counters.merge(prefix, 1L, Long::sum);
    long noise = mix(number * 31 + prefix.hashCode()) & 0xfffffffffffL;
    return String.format(Locale.ROOT, "%s-0%05x%011x", prefix, number, noise);
  }

  /** Decimal digits, as load balancers have in their DNS names. */
  public String digits(String kind) {
    long number = counters.merge(kind, 1L, Long::sum);
    return String.valueOf(1_000_000_000L + Math.floorMod(mix(number), 1_000_000_000L));
  }

  /** A UUID, as keys have. */
  public String uuid(String kind) {
    long number = counters.merge(kind, 1L, Long::sum);
    return new UUID(mix(number * 31 + kind.hashCode()), mix(~number)).toString();
  }

  /** Capitals and digits after the given letter, as hosted zones have. */
  public String code(String letter) {
    long number = counters.merge("code " + letter, 1L, Long::sum);
    String code = Long.toUnsignedString(mix(number * 31 + letter.hashCode()), 36);
    return letter + (code.toUpperCase(Locale.ROOT) + "0".repeat(13)).substring(0, 13);
  }

  /** The request id of the call with the given number. */
  public static String request(long sequence) {
    return new UUID(mix(sequence), mix(~sequence)).toString();
  }

  private static long mix(long seed) {
    long z = seed + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
