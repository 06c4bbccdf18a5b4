package dev.backstep.internal.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Changes settings: reads, writes what is not yet as wanted, and reads again to verify. A value
 * that is neither what the plan saw nor what it wants was changed by somebody else: it stays, and
 * the step is refused.
 */
final class ChangeHandler
    implements BatchedStepHandler<ChangeStep, Map<String, Map<String, String>>> {

  private final Settings settings;

  ChangeHandler(Settings settings) {
    this.settings = settings;
  }

  @Override
  public String batch(ChangeStep step) {
    return step.batch().isEmpty()
        ? "%s of %s: %s".formatted(step.kind(), step.thing(), step.delta())
        : step.batch();
  }

  @Override
  public Map<String, Map<String, String>> read(List<ChangeStep> steps, Attempt run) {
    List<String> things =
        steps.stream().filter(step -> !step.fresh()).map(ChangeStep::thing).distinct().toList();
    return things.isEmpty() ? Map.of() : settings.read(things, run);
  }

  @Override
  public Outcome attempt(ChangeStep step, Map<String, Map<String, String>> seen, Attempt run) {
    Delta delta = step.delta().resolved(run, settings.valuesHoldIds());
    if (step.fresh()) {
      settings.write(step.thing(), Map.of(), delta, run);
      return Outcome.done(step.thing());
    }
    Optional<Map<String, String>> current = Optional.ofNullable(seen.get(step.thing()));
    if (current.isEmpty() && delta.after().isEmpty()) {
      return Outcome.done(); // What was to be taken out of it went with it.
    }
    if (current.isEmpty()) {
      return refused(ErrorClass.GONE, "Gone", "%s is not there any more".formatted(step.thing()));
    }
    Delta pending = delta.pending(current.get());
    if (pending.isEmpty()) {
      return Outcome.done(step.thing());
    }
    if (!pending.unchangedIn(current.get(), settings::isHalfWay).equals(pending)) {
      return refused(
          ErrorClass.CONFLICT, "ChangedMeanwhile", conflict(step, pending, current.get()));
    }
    if (run.mayReadWhatWas()) {
      return notSeenYet(step.kind(), step.thing());
    }
    settings.write(step.thing(), current.get(), pending, run);
    return settings.verifies()
        ? Outcome.lookAgain("verifying %s of %s".formatted(step.kind(), step.thing()))
        : Outcome.done(step.thing());
  }

  @Override
  public Duration retryWindow(ChangeStep step, ErrorClass errorClass, Duration usual) {
    return settings.retryWindow(step.delta(), errorClass, usual);
  }

  @Override
  public String family() {
    return settings.family();
  }

  /** What a write answered is not what a read shows. */
  static Outcome notSeenYet(String kind, String thing) {
    return new Outcome.NotYet(
        Duration.ofSeconds(1),
        "the change of %s of %s is not to be seen yet".formatted(kind, thing));
  }

  private static String conflict(ChangeStep step, Delta pending, Map<String, String> current) {
    String changed =
        pending.keys().stream()
            .filter(
                key ->
                    !pending.before().getOrDefault(key, "").equals(current.getOrDefault(key, "")))
            .map(
                key ->
                    "%s is %s and was %s"
                        .formatted(
                            key,
                            current.getOrDefault(key, "none"),
                            pending.before().getOrDefault(key, "none")))
            .collect(Collectors.joining("; "));
    return "%s of %s were changed by somebody else since the plan was made, and stay so: %s; plan again"
        .formatted(step.kind(), step.thing(), changed);
  }

  private static Outcome refused(ErrorClass errorClass, String code, String message) {
    return new Outcome.Refused(Failure.of(errorClass, code, message));
  }
}
