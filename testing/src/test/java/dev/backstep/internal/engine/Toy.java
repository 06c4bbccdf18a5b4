package dev.backstep.internal.engine;

import dev.backstep.journal.Journal;
import dev.backstep.plan.Action;
import dev.backstep.plan.Plan;
import dev.backstep.plan.RunOptions;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.TimeSource;
import dev.backstep.testing.ManualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A world of things with names, and steps that make them. A step that is not scripted makes its
 * thing in one call, an undo takes it away in one.
 */
class Toy implements Backend {

  /** What a scripted step or undo does instead of the usual. */
  @FunctionalInterface
  interface Script {
    Outcome attempt(String name, Attempt run);
  }

  record Make(String name) implements Step {}

  record Shared(String name, String batch) implements Step {}

  record Remove(String name) implements Undo {
    @Override
    public String inWords() {
      return "remove it";
    }
  }

  /** A refusal of the toy world, of a class. */
  static final class Refusal extends RuntimeException {
    private final ErrorClass errorClass;

    Refusal(ErrorClass errorClass) {
      super("refused as " + errorClass);
      this.errorClass = errorClass;
    }
  }

  final List<String> calls = new CopyOnWriteArrayList<>();
  final Set<String> things = ConcurrentHashMap.newKeySet();
  final Map<String, Script> making = new ConcurrentHashMap<>();
  final Map<String, Script> removing = new ConcurrentHashMap<>();
  final Map<String, Script> lookingUp = new ConcurrentHashMap<>();
  final Map<String, String> madeBy = new ConcurrentHashMap<>();
  final List<String> tokens = new CopyOnWriteArrayList<>();
  final Set<String> notSafeToResend = ConcurrentHashMap.newKeySet();
  final TimeSource time;
  Duration permission = Duration.ZERO;
  Duration patience = Duration.ofMinutes(10);
  ErrorClass outOfPatience = ErrorClass.TIMEOUT;
  Script reading = (names, run) -> Outcome.done();

  private final List<StepNode> nodes = new ArrayList<>();
  private final Catalog catalog =
      new Catalog()
          .step("toy", Make.class, new Making())
          .step("toy-shared", Shared.class, new Sharing())
          .undo("toy-remove", Remove.class, new Removing())
          .deletable(new Tagged());

  Toy() {
    this(ManualTime.autoAdvancing());
  }

  Toy(TimeSource time) {
    this.time = time;
  }

  /** Adds a step that makes the thing of that name, after others. */
  Toy step(String name, String... after) {
    return step(name, new Make(name), new Remove(name), after);
  }

  Toy step(String name, Step step, Undo undo, String... after) {
    nodes.add(
        new StepNode(
            name,
            Action.CREATE,
            step,
            undo,
            Arrays.asList(after),
            "thing " + name,
            List.of("name " + name),
            "toy:Make"));
    return this;
  }

  /** Adds a step whose outcome dies with its process, until another step is done. */
  Toy volatileStep(String name, String until, String... after) {
    step(name, after);
    nodes.add(nodes.remove(nodes.size() - 1).volatileUntil(until));
    return this;
  }

  /** Adds a step whose undo deletes what carries the tag of the run. */
  Toy tagged(String name, String... after) {
    return step(name, new Make(name), new Undo.DeleteMade("toy", name, ""), after);
  }

  /** Adds a step that deletes what an earlier one made. */
  Toy discard(String name, String of, String... after) {
    return step(name, new DiscardStep("toy", of, "", Ref.to(of)), new Undo.Nothing(), after);
  }

  PlanData data() {
    return new PlanData(
        PlanData.FORMAT,
        RunIds.mint(),
        "toy/things",
        "123456789012",
        "toy-1",
        Instant.parse("2026-01-01T00:00:00Z"),
        List.of(),
        nodes);
  }

  Plan<RunReport> plan() {
    return plan(data());
  }

  Plan<RunReport> plan(PlanData data) {
    return engine().plan(data, (results, report) -> report);
  }

  Engine engine() {
    return new Engine(this);
  }

  /** Executes, whatever comes of it. */
  RunReport run(RunOptions options) {
    return plan().start(options).report();
  }

  RunReport run() {
    return run(RunOptions.defaults());
  }

  RunReport run(Journal journal) {
    return run(RunOptions.defaults().journal(journal));
  }

  /** The things there are, sorted. */
  List<String> things() {
    return List.copyOf(new TreeSet<>(things));
  }

  /** The calls that change something. */
  List<String> changes() {
    return calls.stream().filter(call -> !call.startsWith("look")).toList();
  }

  Outcome make(String name, Attempt run) {
    madeBy.put(name, run.runId());
    tokens.add(run.token());
    return run.change("toy:Make", () -> made(name));
  }

  Outcome remove(String name, Attempt run) {
    return run.change("toy:Remove", () -> removed(name));
  }

