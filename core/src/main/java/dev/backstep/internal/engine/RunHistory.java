package dev.backstep.internal.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.backstep.journal.JournalEntry;
import dev.backstep.plan.RunState;
import dev.backstep.plan.RunSummary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the records of a run say of it as a whole, whatever types of steps it has. */
public final class RunHistory {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String runId;
  private final JsonNode plan;
  private final Instant startedAt;
  private final Set<String> left = new LinkedHashSet<>();
  private final Map<String, String> containers = new HashMap<>();
  private RunState state = RunState.RUNNING;
  private boolean rollingBack;

  private RunHistory(String runId, JsonNode plan, Instant startedAt) {
    this.runId = runId;
    this.plan = plan;
    this.startedAt = startedAt;
  }

  /**
   * Reads the records of a run.
   *
   * @throws IllegalArgumentException if they do not begin with a plan
   */
  public static RunHistory of(String runId, List<JournalEntry> entries) {
    if (entries.isEmpty() || entries.get(0).type() != JournalEntry.Type.RUN) {
      throw new IllegalArgumentException(
          "the journal has no records of a run %s (expected: one that Runs.list() names)"
              .formatted(runId));
    }
    JournalEntry first = entries.get(0);
    RunHistory history = new RunHistory(runId, body(first).path("plan"), first.at());
    entries.forEach(history::apply);
    return history;
  }

  /** How it stands. */
  public RunState state() {
    return state;
  }

  /** Whether its rollback was decided and is not complete. */
  public boolean isRollingBack() {
    return rollingBack && state != RunState.ROLLED_BACK;
  }

  /** The owner tag of what it makes. */
  public String target() {
    return plan.path("target").asText();
  }

  /** The account that it was planned for. */
  public String account() {
    return plan.path("account").asText();
  }

  /** The region that it was planned for. */
  public String region() {
    return plan.path("region").asText();
  }

  /** Whether it parks instead of rolling back: a destruction. */
  public boolean isForwardOnly() {
    return plan.path("forwardOnly").asBoolean();
  }

  /** In short. */
  public RunSummary summary() {
    return new RunSummary(
        runId, target(), state, startedAt, new ArrayList<>(left), Optional.empty());
  }

  private void apply(JournalEntry entry) {
    switch (entry.type()) {
      case INTENT -> {
        state = RunState.RUNNING;
        left.add(step(entry));
        containers.put(step(entry), containerIn(entry));
      }
      case FAILED -> {
        if (body(entry).path("clear").asBoolean()) {
          left.remove(step(entry));
        }
      }
      case DECISION -> {
        rollingBack = true;
        state = RunState.ROLLING_BACK;
      }
      case DONE -> {
        JsonNode discarded = discardedBy(step(entry));
        if (!discarded.isMissingNode()) {
          left.remove(step(entry));
          left.remove(discarded.asText());
          left.removeIf(step -> discarded.asText().equals(containers.get(step)));
        }
      }
      case UNDONE -> {
        String undone = step(entry);
        left.removeIf(step -> step.equals(undone) || undone.equals(containers.get(step)));
      }
      case END -> state = RunState.valueOf(body(entry).path("state").asText());
      default -> {
        // The rest changes nothing of the whole.
      }
    }
  }

  /** The step whose undo takes this one along; empty if it has an undo of its own. */
  private static String containerIn(JournalEntry intent) {
    JsonNode undo = body(intent).path("undo");
    return undo.path("type").asText().equals(Catalog.GOES_WITH) ? undo.path("step").asText() : "";
  }

  /** The step whose thing this one deletes as planned; missing if it does no such thing. */
  private JsonNode discardedBy(String id) {
    for (JsonNode node : plan.path("steps")) {
      if (node.path("id").asText().equals(id)
          && node.path("step").path("type").asText().equals(Catalog.DISCARD)) {
        return node.path("step").path("thing").path("step");
      }
    }
    return MissingNode.getInstance();
  }

  private static String step(JournalEntry entry) {
    return body(entry).path("step").asText();
  }

  private static JsonNode body(JournalEntry entry) {
    try {
      return JSON.readTree(entry.body());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "record %d of run %s is not JSON".formatted(entry.sequence(), entry.runId()), e);
    }
  }
}
