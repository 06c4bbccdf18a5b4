package dev.backstep.internal.engine;

import java.util.Optional;

/** Deletes what a run made: finds it, proves by its live tags that the run made it, deletes it. */
final class DeleteMadeHandler implements UndoHandler<Undo.DeleteMade> {

  private final Deletable kind;

  DeleteMadeHandler(Deletable kind) {
    this.kind = kind;
  }

  @Override
  public Outcome attempt(Undo.DeleteMade undo, Attempt run) {
    Optional<Deletable.Live> live = kind.find(undo, run.made(), run);
    if (live.isEmpty()) {
      return run.absent("%s %s".formatted(undo.kind(), run.made().orElse(undo.name())));
    }
    Optional<Owned> owned = run.madeByThisRun(live.get().id(), live.get().tags());
    if (owned.isEmpty()) {
      return run.made().isPresent()
          ? notOursAnyMore(undo, live.get(), run)
          : run.absent(undo.name());
    }
    return kind.delete(owned.get(), run);
  }

  @Override
  public Remains remains(Undo.DeleteMade undo, Attempt run) {
    String id = run.made().orElse(undo.name());
    String what = "%s \"%s\"".formatted(undo.kind().replace('-', ' '), undo.name());
    return new Remains(
        id.equals(undo.name()) ? what : "%s (%s)".formatted(what, id), kind.command(id));
  }

  @Override
  public String family() {
    return kind.family();
  }

  private static Outcome notOursAnyMore(Undo.DeleteMade undo, Deletable.Live live, Attempt run) {
    return new Outcome.Refused(
        Failure.of(
            ErrorClass.CONFLICT,
            "NotOurs",
            "%s %s \"%s\" does not carry %s=%s any more, so it is not deleted"
                .formatted(undo.kind(), live.id(), undo.name(), Tags.RUN, run.runId())));
  }
}
