package dev.backstep.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;

/** Where calls are written down: when they come in, and again when they are answered. */
final class LedgerBook {

  private final List<Call> calls = new ArrayList<>();

  synchronized Call open(LongFunction<Call> call) {
    Call opened = call.apply(calls.size() + 1L);
    calls.add(opened);
    return opened;
  }

  synchronized void update(Call call, UnaryOperator<Call> change) {
    int index = (int) call.sequence() - 1;
    calls.set(index, change.apply(calls.get(index)));
  }

  synchronized Ledger ledger() {
    return new Ledger(calls);
  }
}
