package dev.backstep.testing;

import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The calls of a simulation up to one moment, in the order of arrival. Immutable. */
public final class Ledger implements Iterable<Call> {

  private final List<Call> calls;

  Ledger(List<Call> calls) {
    this.calls = List.copyOf(calls);
  }

  /** All of them. */
  public List<Call> calls() {
    return calls;
  }

  /** Those of one operation, such as {@code CreateSecurityGroup}. */
  public Ledger calls(String operation) {
    return where(call -> call.operation().equals(operation));
  }

  /** Those that could change something, whether they did or not. */
  public Ledger mutating() {
    return where(Call::mutating);
  }

  /** Those that only read. */
  public Ledger reads() {
    return where(call -> !call.mutating());
  }

  /** Those for which the condition holds. */
  public Ledger where(Predicate<Call> condition) {
    return new Ledger(calls.stream().filter(condition).toList());
  }

  /** How many there are of one operation. */
  public long count(String operation) {
    return calls(operation).size();
  }

  /** How many there are. */
  public int size() {
    return calls.size();
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return calls.isEmpty();
  }

  /** The number of the last call, for {@link #since(long)}; 0 if there is none. */
  public long mark() {
    return calls.isEmpty() ? 0 : calls.get(calls.size() - 1).sequence();
  }

  /** Those after the one with the given number. */
  public Ledger since(long mark) {
    return where(call -> call.sequence() > mark);
  }

  /** The names of the operations, one for each call. */
  public List<String> operations() {
    return calls.stream().map(Call::operation).toList();
  }

  /** All of them as a stream. */
  public Stream<Call> stream() {
    return calls.stream();
  }

  @Override
  public Iterator<Call> iterator() {
    return calls.iterator();
  }

  /** One line for each call. */
  @Override
  public String toString() {
    return calls.stream().map(Call::toString).collect(Collectors.joining("\n"));
  }
}
