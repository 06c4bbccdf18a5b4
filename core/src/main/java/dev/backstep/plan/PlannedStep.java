package dev.backstep.plan;

import java.util.List;

/**
 * One row of a plan: what will be done and how it is undone.
 *
 * @param id stable within a plan, such as {@code security-group/front-end}
 * @param action what it does
 * @param summary what it makes or changes, in one line
 * @param details the settings it writes, one a line
 * @param call the AWS call it makes, such as {@code ec2:CreateSecurityGroup}
 * @param undo how it is taken back, in words
 * @param after the ids of the steps that come first
 */
public record PlannedStep(
    String id,
    Action action,
    String summary,
    List<String> details,
    String call,
    String undo,
    List<String> after) {

  /** Copies the lists. */
  public PlannedStep {
    details = List.copyOf(details);
    after = List.copyOf(after);
  }

  /** Such as {@code + security-group/front-end: "Cluster1 Impala FE" in vpc-1}. */
  @Override
  public String toString() {
    return action.sign() + " " + id + ": " + summary;
  }
}
