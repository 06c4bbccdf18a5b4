package dev.backstep.internal.engine;

import dev.backstep.journal.JournalEntry;
import dev.backstep.plan.StepReport.State;
import dev.backstep.plan.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the records of a run say of each of its steps. */
final class Replay {

  private final PlanJson json;
  private final TimeSource time;
  private final Map<String, StepRun> steps = new HashMap<>();

  private Replay(PlanJson json, PlanData plan, TimeSource time) {
    this.json = json;
    this.time = time;
    plan.steps().forEach(node -> steps.put(node.id(), new StepRun(node)));
  }

  /** A run that has not begun. */
  static Replay fresh(PlanJson json, PlanData plan, TimeSource time) {
    return new Replay(json, plan, time);
  }

  /** A run as its records leave it. */
  static Replay of(PlanJson json, PlanData plan, List<JournalEntry> entries, TimeSource time) {
    Replay replay = new Replay(json, plan, time);
    entries.forEach(replay::apply);
    return replay;
  }

  /** The step as the records leave it. */
  StepRun restore(StepNode node) {
    StepRun step = steps.get(node.id());
    if (step.unclear) {
      step.unanswered = step.lastChange;
    }
    return step;
  }

  private void apply(JournalEntry entry) {
    switch (entry.type()) {
      case INTENT -> intent(entry);
      case AMBIGUOUS -> ambiguous(read(entry, Records.Ambiguous.class));
      case DONE -> done(read(entry, Records.Done.class));
      case FAILED -> failed(read(entry, Records.Failed.class));
      case UNDONE -> undone(read(entry, Records.Undone.class));
      default -> {
        // The rest changes nothing that is known of a step.
      }
    }
  }

  private void intent(JournalEntry entry) {
    Records.Intent intent = read(entry, Records.Intent.class);
    StepRun step = step(intent.step());
    step.generation = intent.generation();
    if (step.state == State.UNDONE) {
      step.state = State.NOT_STARTED;
    }
    if (step.unclear) {
      step.unanswered = step.lastChange;
    }
    step.lastChange = moment(entry.at());
    step.mayHaveActed = true;
    step.unclear = true;
  }

  /** A moment of an earlier process by the clock of this one; one that is yet to come is now. */
  private long moment(Instant at) {
    Duration ago = Duration.between(at, time.now());
    return time.nanoTime() - (ago.isNegative() ? 0 : ago.toNanos());
  }

  private void ambiguous(Records.Ambiguous ambiguous) {
    StepRun step = step(ambiguous.step());
    step.unanswered = step.lastChange;
  }

  private void done(Records.Done done) {
    StepRun step = step(done.step());
    step.state = State.DONE;
    step.results = done.results();
    step.unclear = false;
    if (step.node.step() instanceof DiscardStep discard && discard.thing().step() != null) {
      step(discard.thing().step()).discarded = true;
    }
  }

  private void failed(Records.Failed failed) {
    StepRun step = step(failed.step());
    step.mayHaveActed = !failed.clear();
    step.unclear = !failed.clear();
  }

  private void undone(Records.Undone undone) {
    StepRun step = step(undone.step());
    step.state = State.UNDONE;
    step.mayHaveActed = false;
    step.unclear = false;
    step.results = Map.of();
  }

  private StepRun step(String id) {
    StepRun step = steps.get(id);
    if (step == null) {
      throw new IllegalArgumentException("the records name a step that the plan has not: " + id);
    }
    return step;
  }

  private <T> T read(JournalEntry entry, Class<T> type) {
    return json.read(entry.body(), type);
  }
}
