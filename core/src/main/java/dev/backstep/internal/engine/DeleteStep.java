package dev.backstep.internal.engine;

import java.util.Optional;

/**
 * Deletes a thing that its owner tag shows to be managed for the plan's target.
 *
 * @param kind the {@link Deletable#kind()}
 * @param thing its id
 * @param name its name
 * @param scope where the name is unique
 */
public record DeleteStep(String kind, String thing, String name, String scope) implements Step {

  /** Looks at the live tags first; what is gone already is fine. */
  static final class Handler implements StepHandler<DeleteStep> {

    private final Deletable kind;

    Handler(Deletable kind) {
      this.kind = kind;
    }

    @Override
    public Outcome attempt(DeleteStep step, Attempt run) {
      Undo.DeleteMade what = new Undo.DeleteMade(step.kind(), step.name(), step.scope());
      Optional<Deletable.Live> live = kind.find(what, Optional.of(step.thing()), run);
      if (live.isEmpty()) {
        return Outcome.done(step.thing());
      }
      Optional<Owned> owned = run.managed(live.get().id(), live.get().tags());
      return owned.isPresent()
          ? kind.delete(owned.get(), run)
          : new Outcome.Refused(
              Failure.of(
                  ErrorClass.CONFLICT,
                  "NotManaged",
                  "%s %s does not carry %s=%s any more, so it is not deleted"
                      .formatted(step.kind(), step.thing(), Tags.OWNER, run.owner())));
    }

    @Override
    public String family() {
      return kind.family();
    }
  }
}
