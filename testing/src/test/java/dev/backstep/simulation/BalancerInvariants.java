package dev.backstep.simulation;

import dev.backstep.ImpalaBalancer;
import dev.backstep.journal.JournalEntry;
import dev.backstep.plan.Leftover;
import dev.backstep.plan.RunReport;
import dev.backstep.testing.SimulatedAws;
import dev.backstep.testing.WorldSnapshot;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What must hold of an account once a run is over and all that was under way has arrived. */
final class BalancerInvariants {

  private static final Map<Integer, List<String>> APPLIED = new ConcurrentHashMap<>();

  private final String runId;
  private final int workers;
  private final WorldSnapshot before;
  private final BalancerUser user;
  private final DurableJournal journal;
  private final List<String> violations;

  BalancerInvariants(
      String runId,
      int workers,
      WorldSnapshot before,
      BalancerUser user,
      DurableJournal journal,
      List<String> violations) {
    this.runId = runId;
    this.workers = workers;
    this.before = before;
    this.user = user;
    this.journal = journal;
    this.violations = violations;
  }

  void check(WorldSnapshot after, Optional<RunReport> report) {
    List<String> all = before.diff(after);
    Set<String> given = givenAway(all);
    List<String> diff =
        all.stream()
            .filter(line -> !isTheUsers(line) && given.stream().noneMatch(line::contains))
            .toList();
    require(
        diff.stream().noneMatch(line -> line.startsWith("-")),
        "I2: something of the user's is gone: %s",
        some(diff));
    noSecret(report);
    if (report.isEmpty()) {
      require(diff.isEmpty(), "I1: nothing was begun, and there is %s", some(diff));
      return;
    }
    switch (report.get().state()) {
      case COMPLETED ->
          require(
              kinds(diff).equals(applied(workers)),
              "I3: COMPLETED, and the account differs from an undisturbed one: %s",
              some(difference(kinds(diff), applied(workers))));
      case ROLLED_BACK -> require(diff.isEmpty(), "I1: ROLLED_BACK, and there is %s", some(diff));
      case ROLLBACK_INCOMPLETE -> leftoversAreNamed(diff, report.get());
      default -> violations.add("I7: the run ended as " + report.get().state());
    }
  }

  private boolean isTheUsers(String line) {
    return user.own.stream().anyMatch(line::contains)
        || user.taken.stream().anyMatch(id -> line.contains("tag " + id + " backstep:run="));
  }

  /**
   * The groups that the user took before any record said that they were made, and their rules: no
   * one but the user can know whose they were.
   */
  private Set<String> givenAway(List<String> diff) {
    Set<String> given = new HashSet<>(user.taken);
    journal.entries().stream()
        .filter(entry -> entry.type() == JournalEntry.Type.DONE)
        .map(Bodies::madeId)
        .forEach(given::remove);
    for (String group : List.copyOf(given)) {
      diff.stream()
          .filter(line -> line.endsWith("GroupId=" + group))
          .map(line -> line.split(" ", 5)[3])
          .forEach(given::add);
    }
    return given;
  }

  private void leftoversAreNamed(List<String> diff, RunReport report) {
    List<String> named = report.leftovers().stream().map(Leftover::step).toList();
    require(!named.isEmpty(), "I7: ROLLBACK_INCOMPLETE, and nothing is left");
    for (String line : diff) {
      String[] words = line.split(" ", 5);
      if (words[2].equals("tag") && words[4].startsWith("backstep:step=")) {
        String step = words[4].substring("backstep:step=".length());
        boolean goesWithAnother = step.startsWith("rule/");
        require(
            goesWithAnother || named.contains(step),
            "I7: %s is left and not among the leftovers %s",
            line,
            named);
      }
      if (words[2].equals("network-interface") && line.contains("Impala BE")) {
        require(
            named.contains("interface/" + words[3]),
            "I7: %s is left and not among the leftovers %s",
            line,
            named);
      }
    }
  }

  private void noSecret(Optional<RunReport> report) {
    boolean told =
        report.map(RunReport::describe).orElse("").contains(BalancerStage.SECRET)
            || journal.entries().stream()
                .anyMatch(entry -> entry.body().contains(BalancerStage.SECRET));
    require(!told, "I6: the secret key is in the journal or the report");
  }

  private static List<String> applied(int workers) {
    return APPLIED.computeIfAbsent(
        workers,
        count -> {
          SimulatedAws calm = SimulatedAws.withCluster("Cluster1", count);
          WorldSnapshot first = calm.snapshot();
          ImpalaBalancer.forCluster("Cluster1").aws(calm.access()).apply();
          return kinds(first.diff(calm.snapshot()));
        });
  }

  /** What is new or gone without what differs from account to account. */
  private static List<String> kinds(List<String> diff) {
    return diff.stream()
        .filter(line -> !line.contains(" backstep:run="))
        .map(
            line ->
                line.replaceAll("(sgr?|eni|ela-attach)-[0-9a-f]+", "$1-x")
                    .replaceAll("\\b[0-9a-f]{32}\\b", "run")
                    .replaceAll("10[.-]30[.-]1[.-]\\d+", "address")
                    .replaceAll("MacAddress=.*", "MacAddress")
                    .replaceAll("Cluster1-\\d+\\.", "Cluster1-n."))
        .sorted()
        .toList();
  }

  private static List<String> some(List<String> lines) {
    return lines.size() <= 4 ? lines : lines.subList(0, 4);
  }

  private static List<String> difference(List<String> one, List<String> other) {
    return new WorldSnapshot(one).diff(new WorldSnapshot(other));
  }

  private void require(boolean holds, String otherwise, Object... what) {
    if (!holds) {
      violations.add(otherwise.formatted(what) + " (run " + runId + ")");
    }
  }
}
