package dev.backstep.internal.engine;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A plan as data: what a journal keeps and what a fresh process can go on with.
 *
 * @param format the version of this form
 * @param runId 32 hexadecimal characters, minted when the plan was made
 * @param target the owner tag of what it makes
 * @param account the AWS account it was made for
 * @param region the AWS region it was made for
 * @param plannedAt when it was made
 * @param forwardOnly whether a failure parks the run instead of undoing it, as for a destruction
 * @param notes what people should know before they execute it
 * @param steps in an order in which they can be done
 */
public record PlanData(
    int format,
    String runId,
    String target,
    String account,
    String region,
    Instant plannedAt,
    boolean forwardOnly,
    List<String> notes,
    List<StepNode> steps) {

  /** The form that this version writes. */
  public static final int FORMAT = 1;

  /** Checks that ids are unique and that the steps can be done in this order, and undone. */
  public PlanData {
    notes = List.copyOf(notes);
    steps = List.copyOf(steps);
    Set<String> seen = new HashSet<>();
    for (StepNode node : steps) {
      if (!seen.containsAll(node.after())) {
        throw new IllegalArgumentException(
            "step %s comes before one it needs: %s".formatted(node.id(), node.after()));
      }
      if (!seen.add(node.id())) {
        throw new IllegalArgumentException("step %s is there twice".formatted(node.id()));
      }
    }
    for (StepNode node : steps) {
      if (!node.volatileUntil().isEmpty() && !seen.contains(node.volatileUntil())) {
        throw new IllegalArgumentException(
            "step %s is volatile until %s, which is not there"
                .formatted(node.id(), node.volatileUntil()));
      }
      if (node.step() instanceof DiscardStep discard
          && !node.after().contains(String.valueOf(discard.thing().step()))) {
        throw new IllegalArgumentException(
            "step %s discards what %s makes and so must come after it"
                .formatted(node.id(), discard.thing().step()));
      }
    }
    UndoOrder.check(steps);
  }

  /** A plan that is undone when it fails. */
  public PlanData(
      int format,
      String runId,
      String target,
      String account,
      String region,
      Instant plannedAt,
      List<String> notes,
      List<StepNode> steps) {
    this(format, runId, target, account, region, plannedAt, false, notes, steps);
  }
}
