package dev.backstep.internal.ec2;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.Outcome;
import dev.backstep.internal.engine.Undo;
import dev.backstep.internal.engine.UndoHandler;
import java.util.List;
import java.util.Map;

/** Takes a group out of those that a network interface has now, and leaves the others. */
public final class LeaveInterfaceGroup implements UndoHandler<Undo.RemoveMember> {

  /** The kind in {@link Undo.RemoveMember}. */
  public static final String KIND = "network-interface-groups";

  private final AwsAccess aws;
  private final NetworkInterfaces interfaces;

  /** In the account and region of an access. */
  public LeaveInterfaceGroup(AwsAccess aws) {
    this.aws = aws;
    this.interfaces = new NetworkInterfaces(aws);
  }

  @Override
  public Outcome attempt(Undo.RemoveMember undo, Attempt run) {
    String group = run.id(undo.member());
    Map<String, List<String>> seen = interfaces.groups(List.of(undo.container()), run);
    List<String> groups = seen.getOrDefault(undo.container(), List.of());
    if (!groups.contains(group)) {
      return run.absent("%s on %s".formatted(group, undo.container()));
    }
    interfaces.remove(undo.container(), groups, group, run);
    return Outcome.lookAgain("verifying that %s is without %s".formatted(undo.container(), group));
  }

  @Override
  public Remains remains(Undo.RemoveMember undo, Attempt run) {
    String group = run.id(undo.member());
    String others =
        "$(aws ec2 describe-network-interfaces --region %s --network-interface-ids %s --output text"
                .formatted(aws.regionName(), undo.container())
            + " --query 'NetworkInterfaces[0].Groups[?GroupId!=`%s`].GroupId')".formatted(group);
    return new Remains(
        "security group %s on network interface %s".formatted(group, undo.container()),
        "aws ec2 modify-network-interface-attribute --region %s --network-interface-id %s --groups %s"
            .formatted(aws.regionName(), undo.container(), others));
  }

  @Override
  public String family() {
    return ApiFamily.EC2_INTERFACE_CHANGE.name();
  }
}
