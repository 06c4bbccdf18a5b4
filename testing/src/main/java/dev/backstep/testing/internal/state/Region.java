package dev.backstep.testing.internal.state;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** One region: the parts that its services have made so far. */
public final class Region {

  private final String name;
  private final Account account;
  private final Map<Class<?>, Part> parts = new HashMap<>();

  Region(String name, Account account) {
    this.name = name;
    this.account = account;
  }

  /** Such as {@code us-west-2}. */
  public String name() {
    return name;
  }

  /** How its ARNs begin after {@code arn:}, such as {@code aws}. */
  public String partition() {
    if (name.startsWith("cn-")) {
      return "aws-cn";
    }
    return name.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  }

  /** The account. */
  public Account account() {
    return account;
  }

  /** The state of the given type, made when it is first asked for. */
  public <P extends Part> P part(Class<P> type, Function<Region, P> maker) {
    Part part = parts.get(type);
    if (part == null) {
      // A part may ask for another one while it is made, so computeIfAbsent will not do.
      part = maker.apply(this);
      parts.put(type, part);
    }
    return type.cast(part);
  }

  /** An empty store of things in this region. */
  public <T> Store<T> store() {
    return new Store<>(account.timeline());
  }

  void describe(Lines lines) {
    lines.region(name);
    parts.entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getKey().getName()))
        .forEach(entry -> entry.getValue().describe(lines));
  }
}
