package dev.backstep.testing.internal.ec2;

import dev.backstep.testing.internal.service.Area;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.service.Operations;
import dev.backstep.testing.internal.state.Settings;
import dev.backstep.testing.internal.wire.AwsError;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateChange;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.StartInstancesRequest;
import software.amazon.awssdk.services.ec2.model.StartInstancesResponse;
import software.amazon.awssdk.services.ec2.model.StateReason;
import software.amazon.awssdk.services.ec2.model.StopInstancesRequest;
import software.amazon.awssdk.services.ec2.model.StopInstancesResponse;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesRequest;
import software.amazon.awssdk.services.ec2.model.TerminateInstancesResponse;
import software.amazon.awssdk.services.ec2.model.Volume;

/** Stopping, starting and ending instances, each through its state in between. */
public final class InstanceLife implements Area {

  private static final StateReason BY_USER =
      reason(
          "Client.UserInitiatedShutdown", "Client.UserInitiatedShutdown: User initiated shutdown");

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
                            ? restart(context, it)
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

  private static InstanceStateChange restart(Context context, Instance it) {
    enter(context, it.instanceId(), InstanceStateName.PENDING);
    boot(context, it.instanceId());
    return change(it, InstanceStateName.PENDING);
  }

  private static InstanceStateChange change(
      Context context, Instance it, InstanceStateName between, InstanceStateName end) {
    Settings settings = context.settings();
    Ec2State ec2 = Ec2State.of(context.region());
    ec2.instances.update(it.instanceId(), now -> now.toBuilder().stateReason(BY_USER).build());
    enter(context, it.instanceId(), between);
    Duration time =
        (end == InstanceStateName.STOPPED ? settings.stopTime : settings.terminateTime)
            .orElse(settings.instanceTransition);
    later(context, time, it.instanceId(), between, () -> enter(context, it.instanceId(), end));
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

  /** Lets a pending instance come up, unless one of its volumes cannot be read. */
  static void boot(Context context, String id) {
    Ec2State ec2 = Ec2State.of(context.region());
    boolean first = ec2.instances.get(id).filter(it -> it.stateReason() == null).isPresent();
    Settings settings = context.settings();
    later(
        context,
        settings.launchTime.orElse(settings.instanceTransition),
        id,
        InstanceStateName.PENDING,
        () ->
            failure(ec2, id)
                .ifPresentOrElse(
                    reason -> {
                      ec2.instances.update(id, it -> it.toBuilder().stateReason(reason).build());
                      enter(
                          context,
                          id,
                          first ? InstanceStateName.TERMINATED : InstanceStateName.STOPPED);
                    },
                    () -> enter(context, id, InstanceStateName.RUNNING)));
  }

  private static Optional<StateReason> failure(Ec2State ec2, String id) {
    Ending scripted = ec2.launchEndings.poll();
    if (scripted != null) {
      return Optional.of(reason(scripted.code(), scripted.message()));
    }
    return Ec2State.volumesOf(id, ec2.volumes.all()).stream()
        .filter(it -> it.kmsKeyId() != null && !ec2.keys().usable(it.kmsKeyId()))
        .findFirst()
        .map(it -> reason("Client.InternalError", "Client.InternalError: Client error on launch"));
  }

  private static StateReason reason(String code, String message) {
    return StateReason.builder().code(code).message(message).build();
  }

  /** Does something after a while, if the state still holds then. */
  private static void later(
      Context context, Duration time, String id, InstanceStateName before, Runnable then) {
    Ec2State ec2 = Ec2State.of(context.region());
    Predicate<Instance> unchanged = it -> States.is(it, before);
    context.after(time, () -> ec2.instances.get(id).filter(unchanged).ifPresent(it -> then.run()));
  }

  private static void enter(Context context, String id, InstanceStateName state) {
    Ec2State ec2 = Ec2State.of(context.region());
    ec2.instances.update(id, it -> it.toBuilder().state(States.of(state)).build());
    switch (state) {
      case RUNNING -> {
        ec2.instances.update(id, it -> it.toBuilder().stateReason((StateReason) null).build());
        PublicAddresses.lend(ec2, id, context.settings().publicAddress);
      }
      case STOPPED -> PublicAddresses.release(ec2, id);
      case TERMINATED -> end(context, ec2, id);
      default -> {}
    }
  }

  private static void end(Context context, Ec2State ec2, String id) {
    for (NetworkInterface eni : ec2.interfacesOf(id)) {
      ec2.interfaces.remove(eni.networkInterfaceId());
      ec2.forget(eni.networkInterfaceId());
    }
    for (Volume volume : Ec2State.volumesOf(id, ec2.volumes.all())) {
      if (Boolean.TRUE.equals(volume.attachments().get(0).deleteOnTermination())) {
        ec2.volumes.remove(volume.volumeId());
        ec2.forget(volume.volumeId());
      } else {
        ec2.volumes.put(
            volume.volumeId(),
            volume.toBuilder().state("available").attachments(List.of()).build());
      }
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

  private static AwsError incorrect(Instance it, String verb) {
    return AwsError.of(
        "IncorrectInstanceState",
        "The instance '%s' is not in a state from which it can be %s: it is %s.",
        it.instanceId(),
        verb,
        it.state().nameAsString());
  }
}
