package dev.backstep.testing.internal.ec2;

import dev.backstep.testing.internal.wire.AwsError;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * The filters that one Describe operation takes: a filter matches if any of its values does, a
 * resource is shown if all of its filters match. Values may have {@code *} and {@code ?}.
 */
final class Filters<T> {

  private final Map<String, Function<T, Stream<String>>> known = new HashMap<>();
  private final Function<T, List<Tag>> tags;

  /**
   * @param tags the tags that {@code tag:…}, {@code tag-key} and {@code tag-value} look at
   */
  Filters(Function<T, List<Tag>> tags) {
    this.tags = tags;
    onEach("tag-key", it -> tags.apply(it).stream().map(Tag::key));
    onEach("tag-value", it -> tags.apply(it).stream().map(Tag::value));
  }

  Filters<T> on(String name, Function<T, @Nullable Object> value) {
    return onEach(name, it -> Stream.ofNullable(value.apply(it)).map(String::valueOf));
  }

  Filters<T> onEach(String name, Function<T, Stream<String>> values) {
    known.put(name, values);
    return this;
  }

  List<T> select(Collection<T> all, List<Filter> filters) {
    filters.forEach(this::check);
    return all.stream()
        .filter(it -> filters.stream().allMatch(filter -> matches(it, filter)))
        .toList();
  }

  private void check(Filter filter) {
    String name = String.valueOf(filter.name());
    if (!known.containsKey(name) && !name.startsWith("tag:")) {
      throw AwsError.of("InvalidParameterValue", "The filter '%s' is invalid", name);
    }
    if (filter.values().size() > 200) {
      throw AwsError.of(
          "FilterLimitExceeded", "The maximum number of filter values on a single call is 200");
    }
  }

  private boolean matches(T it, Filter filter) {
    List<String> values = values(it, filter.name()).filter(Objects::nonNull).toList();
    return filter.values().stream()
        .map(Filters::pattern)
        .anyMatch(pattern -> values.stream().anyMatch(v -> pattern.matcher(v).matches()));
  }

  private Stream<String> values(T it, String name) {
    Function<T, Stream<String>> function = known.get(name);
    if (function != null) {
      return function.apply(it);
    }
    String key = name.substring("tag:".length());
    return tags.apply(it).stream().filter(tag -> tag.key().equals(key)).map(Tag::value);
  }

  /** Asterisks and question marks are wild unless a backslash stands before them. */
  private static Pattern pattern(String value) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '*') {
        regex.append(".*");
      } else if (c == '?') {
        regex.append('.');
      } else {
        boolean escape = c == '\\' && i + 1 < value.length();
        regex.append(Pattern.quote(String.valueOf(escape ? value.charAt(++i) : c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }
}
