package dev.backstep.plan;

/**
 * Hears what a run does. It is called from one thread at a time, in order, beside the run: a
 * listener that throws is logged, one that blocks loses later events; neither holds the run up.
 */
@FunctionalInterface
public interface PlanListener {

  /** Called for each event; its {@code toString} is a line for people. */
  void onEvent(PlanEvent event);
}
