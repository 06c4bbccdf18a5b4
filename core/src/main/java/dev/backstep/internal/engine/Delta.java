package dev.backstep.internal.engine;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is to change among named values, and nothing about the others: each key was worth what
 * {@code before} says and will be worth what {@code after} says; a key that one of them lacks is
 * not there. A key may stand for the id that a step will give: see {@link #idOf(String)}.
 *
 * @param before what the values were when the plan was made
 * @param after what they are to be
 */
public record Delta(Map<String, String> before, Map<String, String> after) {

  /** Whether a value can be what a change of ours leaves that was cut off half way. */
  interface HalfWay {
    boolean is(@Nullable String current, @Nullable String from, @Nullable String to);
  }

  private static final String OPEN = "${";
  private static final String CLOSE = "}";
  private static final Pattern ID = Pattern.compile("\\$\\{([^}]+)}");

  /** Copies the maps, order included. */
  public Delta {
    before = new LinkedHashMap<>(before);
    after = new LinkedHashMap<>(after);
  }

  /** Puts one key in. */
  public static Delta adding(String key, String value) {
    return new Delta(Map.of(), Map.of(key, value));
  }

  /** Takes one key out. */
  public static Delta removing(String key, String value) {
    return new Delta(Map.of(key, value), Map.of());
  }

  /** Only the keys of these values that differ. */
  public static Delta between(Map<String, String> current, Map<String, String> wanted) {
    Delta all = new Delta(current, wanted);
    all.before.entrySet().removeIf(e -> e.getValue().equals(wanted.get(e.getKey())));
    all.after.entrySet().removeIf(e -> e.getValue().equals(current.get(e.getKey())));
    return all;
  }

  /** A key that stands for the id that a step of the same plan will give. */
  public static String idOf(String step) {
    return OPEN + step + CLOSE;
  }

  /** Whether nothing changes. */
  public boolean isEmpty() {
    return before.isEmpty() && after.isEmpty();
  }

  /** The other way round. */
  Delta inverse() {
    return new Delta(after, before);
  }

  /** The same with each step's id in its place: in keys, and if so said in values. */
  Delta resolved(Attempt run, boolean alsoInValues) {
    return new Delta(resolved(before, run, alsoInValues), resolved(after, run, alsoInValues));
  }

  /** The part that these values do not yet agree with. */
  Delta pending(Map<String, String> current) {
    Delta left = new Delta(Map.of(), Map.of());
    for (String key : keys()) {
      if (!Objects.equals(current.get(key), after.get(key))) {
        put(left.before, key, before.get(key));
        put(left.after, key, after.get(key));
      }
    }
    return left;
  }

  /**
   * The part whose values still are what {@code before} says.
   *
   * @param half whether one that is neither before nor after may be half of a change of ours
   */
  Delta unchangedIn(Map<String, String> current, HalfWay half) {
    Delta left = new Delta(Map.of(), Map.of());
    for (String key : keys()) {
      String now = current.get(key);
      boolean halfDone =
          !Objects.equals(now, after.get(key)) && half.is(now, before.get(key), after.get(key));
      if (halfDone || Objects.equals(now, before.get(key))) {
        put(left.before, key, before.get(key));
        put(left.after, key, after.get(key));
      }
    }
    return left;
  }

  /** The values once this is applied to them. */
  public Map<String, String> applyTo(Map<String, String> current) {
    Map<String, String> result = new LinkedHashMap<>(current);
    before.keySet().forEach(result::remove);
    result.putAll(after);
    return result;
  }

  /** All that changes. */
  public Set<String> keys() {
    Set<String> keys = new LinkedHashSet<>(before.keySet());
    keys.addAll(after.keySet());
    return keys;
  }

  /** Such as {@code idleTimeout: 60 -> 3600}, or with {@code none} for what is not there. */
  String inWords(String key) {
    return "%s: %s -> %s"
        .formatted(key, before.getOrDefault(key, "none"), after.getOrDefault(key, "none"));
  }

  private static Map<String, String> resolved(
      Map<String, String> values, Attempt run, boolean alsoInValues) {
    Map<String, String> result = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> result.put(resolved(key, run), alsoInValues ? idsIn(value, run) : value));
    return result;
  }

  private static String idsIn(String value, Attempt run) {
    return ID.matcher(value)
        .replaceAll(id -> Matcher.quoteReplacement(run.id(Ref.to(id.group(1)))));
  }

  private static String resolved(String key, Attempt run) {
    return key.startsWith(OPEN) && key.endsWith(CLOSE)
        ? run.id(Ref.to(key.substring(OPEN.length(), key.length() - CLOSE.length())))
        : key;
  }

  private static void put(Map<String, String> map, String key, @Nullable String value) {
    if (value != null) {
      map.put(key, value);
    }
  }
}