  Outcome made(String name) {
    calls.add("make " + name);
    things.add(name);
    return Outcome.done("id-" + name);
  }

  Outcome removed(String name) {
    calls.add("remove " + name);
    things.remove(name);
    return Outcome.done();
  }

  static Outcome refuse(ErrorClass errorClass) {
    throw new Refusal(errorClass);
  }

  /** A change that is sent, acts or not, and is refused or not answered. */
  static Script failing(ErrorClass errorClass) {
    return (name, run) -> run.change("toy:Make", () -> refuse(errorClass));
  }

  /** The scripts in turn; the last one for good. */
  static Script inTurn(Script... scripts) {
    List<Script> left = new ArrayList<>(Arrays.asList(scripts));
    return (name, run) -> {
      Script script;
      synchronized (left) {
        script = left.size() > 1 ? left.remove(0) : left.get(0);
      }
      return script.attempt(name, run);
    };
  }

  @Override
  public Catalog catalog() {
    return catalog;
  }

  @Override
  public Failure explain(Throwable thrown) {
    return thrown instanceof Refusal refusal
        ? Failure.of(refusal.errorClass, refusal.errorClass.name(), refusal.getMessage())
        : Failure.of(
            ErrorClass.BUG, thrown.getClass().getSimpleName(), String.valueOf(thrown.getMessage()));
  }

  @Override
  public Duration permission(String family) {
    return permission;
  }

  @Override
  public void throttled(String family) {
    // The toy world has no rate limits.
  }

  @Override
  public TimeSource time() {
    return time;
  }

  private final class Making implements StepHandler<Make> {
    @Override
    public Outcome attempt(Make step, Attempt run) {
      return making.getOrDefault(step.name(), Toy.this::make).attempt(step.name(), run);
    }

    @Override
    public Outcome lookUp(Make step, Attempt run) {
      calls.add("look " + step.name());
      return lookingUp.get(step.name()).attempt(step.name(), run);
    }

    @Override
    public boolean safeToResend() {
      return notSafeToResend.isEmpty();
    }

    @Override
    public Duration patience(Make step) {
      return patience;
    }

    @Override
    public ErrorClass outOfPatience(Make step) {
      return outOfPatience;
    }

    @Override
    public String family() {
      return "TOY";
    }
  }

  /** Things with the tag of the run that made them. */
  private final class Tagged implements Deletable {
    @Override
    public String kind() {
      return "toy";
    }

    @Override
    public Optional<Live> find(Undo.DeleteMade undo, Optional<String> id, Attempt run) {
      return run.read(
          "toy:Look",
          () -> {
            calls.add("look " + undo.name());
            return things.contains(undo.name())
                ? Optional.of(
                    new Live(
                        undo.name(), Map.of(Tags.RUN, madeBy.getOrDefault(undo.name(), "nobody"))))
                : Optional.empty();
          });
    }

    @Override
    public Outcome delete(Owned thing, Attempt run) {
      return removing.getOrDefault(thing.id(), Toy.this::remove).attempt(thing.id(), run);
    }

    @Override
    public String command(String idOrName) {
      return "toy remove " + idOrName;
    }

    @Override
    public String family() {
      return "TOY";
    }
  }

  private final class Sharing implements BatchedStepHandler<Shared, Map<String, Boolean>> {
    @Override
    public String batch(Shared step) {
      return step.batch();
    }

    @Override
    public Map<String, Boolean> read(List<Shared> steps, Attempt run) {
      List<String> names = steps.stream().map(Shared::name).toList();
      String all = String.join("+", names);
      reading.attempt(all, run);
      return run.read(
          "toy:Look",
          () -> {
            calls.add("look " + all);
            Map<String, Boolean> seen = new HashMap<>();
            names.forEach(name -> seen.put(name, things.contains(name)));
            return seen;
          });
    }

    @Override
    public Outcome attempt(Shared step, Map<String, Boolean> seen, Attempt run) {
      if (Boolean.TRUE.equals(seen.get(step.name()))) {
        return Outcome.done("id-" + step.name());
      }
      making.getOrDefault(step.name(), Toy.this::make).attempt(step.name(), run);
      return Outcome.lookAgain("verifying " + step.name());
    }

    @Override
    public String family() {
      return "TOY";
    }
  }

  private final class Removing implements UndoHandler<Remove> {
    @Override
    public Outcome attempt(Remove undo, Attempt run) {
      return removing.getOrDefault(undo.name(), this::usual).attempt(undo.name(), run);
    }

    private Outcome usual(String name, Attempt run) {
      boolean there =
          run.read(
              "toy:Look",
              () -> {
                calls.add("look " + name);
                return things.contains(name);
              });
      return there ? remove(name, run) : run.absent(name);
    }

    @Override
    public Remains remains(Remove undo, Attempt run) {
      return new Remains("thing " + undo.name(), "toy remove " + undo.name());
    }

    @Override
    public String family() {
      return "TOY";
    }
  }
}
