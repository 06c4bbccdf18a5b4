package dev.backstep.testing.internal.ec2;

import dev.backstep.testing.internal.state.Lines;
import dev.backstep.testing.internal.state.Store;
import dev.backstep.testing.internal.wire.AwsError;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkPojo;

/**
 * A kind of resource that can be tagged.
 *
 * @param prefix how its ids begin, such as {@code sg}
 * @param type what tags call it, such as {@code security-group}
 * @param absent the refusal of an id that is not there
 * @param listed which of them a snapshot of the world shows
 * @param shown what a snapshot shows of one
 */
record Kind<T extends SdkPojo>(
    String prefix,
    String type,
    Store<T> store,
    Function<T, String> id,
    Function<String, AwsError> absent,
    Predicate<T> listed,
    Function<T, ? extends SdkPojo> shown) {

  static <T extends SdkPojo> Kind<T> of(
      String prefix,
      String type,
      Store<T> store,
      Function<T, String> id,
      Function<String, AwsError> absent) {
    return new Kind<>(prefix, type, store, id, absent, it -> true, it -> it);
  }

  Kind<T> listing(Predicate<T> some) {
    return new Kind<>(prefix, type, store, id, absent, some, shown);
  }

  Kind<T> showing(Function<T, ? extends SdkPojo> part) {
    return new Kind<>(prefix, type, store, id, absent, listed, part);
  }

  boolean knows(String resourceId) {
    return store.get(resourceId).isPresent() && store.seen(resourceId).isPresent();
  }

  Stream<String> seenIds() {
    return store.seen().stream().map(id);
  }

  void describe(Ec2State ec2, Lines lines) {
    store.all().stream()
        .filter(listed)
        .forEach(
            it -> {
              String resource = id.apply(it);
              lines.add(type, resource, shown.apply(it));
              ec2.tags(resource)
                  .forEach((key, text) -> lines.add("tag", resource, key + "=" + text));
            });
  }
}
