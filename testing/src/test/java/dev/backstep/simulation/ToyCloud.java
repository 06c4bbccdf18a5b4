package dev.backstep.simulation;

import dev.backstep.internal.engine.Deletable;
import dev.backstep.internal.engine.ErrorClass;
import dev.backstep.internal.engine.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A cloud of things with tags, some with a unique name, some made under a client token. It acts
 * late, shows old states, loses answers, and keeps its own book of who made what: that book is what
 * the invariants are checked against.
 */
final class ToyCloud {

  private record Later(long at, int order, Runnable effect) implements Comparable<Later> {
    @Override
    public int compareTo(Later other) {
      return at != other.at ? Long.compare(at, other.at) : Integer.compare(order, other.order);
    }
  }

  private static final Duration SLOWEST_CALL = Duration.ofSeconds(2);

  final Map<String, ToyThing> things = new LinkedHashMap<>();
  final Set<String> settings = new HashSet<>();
  private final Map<String, String> tokens = new HashMap<>();
  private final PriorityQueue<Later> agenda = new PriorityQueue<>();
  private final Mischief mischief;
  private final SeededTime time;
  private final DurableJournal journal;
  private final List<String> violations;
  private final boolean intentsKept;
  private final Map<String, Integer> sent = new HashMap<>();
  private Life life = Life.endless();
  private boolean expired;
  private long now;
  private int ids;
  private int changes;
  private int calls;

  ToyCloud(
      Mischief mischief,
      SeededTime time,
      DurableJournal journal,
      boolean intentsKept,
      List<String> violations) {
    this.mischief = mischief;
    this.time = time;
    this.journal = journal;
    this.intentsKept = intentsKept;
    this.violations = violations;
  }

  /** The next process comes, with fresh credentials. */
  void next(Life process) {
    life = process;
    expired = false;
  }

  int calls() {
    return calls;
  }

  /** How many calls to change something there were. */
  int changes() {
    return changes;
  }

  /** Something happens by itself, or by the user's hand, at its time. */
  void later(Duration delay, Runnable effect) {
    agenda.add(new Later(time.nanoTime() + delay.toNanos(), agenda.size() + ids++, effect));
  }

  /** Lets everything happen that was due by now, each at its own time. */
  void catchUp() {
    while (!agenda.isEmpty() && agenda.peek().at() <= time.nanoTime()) {
      Later due = agenda.remove();
      now = Math.max(now, due.at());
      due.effect().run();
    }
    now = time.nanoTime();
  }

  /** The time of what happens in the cloud. */
  long now() {
    return now;
  }

  /** Makes a thing, or finds out that it is there. */
  String make(
      ToySteps.Makes step, String stepId, String token, Map<String, String> tags, List<String> on) {
    return change(
        stepId,
        false,
        step.kind() != ToySteps.Kind.NAKED,
        () -> {
          on.forEach(this::requireSeen);
          return switch (step.kind()) {
            case TOKEN -> makeByToken(step, stepId, token, tags, on);
            case NAME -> makeByName(step, stepId, tags, on);
            case NAKED -> add(step.name(), tags, on, stepId).id;
          };
        });
  }

  /** Sets something of a thing. */
  String set(String setting, String stepId, String thing) {
    return change(
        stepId,
        false,
        true,
        () -> {
          requireSeen(thing);
          settings.add(thing + " " + setting);
          return setting;
        });
  }

  /** Deletes a thing by its id. */
  String delete(String id, String stepId) {
    ToyThing thing = things.get(id);
    if (thing.step.isEmpty() || thing.releasedAt <= thing.seenOursAt) {
      violations.add("I2: a delete was sent for " + thing);
    }
    return change(
        stepId,
        true,
        true,
        () -> {
          if (!thing.isThere() || !thing.isSeenAsOf(past())) {
            throw new ToyRefusal(ErrorClass.GONE);
          }
          if (things.values().stream().anyMatch(t -> t.isThere() && t.parents.contains(id))) {
            throw new ToyRefusal(ErrorClass.BUSY);
          }
          thing.goneAt = now;
          return id;
        });
  }

  /** What a read shows of the things for which a condition holds, oldest first. */
  Optional<Deletable.Live> find(Predicate<ToyThing> condition, String runId) {
    return call(
        mischief.ofRead(),
        false,
        () -> {
          long moment = past();
          return things.values().stream()
              .filter(thing -> thing.isSeenAsOf(moment))
              .filter(condition)
              .findFirst()
              .map(thing -> live(thing, runId));
        });
  }

