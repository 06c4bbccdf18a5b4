package dev.backstep.examples;

import dev.backstep.plan.PlanEvent;
import dev.backstep.plan.PlanListener;

/** Writes down what happens as a build tool does: each step, what it writes, what it made. */
final class BuildLog implements PlanListener {

  private static final int EVERY = 25;

  private final Screen screen;
  private int shown = -1;

  BuildLog(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void onEvent(PlanEvent event) {
    if (event instanceof PlanEvent.StepStarted started) {
      screen.line("==> %s: %s".formatted(started.step(), started.summary()));
      shown = -1;
    } else if (event instanceof PlanEvent.StepOutput output) {
      screen.line("    " + output.line());
    } else if (event instanceof PlanEvent.StepProgress progress) {
      show(progress);
    } else if (event instanceof PlanEvent.StepDone done && done.results().containsKey("id")) {
      screen.line("    %s: %s".formatted(done.step(), done.results().get("id")));
    } else if (event instanceof PlanEvent.StepFailed || event instanceof PlanEvent.StepUndone) {
      screen.line(event);
    }
  }

  /** Not each look, but each quarter. */
  private void show(PlanEvent.StepProgress progress) {
    if (progress.percent() / EVERY > shown) {
      shown = progress.percent() / EVERY;
      screen.line("    " + progress.toString().strip());
    }
  }
}
