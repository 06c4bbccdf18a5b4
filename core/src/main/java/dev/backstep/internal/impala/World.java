package dev.backstep.internal.impala;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What AWS has, as far as a balancer's plan depends on it, before anything was chosen from it.
 *
 * @param account the account of the credentials
 * @param vpcs those that were asked for
 * @param subnets those that were asked for
 * @param instances those that were asked for, save terminated ones
 * @param groups security groups of our names, in any VPC
 * @param balancer the load balancer of our name
 */
record World(
    String account,
    List<Vpc> vpcs,
    List<Subnet> subnets,
    List<Instance> instances,
    List<Group> groups,
    Optional<Balancer> balancer) {

  /** A VPC and its IPv4 blocks. */
  record Vpc(String id, List<String> cidrs) {}

  /** A subnet. */
  record Subnet(String id, String vpc, String zone, int freeAddresses) {}

  /**
   * An instance.
   *
   * @param networkInterface its interface of device 0, which is where a classic balancer connects
   * @param groups the groups of that interface
   */
  record Instance(
      String id,
      String state,
      String vpc,
      String zone,
      Optional<String> networkInterface,
      List<String> groups) {

    boolean isRunning() {
      return state.equals("running");
    }
  }

  /** A security group. */
  record Group(String id, String name, String vpc, Map<String, String> tags) {}

  /** A load balancer. */
  record Balancer(String name, Map<String, String> tags) {}
}
