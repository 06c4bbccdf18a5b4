package dev.backstep.internal.engine;

import java.time.Duration;

/**
 * Carries out one type of step. It makes one attempt and returns; it never sleeps, loops, retries
 * or journals. What a call throws it lets through: the engine knows what each failure means.
 *
 * @param <S> the type of step
 */
public interface StepHandler<S extends Step> {

  /** Makes one attempt, with at most one {@link Attempt#change change}. */
  Outcome attempt(S step, Attempt run);

  /**
   * Looks for what an earlier attempt of this very step may have made: {@code Done} when it is
   * there and ours by its tags, {@code Refused} with {@link ErrorClass#CONFLICT} when somebody
   * else's is in its place, {@code NotYet} when nothing is to be seen. Asked after a "duplicate"
   * answer, and before a second attempt where sending again is not safe.
   */
  default Outcome lookUp(S step, Attempt run) {
    throw new IllegalStateException(
        "%s cannot be looked up".formatted(step.getClass().getSimpleName()));
  }

  /**
   * Whether a change that was not answered may simply be sent again, because a token, a unique name
   * or the nature of the call keeps it from happening twice.
   */
  default boolean safeToResend() {
    return true;
  }

  /**
   * The same when it was another process that sent it, which may have known more of where it was
   * sent. Default: as {@link #safeToResend()}.
   */
  default boolean safeToResendAfterAnother(S step) {
    return safeToResend();
  }

  /** How long {@code NotYet} may go on before the step has failed. Default: 10 minutes. */
  default Duration patience(S step) {
    return Duration.ofMinutes(10);
  }

  /**
   * What it is when {@code NotYet} has gone on for longer than that: a failure, or {@link
   * ErrorClass#PERSON} where a person must act, so that the run parks. Default: {@link
   * ErrorClass#TIMEOUT}.
   */
  default ErrorClass outOfPatience(S step) {
    return ErrorClass.TIMEOUT;
  }

  /**
   * How long failures of a class may be retried, counted from the first of them. Default: as long
   * as is usual for the class.
   */
  default Duration retryWindow(S step, ErrorClass errorClass, Duration usual) {
    return usual;
  }

  /** Which rate limit its calls fall under. */
  String family();
}
