package dev.backstep;

import dev.backstep.testing.SimulatedAws;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What is in a simulated account, by the names of things instead of their ids, so that what was
 * taken away and put back is the same again: {@code rule in FE: tcp 21050 from 10.0.0.0/8, ours}.
 */
public final class Facts {

  /** What of these kinds is told; of the others, everything. */
  private static final Map<String, List<String>> TOLD =
      Map.of(
          "instance", List.of("State.Name"),
          "network-interface", List.of("Groups"),
          "security-group", List.of("GroupName", "Description"));

  private final Map<String, Map<String, List<String>>> things = new TreeMap<>();
  private final Map<String, String> names = new LinkedHashMap<>();
  private final List<String> lines = new ArrayList<>();

  private Facts(SimulatedAws aws) {
    for (String line : aws.snapshot().lines()) {
      String[] parts = line.split(" ", 4);
      String[] fact = parts[3].split("=", 2);
      things
          .computeIfAbsent(parts[1] + " " + parts[2], key -> new TreeMap<>())
          .computeIfAbsent(fact[0], key -> new ArrayList<>())
          .add(fact[1]);
    }
    things.keySet().stream().filter(it -> !isRule(it)).forEach(this::name);
    things.keySet().stream().filter(Facts::isRule).forEach(this::nameRule);
    things.forEach(this::tell);
    lines.sort(null);
  }

  /** All facts, sorted. */
  static List<String> of(SimulatedAws aws) {
    return List.copyOf(new Facts(aws).lines);
  }

  /** Puts the names of things in the place of their ids. */
  static UnaryOperator<String> names(SimulatedAws aws) {
    return new Facts(aws)::named;
  }

  /** What is gone, with a minus, and what is new, with a plus. */
  public static List<String> diff(List<String> before, List<String> after) {
    List<String> gone = new ArrayList<>(before);
    after.forEach(gone::remove);
    List<String> fresh = new ArrayList<>(after);
    before.forEach(fresh::remove);
    List<String> diff = new ArrayList<>();
    gone.forEach(line -> diff.add("- " + line));
    fresh.forEach(line -> diff.add("+ " + line));
    return diff;
  }

  private static boolean isRule(String thing) {
    return thing.startsWith("security-group-rule ");
  }

  private String fact(String thing, String key) {
    return String.join(", ", things.getOrDefault(thing, Map.of()).getOrDefault(key, List.of()));
  }

  private void name(String thing) {
    String id = thing.split(" ")[1];
    String instance = fact(thing, "Attachment.InstanceId");
    if (!fact(thing, "GroupName").isEmpty()) {
      names.put(id, fact(thing, "GroupName").replaceFirst("^Cluster1 Impala ", ""));
    } else if (!instance.isEmpty()) {
      String card = fact(thing, "Attachment.DeviceIndex").equals("0") ? "card" : "second card";
      names.put(id, card + " of " + fact("tag " + instance, "Name").replace("Cluster1 ", ""));
    } else if (thing.startsWith("tag ") && !fact(thing, "Name").isEmpty()) {
      names.put(id, fact(thing, "Name").replace("Cluster1 ", ""));
    }
  }

  private void nameRule(String thing) {
    names.put(thing.split(" ")[1], rule(thing));
  }

  private void tell(String thing, Map<String, List<String>> facts) {
    String kind = thing.split(" ")[0];
    String id = thing.split(" ")[1];
    if (isRule(thing)) {
      boolean ours = !fact("tag " + id, "backstep:owner").isEmpty();
      String where = fact(thing, "IsEgress").equals("true") ? "out of " : "in ";
      lines.add("rule " + where + rule(thing) + (ours ? ", ours" : ""));
    } else if (!fact(thing, "RequesterId").isEmpty()) {
      lines.add(
          named(
              "interface of the balancer in %s: %s"
                  .formatted(fact(thing, "SubnetId"), fact(thing, "Groups"))));
    } else if (!id.startsWith("sgr-")) {
      facts.forEach((key, values) -> values.forEach(value -> tell(kind, id, key, value)));
    }
  }

  private void tell(String kind, String id, String key, String value) {
    boolean told = !TOLD.containsKey(kind) || TOLD.get(kind).contains(key);
    if (told && !key.equals("backstep:step")) {
      lines.add(named("%s %s %s=%s".formatted(kind, id, key, value)));
    }
  }

  private String rule(String thing) {
    String source =
        fact(thing, "CidrIpv4")
            + fact(thing, "CidrIpv6")
            + fact(thing, "ReferencedGroupInfo.GroupId");
    return named(
        "%s: %s %s from %s"
            .formatted(
                fact(thing, "GroupId"),
                fact(thing, "IpProtocol"),
                fact(thing, "FromPort"),
                source));
  }

  private String named(String text) {
    String result =
        text.replaceAll("\\b[0-9a-f]{32}\\b", "run")
            .replaceAll("\\[GroupId=(sg-\\w+), GroupName=[^]]+]", "$1")
            .replaceAll(
                "\\[Listener.Protocol=(\\w+), Listener.LoadBalancerPort=(\\d+), "
                    + "Listener.InstanceProtocol=(\\w+), Listener.InstancePort=(\\d+)]",
                "$1 $2 to $3 $4")
            .replace("ListenerDescriptions=", "Listener=");
    for (Map.Entry<String, String> name : names.entrySet()) {
      result = result.replace(name.getKey(), name.getValue());
    }
    return result;
  }
}
