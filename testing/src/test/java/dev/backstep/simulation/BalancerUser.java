package dev.backstep.simulation;

import dev.backstep.testing.SimulatedAws;
import dev.backstep.testing.World;
import dev.backstep.testing.WorldSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** What the user does in an account while a balancer is made there. */
final class BalancerUser {

  private record Plan(long at, Runnable deed) {}

  private final RandomGenerator dice;
  private final SimulatedAws aws;
  private final World world;
  private final Tally tally;
  private final String runId;
  private final List<Plan> plans = new ArrayList<>();

  /** Ids of what the user made or took: lines that name them are his business. */
  final Set<String> own = new HashSet<>();

  /** The ids of our groups that the user has taken our tag off. */
  final Set<String> taken = new HashSet<>();

  BalancerUser(RandomGenerator dice, SimulatedAws aws, Tally tally, String runId) {
    this.dice = dice;
    this.aws = aws;
    this.world = aws.world();
    this.tally = tally;
    this.runId = runId;
  }

  void liveWith(long now, boolean editsInterfaces) {
    if (dice.nextInt(12) == 0) {
      own.add(
          world.addSecurityGroup(vpc(), "Cluster1 Impala " + (dice.nextBoolean() ? "FE" : "BE")));
      tally.fault("USER_HAS_THE_NAME");
    }
    if (editsInterfaces) {
      addAGroupToAnInterface();
    }
    if (dice.nextInt(4) == 0) {
      Duration when = Duration.ofNanos(dice.nextLong(Duration.ofMinutes(6).toNanos()));
      Runnable deed =
          switch (dice.nextInt(3)) {
            case 0 -> this::addARuleToOurs;
            case 1 -> this::useOurs;
            default -> this::takeOurTagOff;
          };
      plans.add(new Plan(now + when.toNanos(), deed));
    }
  }

  void catchUp(long now) {
    List<Plan> due = plans.stream().filter(plan -> plan.at() <= now).toList();
    plans.removeAll(due);
    due.forEach(plan -> plan.deed().run());
  }

  private void addAGroupToAnInterface() {
    String group = world.addSecurityGroup(vpc(), "mine");
    String instance = ids("instance").get(0);
    String networkInterface = world.firstInterface(instance);
    List<String> groups = new ArrayList<>(ids("security-group", "GroupName=worker-1"));
    groups.add(group);
    world.setGroups(networkInterface, groups);
    tally.fault("USER_CHANGES_AN_INTERFACE");
  }

  private void addARuleToOurs() {
    aGroupOfOurs()
        .ifPresent(
            group -> {
              own.add(world.addRule(group, 22, "10.9.0.0/16"));
              tally.fault("USER_ADDS_A_RULE");
            });
  }

  private void useOurs() {
    aGroupOfOurs()
        .ifPresent(
            group -> {
              String worker = ids("security-group", "GroupName=worker-1").get(0);
              own.add(world.addRuleFromGroup(worker, 9_999, group));
              tally.fault("USER_USES");
            });
  }

  private void takeOurTagOff() {
    aGroupOfOurs()
        .ifPresent(
            group -> {
              world.tag(group, "backstep:run", "mine-now");
              taken.add(group);
              tally.fault("USER_TAKES_THE_TAG_OFF");
            });
  }

  private Optional<String> aGroupOfOurs() {
    return ids("tag", "backstep:run=" + runId).stream()
        .filter(id -> id.startsWith("sg-"))
        .findFirst();
  }

  private String vpc() {
    return ids("vpc").get(0);
  }

  private List<String> ids(String kind) {
    return ids(kind, "");
  }

  /** The ids of the lines of a snapshot that are of a kind and begin with a fact. */
  private List<String> ids(String kind, String fact) {
    WorldSnapshot now = aws.snapshot();
    return now.lines().stream()
        .map(line -> line.split(" ", 4))
        .filter(words -> words[1].equals(kind) && words[3].startsWith(fact))
        .map(words -> words[2])
        .distinct()
        .toList();
  }
}
