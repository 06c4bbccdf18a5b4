package dev.backstep;

import dev.backstep.testing.Fault;
import dev.backstep.testing.Ledger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** A way for a call to go wrong, and how to script it. */
record Way(String name, Consumer<Fault> script) {

  /** Those after which the call works when it is made again. */
  static final List<Way> PASSING =
      List.of(
          new Way("throttled three times", fault -> fault.throttle(3)),
          new Way("500, not acted", fault -> fault.status(500)),
          new Way("500, acted", fault -> fault.status(500).acted(true)),
          new Way("answer lost", Fault::answerLost),
          new Way("connection reset, not acted", fault -> fault.connectionReset().acted(false)),
          new Way("answer cut short", Fault::garbage));

  @Override
  public String toString() {
    return name;
  }

  /** Each of these calls: its operation, and that it is the n-th of it. */
  static List<Arguments> each(Ledger calls) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    calls.operations().stream()
        .sorted()
        .forEach(operation -> counts.merge(operation, 1, Integer::sum));
    return counts.entrySet().stream()
        .flatMap(
            call ->
                IntStream.rangeClosed(1, call.getValue())
                    .mapToObj(nth -> Arguments.of(call.getKey(), nth)))
        .toList();
  }

  /** Each of these calls in each of the passing ways. */
  static Stream<Arguments> passing(List<Arguments> calls) {
    return calls.stream()
        .flatMap(
            call -> PASSING.stream().map(way -> Arguments.of(call.get()[0], call.get()[1], way)));
  }
}
