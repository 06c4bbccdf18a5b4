package dev.backstep.crash;

import dev.backstep.Site;
import dev.backstep.journal.Journal;
import dev.backstep.journal.JournalEntry;
import dev.backstep.journal.JournalEntry.Type;
import dev.backstep.plan.PlanFailedException;
import dev.backstep.plan.RunOptions;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** What a process is killed in. */
enum Work {
  /** A balancer is made. */
  APPLY(
      "apply",
      Type.RUN,
      List.of("resume", "rollback"),
      site -> {},
      (site, options) -> site.balancer().apply(options)),

  /** A call is refused half-way, and what was made is taken back. */
  ROLLBACK(
      "apply",
      Type.DECISION,
      List.of("resume", "rollback"),
      site -> site.aws.onCall("RegisterInstancesWithLoadBalancer").refuse("AccessDenied"),
      (site, options) -> site.balancer().apply(options)),

  /** A balancer that has drifted in every way is to be different in every way. */
  UPDATE(
      "update",
      Type.RUN,
      List.of("resume", "rollback"),
      site -> {
        site.balancer().apply();
        site.drift();
      },
      (site, options) ->
          Site.otherSettings(site.byName(), site.subnet, site.fourth).apply(options)),

  /** A balancer is removed. */
  DESTROY(
      "destroy",
      Type.RUN,
      List.of("resume", "destroy"),
      site -> site.balancer().apply(),
      (site, options) -> site.byName().destroy(options));

  /** What the process to be killed is told to do. */
  final String order;

  /** The record that is number one. */
  final Type from;

  /** What the process that comes after it can be told to do. */
  final List<String> remedies;

  private final Consumer<Site> preparation;
  private final BiConsumer<Site, RunOptions> calmly;

  Work(
      String order,
      Type from,
      List<String> remedies,
      Consumer<Site> preparation,
      BiConsumer<Site, RunOptions> calmly) {
    this.order = order;
    this.from = from;
    this.remedies = remedies;
    this.preparation = preparation;
    this.calmly = calmly;
  }

  /** Brings the account to where the process begins. */
  void prepare(Site site) {
    preparation.accept(site);
  }

  /** What there is when the work is done and nothing is killed. */
  Calm calm() throws InterruptedException {
    Site site = Site.bare();
    prepare(site);
    Journal journal = Journal.inMemory();
    try {
      calmly.accept(site, RunOptions.defaults().journal(journal));
    } catch (PlanFailedException e) {
      if (this != ROLLBACK) {
        throw e;
      }
    }
    List<Type> types =
        journal.read(journal.runIds().get(0)).stream().map(JournalEntry::type).toList();
    return new Calm(types.size() - types.indexOf(from), site.facts());
  }

  /**
   * A run that nothing disturbed.
   *
   * @param records how many there are from number one on
   * @param facts of the account afterwards
   */
  record Calm(int records, List<String> facts) {}

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
