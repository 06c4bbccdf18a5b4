package dev.backstep.testing.internal.elb;

import dev.backstep.testing.internal.ec2.Ec2State;
import dev.backstep.testing.internal.ec2.Reachability;
import dev.backstep.testing.internal.ec2.States;
import dev.backstep.testing.internal.service.Area;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.service.Operations;
import dev.backstep.testing.internal.wire.AwsError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.elasticloadbalancing.model.DescribeInstanceHealthRequest;
import software.amazon.awssdk.services.elasticloadbalancing.model.DescribeInstanceHealthResponse;
import software.amazon.awssdk.services.elasticloadbalancing.model.InstanceState;

/**
 * What a load balancer thinks of its instances. After the first check an instance is in service as
 * long as it can be reached at this very moment; thresholds are not counted.
 */
public final class Health implements Area {

  private static final String FAILED =
      "Instance has failed at least the UnhealthyThreshold number of health checks consecutively.";

  @Override
  public void addTo(Operations operations) {
    operations.read(
        "DescribeInstanceHealth", DescribeInstanceHealthRequest::builder, this::describe);
  }

  /** How long after its registration an instance is first checked. */
  static Duration firstCheckAfter(Context context, Balancer balancer) {
    return context
        .settings()
        .healthDelay
        .orElseGet(() -> Duration.ofSeconds(balancer.about().healthCheck().interval()));
  }

  static AwsError unknown(String id) {
    return AwsError.of("InvalidInstance", "Could not find EC2 instance %s.", id);
  }

  private DescribeInstanceHealthResponse describe(
      Context context, DescribeInstanceHealthRequest request) {
    ElbState elb = ElbState.of(context.region());
    Balancer balancer = elb.seen(Checks.required(request.loadBalancerName(), "loadBalancerName"));
    List<String> ids = new ArrayList<>(balancer.instanceIds());
    balancer.leaving().keySet().stream()
        .filter(id -> isDraining(context, balancer, id))
        .forEach(ids::add);
    if (!request.instances().isEmpty()) {
      ids = request.instances().stream().map(it -> String.valueOf(it.instanceId())).toList();
    }
    return DescribeInstanceHealthResponse.builder()
        .instanceStates(ids.stream().distinct().map(id -> state(context, balancer, id)).toList())
        .build();
  }

  private static InstanceState state(Context context, Balancer balancer, String id) {
    Instant since = balancer.registered().get(id);
    if (since == null) {
      if (!balancer.leaving().containsKey(id)) {
        throw unknown(id);
      }
      return isDraining(context, balancer, id)
          ? state(id, "InService", "N/A", "Instance deregistration currently in progress.")
          : state(
              id,
              "OutOfService",
              "Instance",
              "Instance is not currently registered with the LoadBalancer.");
    }
    Optional<software.amazon.awssdk.services.ec2.model.Instance> instance =
        Ec2State.of(context.region()).instances.get(id);
    if (instance.isEmpty()
        || States.is(
            instance.get(), InstanceStateName.SHUTTING_DOWN, InstanceStateName.TERMINATED)) {
      return state(id, "OutOfService", "Instance", "Instance is in terminated state.");
    }
    if (States.is(instance.get(), InstanceStateName.STOPPING, InstanceStateName.STOPPED)) {
      return state(id, "OutOfService", "Instance", "Instance is in stopped state.");
    }
    if (States.is(instance.get(), InstanceStateName.PENDING)) {
      return state(id, "OutOfService", "Instance", "Instance is in pending state.");
    }
    String zone = instance.get().placement().availabilityZone();
    if (!balancer.about().availabilityZones().contains(zone)) {
      return state(
          id,
          "OutOfService",
          "ELB",
          "Instance is in the EC2 Availability Zone for which LoadBalancer is not configured to"
              + " route traffic to.");
    }
    if (context.now().isBefore(since.plus(firstCheckAfter(context, balancer)))) {
      return state(id, "OutOfService", "ELB", "Instance registration is still in progress.");
    }
    return answers(context, balancer, id)
        ? state(id, "InService", "N/A", "N/A")
        : state(id, "OutOfService", "Instance", FAILED);
  }

  private static boolean isDraining(Context context, Balancer balancer, String id) {
    return context.now().isBefore(balancer.leaving().getOrDefault(id, Instant.MIN));
  }

  private static boolean answers(Context context, Balancer balancer, String id) {
    Ec2State ec2 = Ec2State.of(context.region());
    List<NetworkInterface> own = ec2.interfacesOf(id);
    int port = HealthChecks.port(balancer.about().healthCheck());
    return !own.isEmpty()
        && !context.settings().daemonsDown.contains(id)
        && Placement.interfaces(context, balancer.name()).stream()
            .anyMatch(from -> Reachability.connects(ec2, from, own.get(0), port));
  }

  private static InstanceState state(String id, String state, String reason, String text) {
    return InstanceState.builder()
        .instanceId(id)
        .state(state)
        .reasonCode(reason)
        .description(text)
        .build();
  }
}
