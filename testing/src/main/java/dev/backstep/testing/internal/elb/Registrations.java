package dev.backstep.testing.internal.elb;

import dev.backstep.testing.internal.ec2.Ec2State;
import dev.backstep.testing.internal.ec2.States;
import dev.backstep.testing.internal.service.Area;
import dev.backstep.testing.internal.service.Context;
import dev.backstep.testing.internal.service.Operations;
import dev.backstep.testing.internal.wire.AwsError;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.elasticloadbalancing.model.DeregisterInstancesFromLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancing.model.DeregisterInstancesFromLoadBalancerResponse;
import software.amazon.awssdk.services.elasticloadbalancing.model.Instance;
import software.amazon.awssdk.services.elasticloadbalancing.model.RegisterInstancesWithLoadBalancerRequest;
import software.amazon.awssdk.services.elasticloadbalancing.model.RegisterInstancesWithLoadBalancerResponse;

/** Which instances stand behind a load balancer. Both calls answer with the full list. */
public final class Registrations implements Area {

  @Override
  public void addTo(Operations operations) {
    operations.write(
        "RegisterInstancesWithLoadBalancer",
        RegisterInstancesWithLoadBalancerRequest::builder,
        this::register);
    operations.write(
        "DeregisterInstancesFromLoadBalancer",
        DeregisterInstancesFromLoadBalancerRequest::builder,
        this::deregister);
  }

  private RegisterInstancesWithLoadBalancerResponse register(
      Context context, RegisterInstancesWithLoadBalancerRequest request) {
    ElbState elb = ElbState.of(context.region());
    Balancer balancer = elb.use(Checks.required(request.loadBalancerName(), "loadBalancerName"));
    List<String> ids = ids(request.instances());
    ids.forEach(id -> checkInstance(context, balancer, id));
    Balancer changed = balancer.withRegistered(ids, context.now());
    elb.put(changed);
    context.after(Health.firstCheckAfter(context, changed), () -> {});
    return RegisterInstancesWithLoadBalancerResponse.builder()
        .instances(Descriptions.instances(changed))
        .build();
  }

  private DeregisterInstancesFromLoadBalancerResponse deregister(
      Context context, DeregisterInstancesFromLoadBalancerRequest request) {
    ElbState elb = ElbState.of(context.region());
    Balancer balancer = elb.use(Checks.required(request.loadBalancerName(), "loadBalancerName"));
    List<String> ids = ids(request.instances());
    for (String id : ids) {
      if (!balancer.registered().containsKey(id)
          && Ec2State.of(context.region()).instances.get(id).isEmpty()) {
        throw Health.unknown(id);
      }
    }
    Duration drain = drain(context, balancer);
    Balancer changed = balancer.withoutRegistered(ids, context.now().plus(drain));
    elb.put(changed);
    context.after(drain, () -> {});
    return DeregisterInstancesFromLoadBalancerResponse.builder()
        .instances(Descriptions.instances(changed))
        .build();
  }

  private static Duration drain(Context context, Balancer balancer) {
    if (!balancer.attributes().connectionDraining().enabled()) {
      return Duration.ZERO;
    }
    Duration limit = Duration.ofSeconds(balancer.attributes().connectionDraining().timeout());
    Duration open = context.settings().drainTime;
    return open.compareTo(limit) < 0 ? open : limit;
  }

  private static List<String> ids(List<Instance> instances) {
    return Checks.notEmpty(instances, "Instances").stream()
        .map(it -> Checks.required(it.instanceId(), "instances.member.instanceId"))
        .distinct()
        .toList();
  }

  private static void checkInstance(Context context, Balancer balancer, String id) {
    software.amazon.awssdk.services.ec2.model.Instance instance =
        Ec2State.of(context.region()).instances.use(id, () -> Health.unknown(id));
    if (States.is(instance, InstanceStateName.SHUTTING_DOWN, InstanceStateName.TERMINATED)) {
      throw AwsError.of("InvalidInstance", "Instance %s is in terminated state", id);
    }
    if (!balancer.about().vpcId().equals(instance.vpcId())) {
      throw AwsError.of("InvalidInstance", "EC2 instance %s is not in the same VPC as ELB.", id);
    }
  }
}
