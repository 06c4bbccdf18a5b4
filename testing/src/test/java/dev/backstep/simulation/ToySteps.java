package dev.backstep.simulation;

import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Catalog;
import dev.backstep.internal.engine.Deletable;
import dev.backstep.internal.engine.ErrorClass;
import dev.backstep.internal.engine.Failure;
import dev.backstep.internal.engine.Outcome;
import dev.backstep.internal.engine.Owned;
import dev.backstep.internal.engine.Ref;
import dev.backstep.internal.engine.Step;
import dev.backstep.internal.engine.StepHandler;
import dev.backstep.internal.engine.Tags;
import dev.backstep.internal.engine.Undo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** The types of steps of toy plans, and how each protocol carries them out. */
final class ToySteps {

  /** What keeps a thing from being made twice. */
  enum Kind {
    /** A client token, remembered by the cloud. */
    TOKEN,
    /** A name that no other thing may have. */
    NAME,
    /** Nothing: it can only be looked for by its tags. */
    NAKED
  }

  /** Makes a thing on others. */
  interface Makes extends Step {
    Kind kind();

    String name();

    List<Ref> on();
  }

  record Make(Kind kind, String name, List<Ref> on) implements Makes {}

  record MakeNaked(String name, List<Ref> on) implements Makes {
    @Override
    public Kind kind() {
      return Kind.NAKED;
    }
  }

  record Setting(String name, Ref on) implements Step {}

  private ToySteps() {}

  static Catalog catalog(ToyBackend toys) {
    Catalog catalog = new Catalog().step("setting", Setting.class, new SettingHandler(toys));
    catalog.step("make", Make.class, new MakeHandler<>(toys, true));
    catalog.step("make-naked", MakeNaked.class, new MakeHandler<>(toys, false));
    for (Kind kind : Kind.values()) {
      catalog.deletable(new Things(kind, toys));
    }
    return catalog;
  }

  /** Finds a thing of a step again, as the protocol has it. */
  private static Optional<Deletable.Live> find(
      ToyBackend toys, Kind kind, String name, Optional<String> id, Attempt run) {
    Protocol protocol = toys.protocol();
    Predicate<ToyThing> named = thing -> thing.name.equals(name);
    Predicate<ToyThing> tagged =
        thing ->
            run.runId().equals(thing.tags.get(Tags.RUN))
                && run.tags().get(Tags.STEP).equals(thing.tags.get(Tags.STEP));
    Predicate<ToyThing> wanted;
    if (id.isPresent()) {
      wanted = thing -> thing.id.equals(id.get());
    } else if (kind == Kind.NAME || protocol == Protocol.BY_NAME_ONLY) {
      wanted = named;
    } else {
      wanted = tagged;
    }
    Optional<Deletable.Live> live =
        run.read("toy:Find", () -> toys.cloud().find(wanted, run.runId()));
    boolean blind = protocol == Protocol.NO_OWNERSHIP_CHECK || protocol == Protocol.BY_NAME_ONLY;
    return blind ? live.map(thing -> new Deletable.Live(thing.id(), run.tags())) : live;
  }

  private record MakeHandler<S extends Makes>(ToyBackend toys, boolean safeToResend)
      implements StepHandler<S> {
    @Override
    public Outcome attempt(S step, Attempt run) {
      List<String> on = step.on().stream().map(run::id).toList();
      String token =
          toys.protocol() == Protocol.FRESH_TOKEN
              ? new UUID(toys.dice().nextLong(), toys.dice().nextLong()).toString()
              : run.token();
      Map<String, String> tags = run.tags();
      return Outcome.done(
          run.change(
              "toy:Make", () -> toys.cloud().make(step, tags.get(Tags.STEP), token, tags, on)));
    }

    @Override
    public Outcome lookUp(S step, Attempt run) {
      Optional<Deletable.Live> live = find(toys, step.kind(), step.name(), Optional.empty(), run);
      if (live.isEmpty()) {
        return new Outcome.NotYet(Duration.ofSeconds(7), step.name() + " is not to be seen");
      }
      return run.madeByThisRun(live.get().id(), live.get().tags())
          .map(owned -> Outcome.done(owned.id()))
          .orElseGet(
              () ->
                  new Outcome.Refused(
                      Failure.of(ErrorClass.CONFLICT, "Duplicate", "there already")));
    }

    @Override
    public String family() {
      return "TOY";
    }
  }

  private record SettingHandler(ToyBackend toys) implements StepHandler<Setting> {
    @Override
    public Outcome attempt(Setting step, Attempt run) {
      String thing = run.id(step.on());
      String stepId = run.tags().get(Tags.STEP);
      run.change("toy:Set", () -> toys.cloud().set(step.name(), stepId, thing));
      return Outcome.done();
    }

    @Override
    public String family() {
      return "TOY";
    }
  }

  private record Things(Kind of, ToyBackend toys) implements Deletable {
    @Override
    public String kind() {
      return of.name();
    }

    @Override
    public Optional<Live> find(Undo.DeleteMade undo, Optional<String> id, Attempt run) {
      return ToySteps.find(toys, of, undo.name(), id, run);
    }

    @Override
    public Outcome delete(Owned thing, Attempt run) {
      String stepId = run.tags().get(Tags.STEP);
      run.change("toy:Delete", () -> toys.cloud().delete(thing.id(), stepId));
      return Outcome.done();
    }

    @Override
    public String command(String idOrName) {
      return "toy delete " + idOrName;
    }

    @Override
    public String family() {
      return "TOY";
    }
  }
}