  /** The user makes a thing; every read sees it at once. */
  ToyThing addByUser(String name, List<String> parents) {
    return add(name, Map.of("owner", "user"), parents, "");
  }

  /** Whether a thing that needs a unique name has it. */
  boolean isTaken(String name) {
    return things.values().stream().anyMatch(thing -> thing.isThere() && thing.name.equals(name));
  }

  private Deletable.Live live(ToyThing thing, String runId) {
    if (runId.equals(thing.tags.get(Tags.RUN))) {
      thing.seenOursAt = now;
    }
    return new Deletable.Live(thing.id, Map.copyOf(thing.tags));
  }

  private String makeByToken(
      ToySteps.Makes step, String stepId, String token, Map<String, String> tags, List<String> on) {
    String known = tokens.get(token);
    if (known != null && !things.get(known).isThere()) {
      throw new ToyRefusal(ErrorClass.TOKEN);
    }
    if (known != null) {
      return known;
    }
    String id = add(step.name(), tags, on, stepId).id;
    tokens.put(token, id);
    return id;
  }

  private String makeByName(
      ToySteps.Makes step, String stepId, Map<String, String> tags, List<String> on) {
    if (isTaken(step.name())) {
      throw new ToyRefusal(ErrorClass.MAYBE_OURS);
    }
    return add(step.name(), tags, on, stepId).id;
  }

  private ToyThing add(String name, Map<String, String> tags, List<String> on, String step) {
    boolean twice =
        !step.isEmpty()
            && things.values().stream()
                .anyMatch(t -> t.isThere() && t.isOurs() && t.step.equals(step));
    if (twice) {
      violations.add("I3: step %s has made a second thing".formatted(step));
    }
    ToyThing thing = new ToyThing("t-" + ++ids, name, tags, on, step, now);
    things.put(thing.id, thing);
    return thing;
  }

  private void requireSeen(String id) {
    ToyThing thing = things.get(id);
    if (!thing.isThere() || !thing.isSeenAsOf(past())) {
      throw new ToyRefusal(ErrorClass.EVENTUAL);
    }
  }

  private long past() {
    return now - mischief.lag().toNanos();
  }

  private String change(String step, boolean undo, boolean twiceIsHarmless, Supplier<String> act) {
    changes++;
    int so = sent.merge((undo ? "undo " : "make ") + step, 1, Integer::sum);
    if (intentsKept && journal.intents(step, undo) < so) {
      violations.add("I4: a change of step %s was sent without an intent".formatted(step));
    }
    if (journal.isFull()) {
      violations.add("I4: a change of step %s was sent with a broken journal".formatted(step));
    }
    return call(mischief.ofChange(twiceIsHarmless), true, act);
  }

  private <T> T call(ToyFault fault, boolean change, Supplier<T> act) {
    calls++;
    life.boundary();
    time.pass(mischief.upTo(SLOWEST_CALL));
    catchUp();
    T answer = answer(expired ? ToyFault.EXPIRED : fault, act);
    if (change) {
      life.boundary();
    }
    return answer;
  }

  private <T> T answer(ToyFault fault, Supplier<T> act) {
    switch (fault) {
      case THROTTLED -> throw new ToyRefusal(ErrorClass.THROTTLE);
      case REFUSED -> throw new ToyRefusal(ErrorClass.DENIED);
      case EXPIRED -> {
        expired = true;
        throw new ToyRefusal(ErrorClass.CREDENTIAL);
      }
      case UNANSWERED_NOT_ACTED -> throw new ToyRefusal(ErrorClass.TRANSIENT);
      case UNANSWERED_ACTED -> {
        unseen(act);
        throw new ToyRefusal(ErrorClass.TRANSIENT);
      }
      case ACTS_LATE -> {
        later(mischief.lateness(), () -> unseen(act));
        throw new ToyRefusal(ErrorClass.TRANSIENT);
      }
      case DELIVERED_TWICE -> {
        T answer = act.get();
        unseen(act);
        return answer;
      }
      default -> {
        return act.get();
      }
    }
  }

  private static void unseen(Supplier<?> act) {
    try {
      act.get();
    } catch (ToyRefusal nobodyHears) {
      return;
    }
  }

  /** What is there at the end, for messages. */
  @Override
  public String toString() {
    List<String> lines = new ArrayList<>();
    things.values().forEach(thing -> lines.add("  " + thing));
    return String.join("\n", lines);
  }
}
