package dev.backstep.testing;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A script for what goes wrong with calls, from {@link SimulatedAws#onCall(String)}. One of the
 * verbs says what; the rest says when and how often, in any order:
 *
 * <pre>{@code
 * aws.onCall("CreateSecurityGroup").nth(2).status(500).acted(true);
 * aws.onCall("DescribeInstances").throttle(3);
 * aws.onCall("CreateLoadBalancer").refuse("AccessDenied");
 * aws.onCall("CreateLoadBalancer").answerLost();
 * }</pre>
 *
 * <p>Without {@link #nth(int)} a script takes the next matching calls: one for most verbs, as many
 * as it says for {@link #throttle(int)}, all of them for {@link #refuse(String)}. Where several
 * scripts match one call, the oldest that has not had its fill takes it; only {@link
 * #delay(Duration)} adds to another. Calls are counted from when the script is made.
 */
public final class Fault {

  enum Kind {
    NOTHING,
    STATUS,
    THROTTLE,
    REFUSE,
    ANSWER_LOST,
    RESET,
    GARBAGE,
    DELAY,
    ACT_LATER
  }

  static final String ANY = "*";

  private static final int ALWAYS = Integer.MAX_VALUE;

  private final String operation;
  private Predicate<Call> condition = call -> true;
  private Kind kind = Kind.NOTHING;
  private int first;
  private int times = 1;
  private boolean timesSaid;
  private @Nullable Boolean acted;
  private boolean actedByDefault;
  private int status;
  private String code = "";
  private String message = "";
  private Duration duration = Duration.ZERO;
  private int seen;
  private int fired;

  Fault(String operation) {
    this.operation = operation;
  }

  /**
   * Starts at the n-th matching call instead of the next one.
   *
   * @param number from 1, counted from when this script was made
   * @throws IllegalArgumentException if it is less than 1
   */
  public synchronized Fault nth(int number) {
    this.first = positive(number, "nth");
    return this;
  }

  /**
   * How many matching calls it takes, instead of the verb's own default.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public synchronized Fault times(int calls) {
    this.times = positive(calls, "times");
    this.timesSaid = true;
    return this;
  }

  /** Takes only calls for which this holds; their status and errorCode are not known yet. */
  public synchronized Fault when(Predicate<Call> only) {
    this.condition = only;
    return this;
  }

  /**
   * Whether the service carries the call out before it fails. Default: it does for {@link
   * #answerLost()} and {@link #connectionReset()}, and it does not for {@link #status(int)}, {@link
   * #throttle(int)} and {@link #refuse(String)}.
   */
  public synchronized Fault acted(boolean carriedOut) {
    this.acted = carriedOut;
    return this;
  }

  /** The service does not carry the call out: {@code acted(false)}. */
  public Fault beforeActing() {
    return acted(false);
  }

  /**
   * Answers with an HTTP status and the error code that the service uses for it, once, without
   * acting.
   *
   * @param httpStatus from 400 to 599
   * @throws IllegalArgumentException if it is outside that range
   */
  public synchronized Fault status(int httpStatus) {
    if (httpStatus < 400 || httpStatus > 599) {
      throw new IllegalArgumentException("status: " + httpStatus + " (expected: from 400 to 599)");
    }
    this.status = httpStatus;
    return is(Kind.STATUS, 1);
  }

  /**
   * Answers the given number of calls as the service does when they come too fast: {@code
   * RequestLimitExceeded} 503 from EC2, {@code Throttling} 400 from ELB and STS, {@code SlowDown}
   * 503 from S3.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public synchronized Fault throttle(int calls) {
    return is(Kind.THROTTLE, positive(calls, "throttle"));
  }

  /**
   * Refuses every call with the given error code, until {@link SimulatedAws#clearFaults()} or for
   * as many {@link #times(int)} as said. The status is the one that goes with the code: 403 for
   * {@code AccessDenied}, {@code UnauthorizedOperation} and {@code ExpiredToken}, 401 for {@code
   * AuthFailure}, 400 for most.
   */
  public Fault refuse(String errorCode) {
    return refuse(errorCode, "Refused by a script of the test");
  }

  /** As {@link #refuse(String)}, with a message of its own. */
  public synchronized Fault refuse(String errorCode, String errorMessage) {
    this.code = errorCode;
    this.message = errorMessage;
    return is(Kind.REFUSE, ALWAYS);
  }

  /** The service acts, and the client sees a read time-out; once. */
  public synchronized Fault answerLost() {
    this.actedByDefault = true;
    return is(Kind.ANSWER_LOST, 1);
  }

  /** The client sees its connection reset; once. The service has acted, unless said otherwise. */
  public synchronized Fault connectionReset() {
    this.actedByDefault = true;
    return is(Kind.RESET, 1);
  }

  /** The service acts and answers 200 with a body that breaks off in the middle; once. */
  public synchronized Fault garbage() {
    return is(Kind.GARBAGE, 1);
  }

  /** The call takes this much longer, on the simulation's time source; once. */
  public synchronized Fault delay(Duration longer) {
    this.duration = longer;
    return is(Kind.DELAY, 1);
  }

  /**
   * The client sees a read time-out now, and the service acts so much later: at the next look at
   * the account after that time; once.
   */
  public synchronized Fault actLater(Duration later) {
    this.duration = later;
    return is(Kind.ACT_LATER, 1);
  }

  /** How many calls it has taken so far. */
  public synchronized int fired() {
    return fired;
  }

  /** What it does and how often it has done so. */
  @Override
  public synchronized String toString() {
    String verb = kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    String start = first == 0 ? "" : ", from call " + first;
    String often = times == ALWAYS ? "always" : times + " times";
    return "Fault(" + operation + ": " + verb + start + ", " + often + ", fired " + fired + ")";
  }

  /** Counts the call, and says whether this script would take it. */
  synchronized boolean wants(Call call) {
    boolean meant = operation.equals(ANY) || operation.equals(call.operation());
    if (!meant || !condition.test(call)) {
      return false;
    }
    seen++;
    return kind != Kind.NOTHING && fired < times && seen >= first;
  }

  synchronized void fire() {
    fired++;
  }

  synchronized Kind kind() {
    return kind;
  }

  synchronized boolean acts() {
    return acted == null ? actedByDefault : acted;
  }

  synchronized int status() {
    return status;
  }

  synchronized String code() {
    return code;
  }

  synchronized String message() {
    return message;
  }

  synchronized Duration duration() {
    return duration;
  }

  private Fault is(Kind verb, int usualTimes) {
    this.kind = verb;
    if (!timesSaid) {
      this.times = usualTimes;
    }
    return this;
  }

  private static int positive(int number, String name) {
    if (number < 1) {
      throw new IllegalArgumentException(name + ": " + number + " (expected: at least 1)");
    }
    return number;
  }
}
