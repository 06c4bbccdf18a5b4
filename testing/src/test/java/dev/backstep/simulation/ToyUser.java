package dev.backstep.simulation;

import dev.backstep.internal.engine.PlanData;
import dev.backstep.internal.engine.StepNode;
import dev.backstep.internal.engine.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** What the user of the toy cloud does while runs go on, before, in between and after. */
final class ToyUser {

  private static final Duration MEANWHILE = Duration.ofMinutes(12);

  private final RandomGenerator dice;
  private final ToyCloud cloud;
  private final Tally tally;
  private final List<ToyThing> own = new ArrayList<>();
  private final Set<String> touched = new HashSet<>();

  ToyUser(RandomGenerator dice, ToyCloud cloud, Tally tally) {
    this.dice = dice;
    this.cloud = cloud;
    this.tally = tally;
  }

  /** Steps whose thing the user has deleted or taken. */
  Set<String> touched() {
    return touched;
  }

  /** What the user has made; none of it may be touched. */
  List<ToyThing> own() {
    return own;
  }

  void liveWith(PlanData plan) {
    if (dice.nextInt(8) == 0) {
      makeAThingNamedAs(oneOf(plan.steps()));
    }
    int more = dice.nextInt(3) == 0 ? 1 + dice.nextInt(3) : 0;
    for (int i = 0; i < more; i++) {
      Duration when = Duration.ofNanos(dice.nextLong(MEANWHILE.toNanos()));
      switch (dice.nextInt(4)) {
        case 0 -> cloud.later(when, () -> makeAThingNamedAs(oneOf(plan.steps())));
        case 1 -> cloud.later(when, this::deleteAThing);
        case 2 -> cloud.later(when, this::takeAThing);
        default -> cloud.later(when, this::useAThing);
      }
    }
  }

  private void makeAThingNamedAs(StepNode node) {
    if (node.step() instanceof ToySteps.Makes makes && !cloud.isTaken(makes.name())) {
      own.add(cloud.addByUser(makes.name(), List.of()));
      tally.fault("USER_HAS_THE_NAME");
    }
  }

  private void deleteAThing() {
    aThing()
        .filter(thing -> noneOn(thing))
        .ifPresent(
            thing -> {
              thing.goneAt = cloud.now();
              touched.add(thing.step);
              tally.fault("USER_DELETES");
            });
  }

  private void takeAThing() {
    aThing()
        .ifPresent(
            thing -> {
              thing.tags.remove(Tags.RUN);
              thing.releasedAt = cloud.now();
              touched.add(thing.step);
              tally.fault("USER_TAKES_THE_TAG_OFF");
            });
  }

  private void useAThing() {
    aThing()
        .ifPresent(
            thing -> {
              own.add(cloud.addByUser("on " + thing.id, List.of(thing.id)));
              tally.fault("USER_USES");
            });
  }

  private Optional<ToyThing> aThing() {
    List<ToyThing> ours =
        cloud.things.values().stream().filter(t -> t.isThere() && t.isOurs()).toList();
    return ours.isEmpty() ? Optional.empty() : Optional.of(oneOf(ours));
  }

  private boolean noneOn(ToyThing thing) {
    return cloud.things.values().stream()
        .noneMatch(other -> other.isThere() && other.parents.contains(thing.id));
  }

  private <T> T oneOf(List<T> choices) {
    return choices.get(dice.nextInt(choices.size()));
  }
}
