package dev.backstep.internal.ec2;

import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Deletable;
import dev.backstep.internal.engine.ErrorClass;
import dev.backstep.internal.engine.Failure;
import dev.backstep.internal.engine.Outcome;
import java.time.Duration;
import java.util.Optional;

/** Whose the image of a name is, once AWS has said that the name is taken. */
final class ImageNames {

  private final Images images;

  ImageNames(Images images) {
    this.images = images;
  }

  Outcome lookUp(String name, Attempt run) {
    Optional<Deletable.Live> live = images.named(name, run);
    if (live.isEmpty()) {
      return new Outcome.NotYet(
          Duration.ofSeconds(2), "image \"%s\" is not visible yet".formatted(name));
    }
    return run.madeByThisRun(live.get().id(), live.get().tags())
        .map(owned -> Outcome.done(owned.id()))
        .orElseGet(
            () ->
                new Outcome.Refused(
                    Failure.of(
                        ErrorClass.CONFLICT,
                        "InvalidAMIName.Duplicate",
                        "image \"%s\" is there already as %s and was not made by this run; it was left alone"
                            .formatted(name, live.get().id()))));
  }
}
