package dev.backstep.plan;

import dev.backstep.journal.Journal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/** The values behind {@link RunOptions}. */
@Value.Immutable
@Value.Style(visibility = Value.Style.ImplementationVisibility.PACKAGE, jdkOnly = true)
interface RunSettings {
  Optional<Journal> journal();

  List<PlanListener> listeners();

  @Value.Default
  default OnFailure onFailure() {
    return OnFailure.ROLL_BACK;
  }

  @Value.Default
  default OnUnfinishedRun onUnfinishedRun() {
    return OnUnfinishedRun.REFUSE;
  }

  @Value.Default
  default Duration deadline() {
    return Duration.ofHours(2);
  }

  @Value.Default
  default Duration rollbackBudget() {
    return Duration.ofMinutes(30);
  }

  @Value.Default
  default Duration settleWindow() {
    return Duration.ofMinutes(5);
  }

  @Value.Default
  default int parallelism() {
    return 8;
  }

  Optional<TimeSource> time();
}
