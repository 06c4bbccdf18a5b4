package dev.backstep.testing.internal.service;

import java.util.function.BiFunction;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * One operation: how its request is built and what carries it out.
 *
 * @param mutating whether a success can change something
 */
public record Operation<B extends SdkPojo & SdkBuilder<B, Q>, Q extends SdkPojo>(
    String name,
    boolean mutating,
    Supplier<B> newRequest,
    BiFunction<Context, Q, ? extends SdkPojo> handler) {

  /** A request of this operation, bound to the handler that will carry it out. */
  Bound bind(java.util.function.Consumer<SdkPojo> reader) {
    B builder = newRequest.get();
    reader.accept(builder);
    Q request = builder.build();
    return new Bound(request, context -> handler.apply(context, request));
  }

  /** A typed request and what carries it out. */
  record Bound(SdkPojo request, java.util.function.Function<Context, SdkPojo> run) {}
}
