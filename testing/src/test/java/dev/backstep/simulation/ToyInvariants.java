package dev.backstep.simulation;

import dev.backstep.internal.engine.PlanData;
import dev.backstep.internal.engine.StepNode;
import dev.backstep.journal.JournalEntry;
import dev.backstep.plan.Leftover;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.RunState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What must hold once a run is over and all that was under way has arrived. */
final class ToyInvariants {

  private final PlanData plan;
  private final ToyCloud cloud;
  private final ToyUser user;
  private final DurableJournal journal;
  private final List<String> violations;

  ToyInvariants(
      PlanData plan,
      ToyCloud cloud,
      ToyUser user,
      DurableJournal journal,
      List<String> violations) {
    this.plan = plan;
    this.cloud = cloud;
    this.user = user;
    this.journal = journal;
    this.violations = violations;
  }

  void check(Optional<RunReport> report) {
    nothingOfTheUsersIsGone();
    theRecordsAreTrue();
    if (report.isEmpty()) {
      require(ours().isEmpty(), "I1: nothing was begun, and there is %s", ours());
      return;
    }
    switch (report.get().state()) {
      case COMPLETED -> everythingIsThereOnce();
      case ROLLED_BACK -> nothingIsLeft();
      case ROLLBACK_INCOMPLETE -> whatIsLeftIsNamed(report.get());
      default -> violations.add("I7: the run ended as " + report.get().state());
    }
    require(
        endRecorded().equals(report.get().state().name()) || journal.isFull(),
        "I4: the run ended as %s and the journal says %s",
        report.get().state(),
        endRecorded());
  }

  private void nothingOfTheUsersIsGone() {
    for (ToyThing thing : user.own()) {
      require(thing.isThere(), "I2: the user's %s is gone", thing);
    }
    for (ToyThing thing : cloud.things.values()) {
      require(
          thing.releasedAt == ToyThing.NEVER
              || thing.isThere()
              || thing.releasedAt > thing.seenOursAt,
          "I2: the user had taken %s",
          thing);
    }
  }

  private void theRecordsAreTrue() {
    Map<String, String> made = new HashMap<>();
    for (JournalEntry entry : journal.entries()) {
      String step = Bodies.step(entry);
      if (entry.type() == JournalEntry.Type.DONE && !Bodies.madeId(entry).isEmpty()) {
        made.put(step, Bodies.madeId(entry));
      } else if (entry.type() == JournalEntry.Type.UNDONE) {
        made.remove(step);
        require(
            ours().stream().noneMatch(thing -> thing.step.equals(step)),
            "I4: step %s is undone, and there is %s",
            step,
            ours());
      }
    }
    made.forEach(
        (step, id) ->
            require(
                cloud.things.get(id).step.equals(step),
                "I4: step %s says that it made %s",
                step,
                cloud.things.get(id)));
  }

  private void everythingIsThereOnce() {
    for (StepNode node : plan.steps()) {
      boolean makes = node.step() instanceof ToySteps.Makes;
      if (makes && !user.touched().contains(node.id())) {
        long count = ours().stream().filter(thing -> thing.step.equals(node.id())).count();
        require(count == 1, "I3: COMPLETED, and step %s has %d things", node.id(), count);
      }
      if (node.step() instanceof ToySteps.Setting setting) {
        require(
            cloud.settings.stream().anyMatch(it -> it.endsWith(" " + setting.name())),
            "I7: COMPLETED, and %s is not set",
            setting.name());
      }
    }
  }

  private void nothingIsLeft() {
    require(ours().isEmpty(), "I1: ROLLED_BACK, and there is %s", ours());
  }

  private void whatIsLeftIsNamed(RunReport report) {
    Set<String> named = report.leftovers().stream().map(Leftover::step).collect(Collectors.toSet());
    require(!named.isEmpty(), "I7: ROLLBACK_INCOMPLETE, and nothing is left: %s", report);
    require(
        report.leftovers().stream().noneMatch(left -> left.command().isBlank()),
        "I7: a leftover without a command: %s",
        report);
    for (ToyThing thing : ours()) {
      require(named.contains(thing.step), "I7: not among the leftovers %s: %s", named, thing);
    }
  }

  private List<ToyThing> ours() {
    return cloud.things.values().stream().filter(t -> t.isThere() && t.isOurs()).toList();
  }

  private String endRecorded() {
    List<JournalEntry> ends =
        journal.entries().stream().filter(e -> e.type() == JournalEntry.Type.END).toList();
    return ends.isEmpty()
        ? RunState.RUNNING.name()
        : Bodies.read(ends.get(ends.size() - 1)).path("state").asText();
  }

  private void require(boolean holds, String otherwise, Object... what) {
    if (!holds) {
      violations.add(otherwise.formatted(what));
    }
  }
}
