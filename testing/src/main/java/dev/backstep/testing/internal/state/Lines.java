package dev.backstep.testing.internal.state;

import dev.backstep.testing.internal.wire.Flat;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import software.amazon.awssdk.core.SdkPojo;

/** State as sorted lines: region, kind, id and one fact each. */
public final class Lines {

  private final SortedSet<String> lines = new TreeSet<>();
  private String region = "";

  void region(String name) {
    region = name;
  }

  /** One fact. */
  public void add(String kind, String id, String fact) {
    lines.add(String.join(" ", region, kind, id, fact));
  }

  /** Every field of a model value. */
  public void add(String kind, String id, SdkPojo value) {
    Flat.facts(value).forEach(fact -> add(kind, id, fact));
  }

  List<String> all() {
    return List.copyOf(lines);
  }
}
