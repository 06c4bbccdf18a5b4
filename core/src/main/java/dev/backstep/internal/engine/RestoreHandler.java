package dev.backstep.internal.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gives settings their earlier values back, save those that are not what the run set any more. */
final class RestoreHandler implements UndoHandler<Undo.RestoreIfStillOurs> {

  private final Settings settings;

  RestoreHandler(Settings settings) {
    this.settings = settings;
  }

  @Override
  public Outcome attempt(Undo.RestoreIfStillOurs undo, Attempt run) {
    Optional<Map<String, String>> current =
        Optional.ofNullable(settings.read(List.of(undo.thing()), run).get(undo.thing()));
    Delta back = undo.delta().resolved(run).inverse();
    Delta still =
        current
            .map(values -> back.unchangedIn(values, settings.replacesInTwoCalls()))
            .orElse(new Delta(Map.of(), Map.of()));
    if (current.isEmpty() || still.isEmpty()) {
      return run.absent("the change of %s of %s".formatted(undo.kind(), undo.thing()));
    }
    if (run.mayReadWhatWas()) {
      return ChangeHandler.notSeenYet(undo.kind(), undo.thing());
    }
    settings.write(undo.thing(), current.get(), still, run);
    return Outcome.lookAgain("verifying %s of %s".formatted(undo.kind(), undo.thing()));
  }

  @Override
  public Remains remains(Undo.RestoreIfStillOurs undo, Attempt run) {
    Delta delta = undo.delta().resolved(run);
    return new Remains(
        "%s of %s: %s"
            .formatted(
                undo.kind().replace('-', ' '),
                undo.thing(),
                String.join("; ", delta.keys().stream().map(delta::inWords).toList())),
        settings.command(undo.thing(), delta.inverse()));
  }

  @Override
  public String family() {
    return settings.family();
  }
}
