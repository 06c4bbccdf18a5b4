package dev.backstep.internal.engine;

import java.util.Optional;

/** Deletes what a run made: finds it, proves by its live tags that the run made it, deletes it. */
final class DeleteMadeHandler implements UndoHandler<Undo.DeleteMade> {

  private final Deletable kind;

  DeleteMadeHandler(Deletable kind) {
    this.kind = kind;
  }

  /** By id where that is known; else, and when that is gone, what else there may be of this run. */
  @Override
  public Outcome attempt(Undo.DeleteMade undo, Attempt run) {
    Optional<Deletable.Live> known =
        run.made().isPresent() ? kind.find(undo, run.made(), run) : Optional.empty();
    Optional<Deletable.Live> live =
        known.isPresent() ? known : kind.find(undo, Optional.empty(), run);
    Optional<Owned> owned = live.flatMap(thing -> run.madeByThisRun(thing.id(), thing.tags()));
    if (owned.isPresent()) {
      return kind.delete(owned.get(), run);
    }
    if (known.isPresent()) {
      return notOursAnyMore(undo, known.get(), run);
    }
    String name = "%s %s".formatted(undo.kind(), run.made().orElse(undo.name()));
    return kind.partsShowLate() ? run.absentOnceSettled(name) : run.absent(name);
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
