package dev.backstep.internal.engine;

import dev.backstep.plan.PlanFailedException;
import dev.backstep.plan.RunCancelledException;
import dev.backstep.plan.RunHandle;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.RunState;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.BiFunction;

/** A run as its starter holds it. */
final class Handle<R> implements RunHandle<R> {

  private final RunMachine machine;
  private final BiFunction<Map<String, Map<String, String>>, RunReport, R> result;

  Handle(RunMachine machine, BiFunction<Map<String, Map<String, String>>, RunReport, R> result) {
    this.machine = machine;
    this.result = result;
  }

  @Override
  public String runId() {
    return machine.plan().runId();
  }

  @Override
  public void cancel() {
    machine.cancel("cancel() was called");
  }

  @Override
  public boolean isDone() {
    return machine.isOver();
  }

  @Override
  public R join() {
    RunReport report = report();
    if (report.state() == RunState.COMPLETED) {
      return result.apply(machine.results(), report);
    }
    if (machine.failureClass().equals(Optional.of(ErrorClass.CANCELLED))) {
      throw new RunCancelledException(report);
    }
    throw new PlanFailedException(report);
  }

  @Override
  public RunReport report() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          RunReport report = machine.end().get();
          machine.events().awaitDelivery();
          return report;
        } catch (InterruptedException e) {
          interrupted = true;
          machine.cancel("the thread that waited for it was interrupted");
        } catch (ExecutionException e) {
          throw crashed(e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The run as its id and whether it is over. */
  @Override
  public String toString() {
    return "RunHandle[" + runId() + (isDone() ? ", over]" : ", under way]");
  }

  private static Error crashed(ExecutionException thrown) {
    return thrown.getCause() instanceof Error error ? error : new AssertionError(thrown.getCause());
  }
}
