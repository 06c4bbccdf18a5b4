package dev.backstep.testing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * All that a user could see of the simulated account at one moment, as sorted lines of region,
 * kind, id and one fact each. No clocks and no request ids: two equal states make equal snapshots.
 *
 * @param lines sorted, without duplicates
 */
public record WorldSnapshot(List<String> lines) {

  /** Keeps a copy. */
  public WorldSnapshot {
    lines = List.copyOf(lines);
  }

  /**
   * What changed from this snapshot to the later one: lines with {@code +} for what is new and
   * {@code -} for what is gone. Empty if nothing changed.
   */
  public List<String> diff(WorldSnapshot later) {
    Set<String> before = new HashSet<>(lines);
    Set<String> after = new HashSet<>(later.lines);
    List<String> diff = new ArrayList<>();
    lines.stream().filter(line -> !after.contains(line)).forEach(line -> diff.add("- " + line));
    later.lines.stream()
        .filter(line -> !before.contains(line))
        .forEach(line -> diff.add("+ " + line));
    return diff;
  }

  /** One line for each fact. */
  @Override
  public String toString() {
    return String.join("\n", lines);
  }
}
