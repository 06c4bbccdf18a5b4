package dev.backstep.internal.engine;

import java.time.Duration;
import java.util.Optional;

/**
 * Deletes what an earlier step of the same run made, once nothing needs it any more. A rollback
 * then has no more of that step to take back.
 *
 * @param kind the {@link Deletable#kind()}
 * @param name the name that it was given, unique within the scope
 * @param scope where the name is unique; empty when that is the account and region
 * @param thing the step that made it
 */
public record DiscardStep(String kind, String name, String scope, Ref thing) implements Step {

  /** Looks at the live tags first; what is gone already is fine. */
  static final class Handler implements StepHandler<DiscardStep> {

    private final Deletable kind;

    Handler(Deletable kind) {
      this.kind = kind;
    }

    @Override
    public Outcome attempt(DiscardStep step, Attempt run) {
      Undo.DeleteMade what = new Undo.DeleteMade(step.kind(), step.name(), step.scope());
      String id = run.id(step.thing());
      Optional<Deletable.Live> live = kind.find(what, Optional.of(id), run);
      if (live.isEmpty() && run.mayHaveMadeMore(step.thing())) {
        live = kind.find(what, Optional.empty(), run);
      }
      if (live.isEmpty()) {
        String name = "%s %s".formatted(step.kind(), id);
        return kind.partsShowLate()
            ? run.absentOnceSettled(name, step.thing())
            : run.absent(name, step.thing());
      }
      Optional<Owned> owned = run.madeByThisRun(live.get().id(), live.get().tags());
      return owned.isPresent()
          ? kind.delete(owned.get(), run)
          : new Outcome.Refused(
              Failure.of(
                  ErrorClass.CONFLICT,
                  "NotOurs",
                  "%s %s \"%s\" does not carry %s=%s any more, so it is not deleted"
                      .formatted(step.kind(), id, step.name(), Tags.RUN, run.runId())));
    }

    /** Something large may take long to go. */
    @Override
    public Duration patience(DiscardStep step) {
      return Duration.ofHours(2);
    }

    @Override
    public String family() {
      return kind.family();
    }
  }
}
