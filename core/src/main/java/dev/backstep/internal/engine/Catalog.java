package dev.backstep.internal.engine;

import com.fasterxml.jackson.databind.jsontype.NamedType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which handler carries out which type of step and undo, and the names of the types in JSON. */
public final class Catalog {

  /** The name of {@link Undo.GoesWith} in a journal. */
  static final String GOES_WITH = "goes-with";

  /** The name of {@link DiscardStep} in a journal. */
  static final String DISCARD = "discard";

  private final Map<Class<?>, StepHandler<?>> steps = new HashMap<>();
  private final Map<Class<?>, UndoHandler<?>> undos = new HashMap<>();
  private final Map<String, UndoHandler<Undo.DeleteMade>> deletes = new HashMap<>();
  private final Map<String, UndoHandler<Undo.RemoveMember>> removals = new HashMap<>();
  private final Map<String, StepHandler<?>> deleteSteps = new HashMap<>();
  private final Map<String, StepHandler<?>> discards = new HashMap<>();
  private final Map<String, StepHandler<?>> changes = new HashMap<>();
  private final Map<String, UndoHandler<?>> restores = new HashMap<>();
  private final List<NamedType> names = new ArrayList<>();

  /** A catalog that knows the engine's own types. */
  public Catalog() {
    names.add(new NamedType(Undo.Nothing.class, "nothing"));
    names.add(new NamedType(Undo.GoesWith.class, GOES_WITH));
    names.add(new NamedType(Undo.DeleteMade.class, "delete-made"));
    names.add(new NamedType(Undo.RemoveMember.class, "remove-member"));
    names.add(new NamedType(Undo.RestoreIfStillOurs.class, "restore-if-still-ours"));
    names.add(new NamedType(ChangeStep.class, "change"));
    names.add(new NamedType(DeleteStep.class, "delete"));
    names.add(new NamedType(DiscardStep.class, DISCARD));
    step("keep", KeepStep.class, new KeepStep.Handler());
  }

  /** Adds a type of step under a name that journals will hold for good. */
  public <S extends Step> Catalog step(String name, Class<S> type, StepHandler<S> handler) {
    names.add(new NamedType(type, name));
    steps.put(type, handler);
    return this;
  }

  /** Adds a type of undo under a name that journals will hold for good. */
  public <U extends Undo> Catalog undo(String name, Class<U> type, UndoHandler<U> handler) {
    names.add(new NamedType(type, name));
    undos.put(type, handler);
    return this;
  }

  /** Adds a kind that {@link Undo.DeleteMade} can delete. */
  public Catalog deletable(Deletable kind) {
    deletes.put(kind.kind(), new DeleteMadeHandler(kind));
    deleteSteps.put(kind.kind(), new DeleteStep.Handler(kind));
    discards.put(kind.kind(), new DiscardStep.Handler(kind));
    return this;
  }

  /** Adds a kind that {@link ChangeStep} can change and {@link Undo.RestoreIfStillOurs} restore. */
  public Catalog settings(Settings kind) {
    changes.put(kind.kind(), new ChangeHandler(kind));
    restores.put(kind.kind(), new RestoreHandler(kind));
    return this;
  }

  /** Adds a kind of set that {@link Undo.RemoveMember} can take a member out of. */
  public Catalog members(String kind, UndoHandler<Undo.RemoveMember> handler) {
    removals.put(kind, handler);
    return this;
  }

  List<NamedType> names() {
    return names;
  }

  @SuppressWarnings("unchecked") // put in by step(), which ties the two types
  StepHandler<Step> handlerOf(Step step) {
    StepHandler<?> handler = steps.get(step.getClass());
    if (step instanceof ChangeStep change) {
      handler = changes.get(change.kind());
    } else if (step instanceof DeleteStep delete) {
      handler = deleteSteps.get(delete.kind());
    } else if (step instanceof DiscardStep discard) {
      handler = discards.get(discard.kind());
    }
    return (StepHandler<Step>) known(handler, step);
  }

  @SuppressWarnings("unchecked") // put in by undo() and its kin, which tie the two types
  UndoHandler<Undo> handlerOf(Undo undo) {
    UndoHandler<?> handler = undos.get(undo.getClass());
    if (undo instanceof Undo.DeleteMade delete) {
      handler = deletes.get(delete.kind());
    } else if (undo instanceof Undo.RemoveMember removal) {
      handler = removals.get(removal.kind());
    } else if (undo instanceof Undo.RestoreIfStillOurs restore) {
      handler = restores.get(restore.kind());
    }
    return (UndoHandler<Undo>) known(handler, undo);
  }

  private static <H> H known(@org.jspecify.annotations.Nullable H handler, Object what) {
    if (handler == null) {
      throw new IllegalStateException("no handler for " + what);
    }
    return handler;
  }
}
