package dev.backstep.testing.internal.service;

import dev.backstep.testing.internal.wire.AwsError;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a listing, in the order of keys, so that what comes and goes between two pages does
 * not move the others.
 *
 * @param next the token of the next page; null on the last
 */
public record Page<T>(List<T> items, @Nullable String next) {

  /** Cuts a page of at most {@code size} items after the one that the token names. */
  public static <T> Page<T> of(
      List<T> all, Function<T, String> key, @Nullable String token, int size) {
    List<T> sorted = all.stream().sorted(Comparator.comparing(key)).toList();
    String after = token == null || token.isEmpty() ? "" : decode(token);
    List<T> rest = sorted.stream().filter(item -> key.apply(item).compareTo(after) > 0).toList();
    if (rest.size() <= size) {
      return new Page<>(rest, null);
    }
    List<T> page = rest.subList(0, size);
    return new Page<>(page, encode(key.apply(page.get(size - 1))));
  }

  private static String encode(String key) {
    return Base64.getUrlEncoder().encodeToString(("after " + key).getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String token) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      if (text.startsWith("after ")) {
        return text.substring("after ".length());
      }
    } catch (IllegalArgumentException notBase64) {
      throw invalid(token);
    }
    throw invalid(token);
  }

  private static AwsError invalid(String token) {
    return AwsError.of("InvalidNextToken", "The token '%s' is invalid", token);
  }
}
