package dev.backstep.testing.internal.ec2;

import java.util.Map;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceState;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/** The states of an instance with their numbers. */
public final class States {

  private static final Map<InstanceStateName, Integer> CODES =
      Map.of(
          InstanceStateName.PENDING, 0,
          InstanceStateName.RUNNING, 16,
          InstanceStateName.SHUTTING_DOWN, 32,
          InstanceStateName.TERMINATED, 48,
          InstanceStateName.STOPPING, 64,
          InstanceStateName.STOPPED, 80);

  private States() {}

  static InstanceState of(InstanceStateName name) {
    return InstanceState.builder().name(name).code(CODES.get(name)).build();
  }

  /** Whether the instance is in the state. */
  public static boolean is(Instance instance, InstanceStateName... names) {
    for (InstanceStateName name : names) {
      if (instance.state().name() == name) {
        return true;
      }
    }
    return false;
  }
}
