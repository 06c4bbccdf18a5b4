package dev.backstep.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancing.model.Instance;
import software.amazon.awssdk.services.elasticloadbalancing.model.RegisterInstancesWithLoadBalancerResponse;

/** Which instances a load balancer has, and how they are. */
@OnEachReferee
class RegistrationContractTest extends Contract {

  private static final String NAME = "mine";

  private SeedWorld world;
  private ReadBack read;

  @BeforeEach
  void build() {
    world = SeedWorld.build(referee, ec2);
    read = new ReadBack(ec2, elb);
    elb.createLoadBalancer(
        r ->
            r.loadBalancerName(NAME)
                .scheme("internal")
                .subnets(world.subnet())
                .securityGroups(world.groups().get(0))
                .listeners(Sdk.listener(21050, 21050)));
  }

  @Test
  void registerInstances_whenDone_areDescribed() {
    register(worker(0));
    register(worker(1));

    assertThat(read.registered(NAME)).containsExactlyInAnyOrder(worker(0), worker(1));
  }

  @Test
  void registerInstances_whenAnswered_listsAll() {
    RegisterInstancesWithLoadBalancerResponse answer = register(worker(0));

    if (departs(Departure.REGISTRATION_ANSWERS_NOTHING)) {
      assertThat(answer.instances()).isEmpty();
    } else {
      assertThat(answer.instances()).extracting(Instance::instanceId).containsExactly(worker(0));
    }
  }

  @Test
  void registerInstances_whenRegisteredBefore_listsEachOnce() {
    register(worker(0));
    register(worker(0));

    assertThat(read.registered(NAME))
        .isEqualTo(
            departs(Departure.REGISTERS_TWICE)
                ? List.of(worker(0), worker(0))
                : List.of(worker(0)));
  }

  @Test
  void registerInstances_whenTheInstanceIsNotThere_isRefused() {
    if (departs(Departure.REGISTERS_ABSENT_INSTANCES)) {
      register("i-0123456789abcdef0");
      assertThat(read.registered(NAME)).containsExactly("i-0123456789abcdef0");
    } else {
      refused("InvalidInstance", () -> register("i-0123456789abcdef0"));
    }
  }

  @Test
  void deregisterInstances_whenRegistered_areGone() {
    register(worker(0));
    register(worker(1));

    elb.deregisterInstancesFromLoadBalancer(
        r -> r.loadBalancerName(NAME).instances(instance(worker(0))));
    referee.settle();

    assertThat(read.registered(NAME)).containsExactly(worker(1));
  }

  @Test
  void describeInstanceHealth_whenTheInstanceIsStopped_isOutOfService() {
    register(worker(0));
    ec2.stopInstances(r -> r.instanceIds(worker(0)));
    referee.settle();

    assertThat(read.health(NAME)).containsEntry(worker(0), "OutOfService");
  }

  private String worker(int index) {
    return world.workers().get(index);
  }

  private RegisterInstancesWithLoadBalancerResponse register(String id) {
    return elb.registerInstancesWithLoadBalancer(
        r -> r.loadBalancerName(NAME).instances(instance(id)));
  }

  private static Instance instance(String id) {
    return Instance.builder().instanceId(id).build();
  }
}
