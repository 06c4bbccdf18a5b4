package dev.backstep.testing.internal.elb;

import dev.backstep.testing.internal.ec2.Ec2State;
import dev.backstep.testing.internal.state.Lines;
import dev.backstep.testing.internal.state.Part;
import dev.backstep.testing.internal.state.Region;
import dev.backstep.testing.internal.state.Store;
import dev.backstep.testing.internal.wire.AwsError;
import java.util.HashSet;
import java.util.Set;

/** Classic ELB in one region. */
public final class ElbState implements Part {

  /** Certificates that a listener may name, by ARN. */
  public final Set<String> certificates = new HashSet<>();

  final Store<Balancer> balancers;

  private ElbState(Region region) {
    balancers = region.store();
    Ec2State.of(region).whenInstanceGone(this::drop);
  }

  /** Classic ELB in the region. */
  public static ElbState of(Region region) {
    return region.part(ElbState.class, ElbState::new);
  }

  /** The load balancer that a call changes. */
  Balancer use(String name) {
    return balancers.use(name, () -> absent(name));
  }

  /** The load balancer that a call reads. */
  Balancer seen(String name) {
    return balancers.seen(name).orElseThrow(() -> absent(name));
  }

  void put(Balancer balancer) {
    balancers.put(balancer.name(), balancer);
  }

  private void drop(String instanceId) {
    for (Balancer balancer : balancers.all()) {
      if (balancer.knows(instanceId)) {
        put(balancer.without(instanceId));
      }
    }
  }

  private static AwsError absent(String name) {
    return AwsError.of("LoadBalancerNotFound", "There is no ACTIVE Load Balancer named '%s'", name);
  }

  @Override
  public void describe(Lines lines) {
    for (Balancer it : balancers.all()) {
      lines.add("load-balancer", it.name(), it.about());
      lines.add("load-balancer", it.name(), it.attributes());
      it.policies()
          .forEach(policy -> lines.add("policy", it.name() + "/" + policy.policyName(), policy));
      it.registered()
          .keySet()
          .forEach(id -> lines.add("load-balancer", it.name(), "Instance=" + id));
      it.tags().forEach((key, text) -> lines.add("tag", it.name(), key + "=" + text));
    }
  }
}
