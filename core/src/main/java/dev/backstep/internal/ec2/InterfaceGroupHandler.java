package dev.backstep.internal.ec2;

import dev.backstep.aws.ApiFamily;
import dev.backstep.aws.AwsAccess;
import dev.backstep.internal.engine.Attempt;
import dev.backstep.internal.engine.BatchedStepHandler;
import dev.backstep.internal.engine.ErrorClass;
import dev.backstep.internal.engine.Failure;
import dev.backstep.internal.engine.Outcome;
import java.util.List;
import java.util.Map;

/** ModifyNetworkInterfaceAttribute: reads the groups, writes them with ours added, verifies. */
public final class InterfaceGroupHandler
    implements BatchedStepHandler<InterfaceGroupStep, Map<String, List<String>>> {

  private final NetworkInterfaces interfaces;

  /** In the account and region of an access. */
  public InterfaceGroupHandler(AwsAccess aws) {
    this.interfaces = new NetworkInterfaces(aws);
  }

  @Override
  public String batch(InterfaceGroupStep step) {
    return step.batch();
  }

  @Override
  public Map<String, List<String>> read(List<InterfaceGroupStep> steps, Attempt run) {
    return interfaces.groups(
        steps.stream().map(InterfaceGroupStep::networkInterface).toList(), run);
  }

  @Override
  public Outcome attempt(InterfaceGroupStep step, Map<String, List<String>> seen, Attempt run) {
    List<String> groups = seen.get(step.networkInterface());
    if (groups == null) {
      return new Outcome.Refused(
          Failure.of(
              ErrorClass.GONE,
              "InvalidNetworkInterfaceID.NotFound",
              "network interface %s is not there any more".formatted(step.networkInterface())));
    }
    String group = run.id(step.group());
    if (groups.contains(group)) {
      return Outcome.done(step.networkInterface());
    }
    interfaces.add(step.networkInterface(), groups, group, run);
    return Outcome.lookAgain("verifying that %s has %s".formatted(step.networkInterface(), group));
  }

  @Override
  public String family() {
    return ApiFamily.EC2_INTERFACE_CHANGE.name();
  }
}
