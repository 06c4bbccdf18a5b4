package dev.backstep.internal.engine;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** How a step is taken back, as data, fixed when the plan is made. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
public interface Undo {

  /** In words, for a plan: {@code delete it}. */
  String inWords();

  /** Nothing to take back: the step only looks. */
  record Nothing() implements Undo {
    @Override
    public String inWords() {
      return "nothing to undo";
    }
  }

  /** It goes when the thing made by another step of this run goes; it has no undo of its own. */
  record GoesWith(String step) implements Undo {
    @Override
    public String inWords() {
      return "goes with " + step;
    }
  }

  /**
   * Deletes the thing that the step made, once its live tags have shown that this run made it.
   *
   * @param kind the {@link Deletable#kind()}
   * @param name the name it was given, unique within the scope
   * @param scope where the name is unique, such as a VPC; empty when that is the account and region
   */
  record DeleteMade(String kind, String name, String scope) implements Undo {
    @Override
    public String inWords() {
      return "delete it";
    }
  }

  /**
   * Takes one member out of a set as it then is, and leaves the others.
   *
   * @param kind what set, such as the groups of a network interface
   * @param container whose set
   * @param member what was put in
   */
  record RemoveMember(String kind, String container, Ref member) implements Undo {
    @Override
    public String inWords() {
      return "take it out again, leaving the others";
    }
  }

  /**
   * Gives values of a thing what they were, as far as they still are what the run set.
   *
   * @param kind the {@link Settings#kind()}
   * @param thing whose values
   * @param delta what the run changed
   */
  record RestoreIfStillOurs(String kind, String thing, Delta delta) implements Undo {
    @Override
    public String inWords() {
      return delta.before().isEmpty()
          ? "take it out again, leaving the others"
          : "restore what it was, unless somebody changes it meanwhile";
    }
  }
}
