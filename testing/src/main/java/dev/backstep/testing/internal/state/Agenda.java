package dev.backstep.testing.internal.state;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;

/** What happens by itself later: nothing waits for it, it is caught up with at the next look. */
final class Agenda {

  private record Item(Instant at, long order, Runnable effect) {}

  private final PriorityQueue<Item> items =
      new PriorityQueue<>(Comparator.comparing(Item::at).thenComparing(Item::order));
  private long order;

  void add(Instant at, Runnable effect) {
    items.add(new Item(at, order++, effect));
  }

  Optional<Instant> next() {
    return Optional.ofNullable(items.peek()).map(Item::at);
  }

  void runNext() {
    items.remove().effect().run();
  }
}
