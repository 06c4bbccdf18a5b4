package dev.backstep.internal.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
    Delta back = resolved(undo, run).inverse();
    Delta still =
        current
            .map(values -> back.unchangedIn(values, this::isHalfWay))
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
    Delta delta = resolved(undo, run);
    return new Remains(
        "%s of %s: %s"
            .formatted(
                undo.kind().replace('-', ' '),
                undo.thing(),
                String.join("; ", delta.keys().stream().map(delta::inWords).toList())),
        settings.command(undo.thing(), delta.inverse()));
  }

  /** On the way back, or still on the way there. */
  private boolean isHalfWay(
      @Nullable String current, @Nullable String made, @Nullable String before) {
    return settings.isHalfWay(current, made, before) || settings.isHalfWay(current, before, made);
  }

  private Delta resolved(Undo.RestoreIfStillOurs undo, Attempt run) {
    return undo.delta().resolved(run, settings.valuesHoldIds());
  }

  @Override
  public String family() {
    return settings.family();
  }
}
