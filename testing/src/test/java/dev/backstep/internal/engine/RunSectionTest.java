package dev.backstep.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstep.journal.Journal;
import dev.backstep.journal.JournalEntry;
import dev.backstep.plan.RunHandle;
import dev.backstep.plan.RunOptions;
import dev.backstep.plan.RunReport;
import dev.backstep.plan.RunState;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A section whose outcome dies with its process: a key in memory, a machine that only this process
 * can reach. {@code seal} makes it durable.
 */
class RunSectionTest {

  /** The calls of a whole run, each an intent and an outcome in the journal. */
  private static final int STEPS = 6;

  private static final RunOptions OPTIONS = RunOptions.defaults();

  private final Toy toy =
      new Toy()
          .step("group")
          .volatileStep("key", "seal")
          .volatileStep("machine", "seal", "key", "group")
          .volatileStep("script", "seal", "machine")
          .volatileStep("seal", "seal", "script")
          .step("image", "seal");
  private final Journal journal = Journal.inMemory();
  private final RunReport completed = toy.run(journal);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14})
  void resume_whenOnlyTheFirstRecordsAreLeft_doesTheSectionAnewUnlessItIsSealed(int records) {
    List<String> wereMade = asAfter(records);
    int before = toy.changes().size();

    RunReport report = toy.engine().resume(completed.runId(), first(records), OPTIONS).report();

    List<String> then = toy.changes().subList(before, toy.changes().size());
    assertThat(report.state()).isEqualTo(RunState.COMPLETED);
    assertThat(toy.things()).containsExactly("group", "image", "key", "machine", "script", "seal");
    boolean sealed = doneIn(records).contains("seal");
    Set<String> stale = new TreeSet<>(wereMade);
    stale.retainAll(sealed ? Set.of() : Set.of("key", "machine", "script", "seal"));
    assertThat(then.stream().filter(call -> call.startsWith("remove")))
        .as("taken back first: %s", then)
        .containsExactlyInAnyOrderElementsOf(stale.stream().map("remove "::concat).toList());
    if (!stale.isEmpty()) {
      assertThat(then.subList(0, stale.size())).allMatch(call -> call.startsWith("remove"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14})
  void rollback_whenOnlyTheFirstRecordsAreLeft_leavesNothing(int records) {
    asAfter(records);

    RunReport report = toy.engine().rollBack(completed.runId(), first(records), OPTIONS).report();

    assertThat(report.state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(toy.things()).isEmpty();
  }

  @Test
  void resume_whenTheSecondProcessDiesToo_stillEndsWithEverythingOnce() {
    int tried = 0;
    List<JournalEntry> all = journal.read(completed.runId());
    for (int first = 1; first < all.size(); first++) {
      List<JournalEntry> second = recordsOfResuming(first);
      for (int records = first; records < second.size(); records++) {
        asAfter(second.subList(0, records));

        RunReport report =
            toy.engine()
                .resume(completed.runId(), Journal.inMemory(second.subList(0, records)), OPTIONS)
                .report();

        assertThat(report.state()).isEqualTo(RunState.COMPLETED);
        assertThat(toy.things()).hasSize(STEPS);
        tried++;
      }
    }
    System.out.println("resumed twice within a section: " + tried + " pairs of points");
    assertThat(tried).isGreaterThan(100);
  }

  @Test
  void resume_whenTheSectionIsDoneAnew_usesOtherClientTokens() {
    assertThat(Set.copyOf(toy.tokens)).hasSize(STEPS);
    asAfter(5);
    toy.tokens.clear();
    List<String> first = tokensIn(journal);

    Journal cut = first(5);
    toy.engine().resume(completed.runId(), cut, OPTIONS).report();

    List<String> again = tokensIn(cut);
    assertThat(again).startsWith(first.get(0), first.get(1));
    assertThat(Set.copyOf(again)).hasSize(again.size());
  }

  @Test
  void resume_whenTheSectionCannotBeTakenBack_rollsBackAndNamesWhatIsLeft() {
    asAfter(7);
    toy.removing.put("machine", Toy.failing(ErrorClass.DENIED));

    RunReport report = toy.engine().resume(completed.runId(), first(7), OPTIONS).report();

    assertThat(report.state()).isEqualTo(RunState.ROLLBACK_INCOMPLETE);
    assertThat(report.failedStep()).contains("machine");
    assertThat(report.failure().orElseThrow()).contains("refused as DENIED");
    assertThat(report.leftovers())
        .extracting(left -> left.command())
        .contains("toy remove machine");
  }

  @Test
  void resume_whenItIsCancelledWhileTheSectionIsTakenBack_rollsBack() {
    asAfter(7);
    CompletableFuture<RunHandle<RunReport>> run = new CompletableFuture<>();
    toy.removing.put(
        "machine",
        (name, attempt) -> {
          run.join().cancel();
          return toy.remove(name, attempt);
        });

    run.complete(toy.engine().resume(completed.runId(), first(7), OPTIONS));

    assertThat(run.join().report().state()).isEqualTo(RunState.ROLLED_BACK);
    assertThat(toy.things()).isEmpty();
  }

  @Test
  void planData_whenTheSealIsNotThere_isRefused() {
    Toy other = new Toy().volatileStep("key", "nothing");

    assertThatThrownBy(other::data)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("volatile until nothing");
  }

  /** The world as the first records leave it, what is unclear having acted; and what was made. */
  private List<String> asAfter(int records) {
    return asAfter(journal.read(completed.runId()).subList(0, records));
  }

  private List<String> asAfter(List<JournalEntry> entries) {
    toy.things.clear();
    for (JournalEntry entry : entries) {
      if (entry.type() == JournalEntry.Type.INTENT) {
        toy.things.add(stepOf(entry));
      } else if (entry.type() == JournalEntry.Type.UNDO_INTENT) {
        toy.things.remove(stepOf(entry));
      }
    }
    return toy.things();
  }

  private List<JournalEntry> recordsOfResuming(int records) {
    asAfter(records);
    Journal cut = first(records);
    toy.engine().resume(completed.runId(), cut, OPTIONS).report();
    return cut.read(completed.runId());
  }

  private Set<String> doneIn(int records) {
    Set<String> done = new TreeSet<>();
    for (JournalEntry entry : journal.read(completed.runId()).subList(0, records)) {
      if (entry.type() == JournalEntry.Type.DONE) {
        done.add(stepOf(entry));
      }
    }
    return done;
  }

  private List<String> tokensIn(Journal from) {
    return from.read(completed.runId()).stream()
        .filter(entry -> entry.type() == JournalEntry.Type.INTENT)
        .map(entry -> entry.body().replaceAll(".*\"token\":\"(\\w+)\".*", "$1"))
        .toList();
  }

  private static String stepOf(JournalEntry entry) {
    return entry.body().replaceAll("^\\{\"step\":\"([^\"]+)\".*", "$1");
  }

  private Journal first(int records) {
    return Journal.inMemory(journal.read(completed.runId()).subList(0, records));
  }
}
