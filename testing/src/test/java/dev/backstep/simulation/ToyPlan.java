package dev.backstep.simulation;

import dev.backstep.internal.engine.PlanData;
import dev.backstep.internal.engine.Ref;
import dev.backstep.internal.engine.Step;
import dev.backstep.internal.engine.StepNode;
import dev.backstep.internal.engine.Undo;
import dev.backstep.plan.Action;
import dev.backstep.simulation.ToySteps.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes up plans of toy steps. */
final class ToyPlan {

  private final RandomGenerator dice;
  private final List<StepNode> nodes = new ArrayList<>();
  private final List<String> things = new ArrayList<>();

  private ToyPlan(RandomGenerator dice) {
    this.dice = dice;
  }

  /** Two to six steps, each on some of those before it. */
  static PlanData of(RandomGenerator dice) {
    ToyPlan plan = new ToyPlan(dice);
    int steps = 2 + dice.nextInt(5);
    for (int number = 1; number <= steps; number++) {
      if (!plan.things.isEmpty() && dice.nextInt(6) == 0) {
        plan.addSetting("setting-" + number);
      } else {
        plan.addThing("thing-" + number);
      }
    }
    return new PlanData(
        PlanData.FORMAT,
        "%016x%016x".formatted(dice.nextLong(), dice.nextLong()),
        "toy/things",
        "123456789012",
        "toy-1",
        Instant.parse("2026-01-01T00:00:00Z"),
        List.of(),
        plan.nodes);
  }

  private void addThing(String id) {
    Kind kind = Kind.values()[dice.nextInt(Kind.values().length)];
    List<String> on = things.stream().filter(thing -> dice.nextInt(3) == 0).toList();
    List<Ref> refs = on.stream().map(Ref::to).toList();
    Step step =
        kind == Kind.NAKED
            ? new ToySteps.MakeNaked("name-of-" + id, refs)
            : new ToySteps.Make(kind, "name-of-" + id, refs);
    add(id, step, new Undo.DeleteMade(kind.name(), "name-of-" + id, ""), on);
    things.add(id);
  }

  private void addSetting(String id) {
    String thing = things.get(dice.nextInt(things.size()));
    add(id, new ToySteps.Setting(id, Ref.to(thing)), new Undo.GoesWith(thing), List.of(thing));
  }

  private void add(String id, Step step, Undo undo, List<String> after) {
    nodes.add(new StepNode(id, Action.CREATE, step, undo, after, id, List.of(), "toy:Make"));
  }
}
