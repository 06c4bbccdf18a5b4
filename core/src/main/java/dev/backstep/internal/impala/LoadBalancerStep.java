package dev.backstep.internal.impala;

import dev.backstep.internal.engine.Ref;
import dev.backstep.internal.engine.Step;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a classic load balancer.
 *
 * @param name unique in the account and region
 * @param internal whether it can only be reached from within
 * @param listeners its ports
 * @param subnets one a zone
 * @param group the group that clients come through
 * @param tags the user's
 */
record LoadBalancerStep(
    String name,
    boolean internal,
    List<Port> listeners,
    List<String> subnets,
    Ref group,
    Map<String, String> tags)
    implements Step {

  /** A listener: protocol and port on either side, and a certificate if it needs one. */
  record Port(
      String protocol,
      int port,
      String instanceProtocol,
      int instancePort,
      @Nullable Ref certificate) {}
}
