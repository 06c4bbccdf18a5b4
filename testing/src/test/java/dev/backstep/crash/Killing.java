package dev.backstep.crash;

import dev.backstep.Facts;
import dev.backstep.Runs;
import dev.backstep.Site;
import dev.backstep.journal.FileJournal;
import dev.backstep.journal.JournalEntry;
import dev.backstep.journal.JournalEntry.Type;
import dev.backstep.plan.RunSummary;
import dev.backstep.testing.Call;
import dev.backstep.testing.Ledger;
import dev.backstep.testing.Maker;
import dev.backstep.testing.WorldSnapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Kills a process at a point, has another one finish its run, and looks at what there is then. */
final class Killing {

  private static final Pattern API = Pattern.compile("\"api\":\"[a-z0-9]+:(\\w+)\"");
  private static final Pattern RUN_TAG =
      Pattern.compile("\\+ \\S+ tag \\S+ backstep:run=([0-9a-f]{32})");
  private static final Pattern THING =
      Pattern.compile("\\S+ (?:security-group|security-group-rule|load-balancer) (\\S+) .*");

  /** What AWS takes as often as one likes: nothing is made a second time. */
  private static final Set<String> REPEATABLE =
      Set.of("CreateLoadBalancer", "CreateLoadBalancerListeners");

  private final KillPoint point;
  private final ChildJvm successor;
  private final Path folder;
  private final Work.Calm calm;
  private final Site site = Site.live();
  private final List<String> violations = new ArrayList<>();
  private boolean begun;
  private boolean over;

  private Killing(KillPoint point, ChildJvm successor, Path folder, Work.Calm calm) {
    this.point = point;
    this.successor = successor;
    this.folder = folder;
    this.calm = calm;
  }

  /**
   * What is wrong afterwards.
   *
   * @param successor another process, which has nothing but the journal of the killed one
   */
  static List<String> play(KillPoint point, ChildJvm successor, Path folder, Work.Calm calm) {
    Killing killing = new Killing(point, successor, folder, calm);
    try {
      killing.play();
    } catch (Exception | AssertionError e) {
      killing.violations.add(e.toString());
    } finally {
      killing.site.aws.close();
    }
    return killing.violations;
  }

  private void play() throws Exception {
    final List<String> bare = site.facts();
    point.work().prepare(site);
    final long mark = site.aws.ledger().mark();
    final List<String> before = site.facts();
    final WorldSnapshot snapshot = site.aws.snapshot();

    kill();
    String end = remedy();

    String expectedEnd = expectedEnd();
    check(end.startsWith(expectedEnd), "%s (expected: %s)", end, expectedEnd);
    Ledger calls = site.aws.ledger().since(mark).mutating();
    final boolean goesBack = expectedEnd.endsWith("ROLLED_BACK") || end.startsWith("REFUSED");
    List<String> expected = goesBack ? before : point.work() == Work.DESTROY ? bare : calm.facts();
    List<String> diff = Facts.diff(expected, site.facts());
    check(diff.isEmpty(), "not as expected: %s", diff);
    List<String> changes = snapshot.diff(site.aws.snapshot());
    check(
        point.work() == Work.UPDATE || !goesBack || changes.isEmpty(),
        "not the same things as before: %s",
        changes);
    checkMakers(snapshot, calls);
    checkNothingMadeTwice(calls);
    checkJournal(calls, expectedEnd);
  }

  private void kill() throws Exception {
    try (ChildJvm child = start(point.work().order, "pause=" + point.pause())) {
      String line = child.awaitLine("AT ", "END ", "REFUSED ");
      check(!line.startsWith("REFUSED "), "refused: %s", line);
      boolean written = point.side() == PausePoint.Side.AFTER;
      begun = written || !line.equals("AT RUN");
      over = written && line.equals("AT END") || line.startsWith("END ");
      child.kill();
    }
  }

  private String remedy() throws Exception {
    return successor.answer(
        String.join(" ", BalancerProcess.arguments(site, folder, point.remedy())));
  }

  private ChildJvm start(String order, String... more) throws Exception {
    return BalancerProcess.start(site, folder, order, more);
  }

  private String expectedEnd() {
    if (!begun && !point.remedy().equals("destroy")) {
      return "REFUSED IllegalArgumentException: the journal has no records";
    }
    if (over && point.work() == Work.ROLLBACK && point.remedy().equals("resume")) {
      return "REFUSED IllegalStateException: run ";
    }
    boolean back = point.work() == Work.ROLLBACK || point.remedy().equals("rollback");
    return back ? "END ROLLED_BACK" : "END COMPLETED";
  }

  /** Each new thing was made by one call that acted, for this run. */
  private void checkMakers(WorldSnapshot before, Ledger calls) {
    Set<String> requests =
        calls.where(Call::acted).calls().stream().map(Call::requestId).collect(Collectors.toSet());
    Set<String> made = matches(THING, site.aws.snapshot().lines());
    made.removeAll(matches(THING, before.lines()));
    for (String id : made) {
      boolean known =
          site.aws
              .madeBy(id)
              .map(maker -> maker instanceof Maker.Caller it && requests.contains(it.requestId()))
              .orElse(true);
      check(known, "%s was made by %s, which is no call of a process", id, site.aws.madeBy(id));
    }
    Set<String> runs = matches(RUN_TAG, before.diff(site.aws.snapshot()));
    runs.removeAll(journal().runIds());
    check(runs.isEmpty(), "things are tagged with other runs: %s", runs);
  }

  private static Set<String> matches(Pattern pattern, List<String> lines) {
    return lines.stream()
        .map(pattern::matcher)
        .filter(Matcher::matches)
        .map(match -> match.group(1))
        .collect(Collectors.toSet());
  }

  private void checkNothingMadeTwice(Ledger calls) {
    Map<String, Integer> made = new HashMap<>();
    for (Call call : calls.where(Call::acted)) {
      boolean creates = call.operation().matches("(Create|Authorize).*");
      if (creates && !REPEATABLE.contains(call.operation()) && !isTags(call)) {
        made.merge(call.operation() + new TreeMap<>(call.parameters()), 1, Integer::sum);
      }
    }
    made.forEach((call, times) -> check(times == 1, "made %d times: %s", times, call));
  }

  private static boolean isTags(Call call) {
    return call.operation().equals("CreateTags");
  }

  /** No call was made whose intent is not written down, and the end is. */
  private void checkJournal(Ledger calls, String expectedEnd) {
    Map<String, Integer> announced = new HashMap<>();
    for (String runId : journal().runIds()) {
      for (JournalEntry entry : journal().read(runId)) {
        Matcher api = API.matcher(entry.body());
        if ((entry.type() == Type.INTENT || entry.type() == Type.UNDO_INTENT) && api.find()) {
          announced.merge(api.group(1), 1, Integer::sum);
        }
      }
    }
    for (Call call : calls) {
      int left = announced.merge(call.operation(), -1, Integer::sum);
      check(left >= 0, "a call was made that the journal does not announce: %s", call);
    }
    List<RunSummary> runs = Runs.in(journal()).list();
    check(
        expectedEnd.startsWith("REFUSED")
            || expectedEnd.endsWith(runs.get(runs.size() - 1).state().name()),
        "the journal says %s",
        runs);
  }

  private FileJournal journal() {
    return FileJournal.in(folder);
  }

  private void check(boolean holds, String violation, Object... arguments) {
    if (!holds) {
      violations.add(violation.formatted(arguments));
    }
  }
}
