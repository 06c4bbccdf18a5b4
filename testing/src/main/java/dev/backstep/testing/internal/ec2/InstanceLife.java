package dev.backstep.testing.internal.ec2;

import dev.backstep.testing.internal.service.Area;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.service.Operations;
import dev.backstep.testing.internal.wire.AwsError;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateChange;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.StartInstancesRequest;
import software.amazon.awssdk.services.ec2.model.StartInstancesResponse;
import software.amazon.awssdk.services.ec2.model.StopInstancesRequest;
import software.amazon.awssdk.services.ec2.model.StopInstancesResponse;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesResponse;

/** Stopping, starting and ending instances, each through its state in between. */
public final class InstanceLife implements Area {

  private static final Set<InstanceStateName> OVER =
      Set.of(InstanceStateName.SHUTTING_DOWN, InstanceStateName.TERMINATED);

  @Override
  public void addTo(Operations operations) {
    operations.write("StartInstances", StartInstancesRequest::builder, this::start);
    operations.write("StopInstances", StopInstancesRequest::builder, this::stop);
    operations.write("TerminateInstances", TerminateInstancesRequest::builder, this::terminate);
  }

  private StartInstancesResponse start(Context context, StartInstancesRequest request) {
    List<Instance> instances = instances(context, request.instanceIds());
    for (Instance it : instances) {
      if (!States.is(
          it, InstanceStateName.STOPPED, InstanceStateName.PENDING, InstanceStateName.RUNNING)) {
        throw incorrect(it, "started");
      }
    }
    return StartInstancesResponse.builder()
        .startingInstances(
            instances.stream()
                .map(
                    it ->
                        States.is(it, InstanceStateName.STOPPED)
                            ? change(
                                context, it, InstanceStateName.PENDING, InstanceStateName.RUNNING)
                            : unchanged(it))
                .toList())
        .build();
  }

  private StopInstancesResponse stop(Context context, StopInstancesRequest request) {
    List<Instance> instances = instances(context, request.instanceIds());
    for (Instance it : instances) {
      if (OVER.contains(it.state().name()) || States.is(it, InstanceStateName.PENDING)) {
        throw incorrect(it, "stopped");
      }
    }
    return StopInstancesResponse.builder()
        .stoppingInstances(
            instances.stream()
                .map(
                    it ->
                        States.is(it, InstanceStateName.RUNNING)
                            ? change(
                                context, it, InstanceStateName.STOPPING, InstanceStateName.STOPPED)
                            : unchanged(it))
                .toList())
        .build();
  }

  private TerminateInstancesResponse terminate(Context context, TerminateInstancesRequest request) {
    return TerminateInstancesResponse.builder()
        .terminatingInstances(
            instances(context, request.instanceIds()).stream()
                .map(
                    it ->
                        OVER.contains(it.state().name())
                            ? unchanged(it)
                            : change(
                                context,
                                it,
                                InstanceStateName.SHUTTING_DOWN,
                                InstanceStateName.TERMINATED))
                .toList())
        .build();
  }

  private static List<Instance> instances(Context context, List<String> ids) {
    Missing.required(ids.isEmpty() ? null : ids, "instancesSet");
    Ec2State ec2 = Ec2State.of(context.region());
    return ids.stream()
        .distinct()
        .map(id -> ec2.instances.use(id, () -> Missing.instance(id)))
        .toList();
  }

  private static InstanceStateChange change(
      Context context, Instance it, InstanceStateName between, InstanceStateName end) {
    enter(context, it.instanceId(), between);
    later(context, it.instanceId(), between, end);
    return change(it, between);
  }

  private static InstanceStateChange unchanged(Instance it) {
    return change(it, it.state().name());
  }

  private static InstanceStateChange change(Instance it, InstanceStateName now) {
    return InstanceStateChange.builder()
        .instanceId(it.instanceId())
        .previousState(it.state())
        .currentState(States.of(now))
        .build();
  }

  /** Enters the state after the usual time, if the one before it still holds. */
  static void later(Context context, String id, InstanceStateName before, InstanceStateName after) {
    Ec2State ec2 = Ec2State.of(context.region());
    Predicate<Instance> unchanged = it -> States.is(it, before);
    context.after(
        context.settings().instanceTransition,
        () ->
            ec2.instances
                .get(id)
                .filter(unchanged)
                .ifPresent(it -> enter(context, it.instanceId(), after)));
  }

  private static void enter(Context context, String id, InstanceStateName state) {
    Ec2State ec2 = Ec2State.of(context.region());
    ec2.instances.update(id, it -> it.toBuilder().state(States.of(state)).build());
    if (state == InstanceStateName.TERMINATED) {
      for (NetworkInterface eni : ec2.interfacesOf(id)) {
        ec2.interfaces.remove(eni.networkInterfaceId());
        ec2.forget(eni.networkInterfaceId());
      }
      ec2.instances.update(
          id,
          it ->
              it.toBuilder()
                  .vpcId(null)
                  .subnetId(null)
                  .privateIpAddress(null)
                  .privateDnsName("")
                  .build());
      context.after(context.settings().terminatedStays, () -> ec2.vanish(id));
    }
  }

  private static AwsError incorrect(Instance it, String verb) {
    return AwsError.of(
        "IncorrectInstanceState",
        "The instance '%s' is not in a state from which it can be %s: it is %s.",
        it.instanceId(),
        verb,
        it.state().nameAsString());
  }
}
