package dev.backstep.testing.internal.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Things by id, with enough history to show them as they were a while ago. The truth decides what a
 * call does; what is {@code seen} is what reads answer.
 *
 * @param <T> an immutable value
 */
public final class Store<T> {

  private record Version<T>(Instant from, @Nullable T value) {}

  private final Timeline timeline;
  private final NavigableMap<String, List<Version<T>>> histories = new TreeMap<>();

  Store(Timeline timeline) {
    this.timeline = timeline;
  }

  /** Adds or replaces. */
  public void put(String id, T value) {
    record(id, value);
  }

  /** Replaces what is there; nothing if it is gone. */
  public void update(String id, UnaryOperator<T> change) {
    get(id).ifPresent(value -> record(id, change.apply(value)));
  }

  /** Takes away, if it is there. */
  public void remove(String id) {
    if (timeline.seenAtOnce()) {
      histories.remove(id);
    } else if (get(id).isPresent()) {
      record(id, null);
    }
  }

  /** The truth. */
  public Optional<T> get(String id) {
    List<Version<T>> history = histories.get(id);
    return history == null
        ? Optional.empty()
        : Optional.ofNullable(history.get(history.size() - 1).value());
  }

  /** The truth, of all, by id. */
  public List<T> all() {
    return histories.keySet().stream().flatMap(id -> get(id).stream()).toList();
  }

  /** The thing, for a call that refers to it: it must exist and have been seen to. */
  public T use(String id, Supplier<? extends RuntimeException> absent) {
    T value = get(id).orElseThrow(absent);
    seen(id).orElseThrow(absent);
    return value;
  }

  /** What a read shows. */
  public Optional<T> seen(String id) {
    List<Version<T>> history = histories.getOrDefault(id, List.of());
    for (int i = history.size() - 1; i >= 0; i--) {
      if (!history.get(i).from().isAfter(timeline.horizon())) {
        return Optional.ofNullable(history.get(i).value());
      }
    }
    return Optional.empty();
  }

  /** What a read of all shows, by id. */
  public List<T> seen() {
    return histories.keySet().stream().flatMap(id -> seen(id).stream()).toList();
  }

  private void record(String id, @Nullable T value) {
    if (timeline.seenAtOnce()) {
      histories.put(id, new ArrayList<>(List.of(new Version<>(Instant.MIN, value))));
    } else {
      histories
          .computeIfAbsent(id, unused -> new ArrayList<>())
          .add(new Version<>(timeline.now(), value));
    }
  }
}
