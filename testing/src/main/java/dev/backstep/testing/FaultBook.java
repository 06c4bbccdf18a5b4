package dev.backstep.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The scripts of a simulation, oldest first. */
final class FaultBook {

  /** What is in store for one call. */
  record Verdict(Duration delay, Optional<Fault> fault) {}

  private final List<Fault> faults = new ArrayList<>();

  synchronized Fault add(String operation) {
    Fault fault = new Fault(operation);
    faults.add(fault);
    return fault;
  }

  synchronized void clear() {
    faults.clear();
  }

  synchronized List<Fault> unfired() {
    return faults.stream().filter(fault -> fault.fired() == 0).toList();
  }

  synchronized Verdict verdict(Call call) {
    Duration delay = Duration.ZERO;
    Optional<Fault> taken = Optional.empty();
    for (Fault fault : faults) {
      if (!fault.wants(call)) {
        continue;
      }
      if (fault.kind() == Fault.Kind.DELAY) {
        fault.fire();
        delay = delay.plus(fault.duration());
      } else if (taken.isEmpty()) {
        fault.fire();
        taken = Optional.of(fault);
      }
    }
    return new Verdict(delay, taken);
  }
}
