package dev.backstep.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.backstep.journal.Journal;
import dev.backstep.plan.Plan;
import dev.backstep.plan.RunOptions;
import dev.backstep.plan.RunReport;
import org.junit.jupiter.api.Test;

/** Plans as data: what they may be, as JSON, and that each is executed once. */
class PlanDataTest {

  private final Toy toy = new Toy();

  @Test
  void planData_whenAStepComesBeforeOneItNeeds_isRefused() {
    toy.step("b", "a").step("a");

    assertThatThrownBy(toy::data).hasMessageContaining("step b comes before");
  }

  @Test
  void planData_whenAStepIsThereTwice_isRefused() {
    toy.step("a").step("a");

    assertThatThrownBy(toy::data).hasMessageContaining("step a is there twice");
  }

  @Test
  void planData_whenUndosWouldWaitForOneAnother_isRefused() {
    toy.step("box")
        .step("other", "box")
        .step("lid", new Toy.Make("lid"), new Undo.GoesWith("box"), "box", "other");

    assertThatThrownBy(toy::data).hasMessageContaining("[box, other, lid]");
  }

  @Test
  void planData_whenAStepGoesWithOneThatItDoesNotNeed_isRefused() {
    toy.step("box").step("lid", new Toy.Make("lid"), new Undo.GoesWith("box"));

    assertThatThrownBy(toy::data).hasMessageContaining("lid goes with box");
  }

  @Test
  void toJson_whenReadAgain_givesAnEqualPlan() {
    toy.step("a")
        .step("lid", new Toy.Make("lid"), new Undo.GoesWith("a"), "a")
        .step("look", new Toy.Shared("look", "batch"), new Undo.Nothing(), "lid")
        .step("made", new Toy.Make("m"), new Undo.DeleteMade("kind", "name", "scope"), "a", "look")
        .step(
            "member",
            new Toy.Make("n"),
            new Undo.RemoveMember("set", "container", Ref.to("made")),
            "made");
    PlanData data = toy.data();

    String json = toy.plan(data).toJson();

    assertThat(toy.engine().fromJson(json)).isEqualTo(data);
    assertThat(toy.plan(toy.engine().fromJson(json)).toJson()).isEqualTo(json);
  }

  @Test
  void toJson_whenTheFormIsNewer_isNotRead() {
    String newer = toy.step("a").plan().toJson().replace("\"format\":1", "\"format\":2");

    assertThatThrownBy(() -> toy.engine().fromJson(newer)).hasMessageContaining("format 2");
  }

  @Test
  void execute_whenThePlanWasExecuted_isRefused() {
    Plan<RunReport> plan = toy.step("a").plan();
    plan.execute();

    assertThatThrownBy(plan::execute)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("executed already");
    assertThat(toy.changes()).containsExactly("make a");
  }

  @Test
  void execute_whenACopyOfThePlanWasExecuted_isRefused() {
    PlanData data = toy.step("a").data();
    RunOptions options = RunOptions.defaults().journal(Journal.inMemory());
    toy.plan(data).execute(options);

    assertThatThrownBy(() -> toy.plan(data).execute(options))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("executed already");
    assertThat(toy.changes()).containsExactly("make a");
    toy.engine().resume(data.runId(), options.journal().orElseThrow(), options).join();
  }
}
