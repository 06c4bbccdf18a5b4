package dev.backstep.testing.internal.service;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** The operations of one service, by name. */
public final class Operations {

  private final Map<String, Operation<?, ?>> byName = new TreeMap<>();

  /** Adds an operation that only reads. */
  public <B extends SdkPojo & SdkBuilder<B, Q>, Q extends SdkPojo> void read(
      String name, Supplier<B> newRequest, BiFunction<Context, Q, ? extends SdkPojo> handler) {
    byName.put(name, new Operation<>(name, false, newRequest, handler));
  }

  /** Adds an operation that changes something. */
  public <B extends SdkPojo & SdkBuilder<B, Q>, Q extends SdkPojo> void write(
      String name, Supplier<B> newRequest, BiFunction<Context, Q, ? extends SdkPojo> handler) {
    byName.put(name, new Operation<>(name, true, newRequest, handler));
  }

  Optional<Operation<?, ?>> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  Collection<String> names() {
    return byName.keySet();
  }
}
